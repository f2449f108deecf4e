"""Exercises: forms on one's own work, icebreakers, and statements to take a stance on."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.bank import quoted
from assistant.course.drawing import alternated
from assistant.course.items import Exercise, Item
from assistant.course.sources import Sources
from corpus.items import ExerciseForm, ExerciseItem

_FORMS: tuple[ExerciseForm, ...] = ("own_work", "icebreaker", "stance")


def make_exercises(sources: Sources) -> tuple[Item, ...]:
    """Return the exercises of the bank on the subject, each form in turn."""
    made = list(_exercises(sources))
    by_form = alternated(*([one for one in made if one.form == form] for form in _FORMS))
    return sources.draw(sources.request.sizes.exercises, by_form).items()


def _exercises(sources: Sources) -> Iterator[Exercise]:
    language = sources.language
    for aim, item in sources.items(ExerciseItem):
        excerpts = quoted(item.quote, aim.document)
        yield Exercise(
            id=item.id,
            citations=sources.cite(*excerpts),
            goal=aim.goal.text(language),
            title=item.asked(language),
            form=item.form,
            minutes=item.minutes,
            instruction=item.instruction(language),
            fields=item.fields(language),
            said=sources.say(*excerpts),
        )

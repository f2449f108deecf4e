"""What participants work on: cases with a decision to take, and exercises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assistant.course.bank import quoted
from assistant.course.drawing import alternated
from assistant.course.items import Case, Exercise, Item
from assistant.course.sources import Sources
from corpus.items import CaseItem, ExerciseForm, ExerciseItem

_FORMS: Final[tuple[ExerciseForm, ...]] = ("own_work", "icebreaker", "stance")


def make_cases(sources: Sources) -> tuple[Item, ...]:
    """Return the cases of the bank on the subject; none if it has none."""
    return sources.draw(sources.request.sizes.cases, _cases(sources))


def make_exercises(sources: Sources) -> tuple[Item, ...]:
    """Return the exercises of the bank on the subject, each form in turn."""
    made = list(_exercises(sources))
    by_form = alternated(*([one for one in made if one.form == form] for form in _FORMS))
    return sources.draw(sources.request.sizes.exercises, by_form)


def _cases(sources: Sources) -> Iterator[Case]:
    language, audience = sources.language, sources.request.audience.strip()
    for aim, item in sources.items(CaseItem):
        asked = item.questions(language)
        if audience:
            # Before the last, which is the fundamental one.
            told = sources.text("case_question_audience", audience=audience)
            asked = (*asked[:-1], told, asked[-1])
        yield Case(
            id=item.id,
            citations=sources.cite(
                *(said for quote in item.quotes for said in quoted(quote, aim.document))
            ),
            goal=aim.goal.text(language),
            title=item.asked(language),
            situation=item.situation(language),
            questions=asked,
            sides=tuple(sources.point(one, aim.document) for one in item.sides),
            hard=item.hard(language),
            notes=item.notes(language),
        )


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

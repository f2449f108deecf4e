"""Questions of documents without a bank: what their headings give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assistant.course.drawing import generator, shuffled
from assistant.course.excerpt import Excerpt, excerpts_of
from assistant.course.handout import openings
from assistant.course.items import Choice, OpenQuestion, Point, item_id
from assistant.course.sources import Sources
from assistant.course.wording import is_alike, is_given_away

_SECTION_POINTS: Final = 2
_OPTIONS_MAX: Final = 4
_OPTIONS_MIN: Final = 3


def open_questions(sources: Sources) -> Iterator[OpenQuestion]:
    """Yield a question per heading, with the sentences under it that answer best."""
    sections: dict[tuple[str, tuple[str, ...]], list[Excerpt]] = {}
    for one in openings(sources):
        sections.setdefault((one.document.id, one.block.section), []).append(one)
    for group in shuffled(sources.request, "sections", sections.values()):
        chosen = sorted(group[:_SECTION_POINTS], key=lambda one: one.sentence.start)
        name = chosen[0].section_name(sources.language)
        yield OpenQuestion(
            id=item_id("open", *chosen[0].place),
            citations=sources.cite(*chosen),
            goal="",
            question=sources.text("open_on_section", section=name),
            points=tuple(Point("", sources.say(one)) for one in chosen),
        )


def section_choices(sources: Sources) -> Iterator[Choice]:
    """Yield questions for the heading above a sentence, the right one first.

    None that is given away by its wording, and none whose answer another one has.
    """
    answers: set[str] = set()
    for one in shuffled(sources.request, "headings", openings(sources)):
        if not one.block.section or one.section_name(sources.language) in answers:
            continue
        question = _on_heading(one, sources)
        if question is not None:
            answers.add(question.options[0])
            yield question


def _on_heading(one: Excerpt, sources: Sources) -> Choice | None:
    right, given = one.section_name(sources.language), one.wording(sources.language)
    short_title = one.document.short_title_in(sources.language)
    identifier = item_id("choice", *one.place)
    wrong = [
        name
        for name in _other_headings(one, sources)
        if not is_given_away(given.text, right, name, sources.language)
    ]
    generator(sources.request, identifier).shuffle(wrong)
    options = (right, *wrong[: _OPTIONS_MAX - 1])
    if len(options) < _OPTIONS_MIN:
        return None
    return Choice(
        id=identifier,
        citations=sources.cite(one),
        goal="",
        question=sources.text("choice_section", title=short_title),
        given=given,
        options=options,
        reasons=(),
        right=0,
    )


def _other_headings(one: Excerpt, sources: Sources) -> list[str]:
    """Return the headings of the document under which nothing like the sentence stands."""
    headings: dict[str, bool] = {}
    for other in excerpts_of(one.document):
        if other.block.section and other.block.section != one.block.section:
            name = other.section_name(sources.language)
            is_like = is_alike(other.sentence.text, one.sentence.text, one.document.language)
            headings[name] = headings.get(name, False) or is_like
    return [name for name, is_like in headings.items() if not is_like]

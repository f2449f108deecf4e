"""Open questions with a model answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assistant.course.answered import answered_questions
from assistant.course.drawing import shuffled
from assistant.course.excerpt import Excerpt
from assistant.course.handout import openings
from assistant.course.items import OpenQuestion, Point, item_id
from assistant.course.sources import Sources

_SECTION_POINTS: Final = 2


def open_questions(sources: Sources) -> Iterator[OpenQuestion]:
    """Yield open questions with a model answer, each on a passage of its own.

    Without a catalogue of questions, the headings ask.
    """
    entries: set[tuple[str, int]] = set()
    for answered in answered_questions(sources):
        entry = (answered.document.id, answered.entry.start)
        if entry not in entries:
            entries.add(entry)
            yield OpenQuestion(
                id=item_id("open", answered.question),
                citations=sources.cite(*answered.excerpts),
                goal="",
                question=answered.question,
                points=tuple(Point("", sources.say(one)) for one in answered.excerpts),
            )
    yield from _on_sections(sources)


def _on_sections(sources: Sources) -> Iterator[OpenQuestion]:
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

"""One item by itself, as a page shows it before files are made."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.course.items import (
    Case,
    Choice,
    Exercise,
    Flashcard,
    Item,
    Lesson,
    OpenQuestion,
    ProgrammePart,
    Reading,
    TermEntry,
)
from assistant.course.layout.quiz import answer_of, question_of
from assistant.course.layout.reading import case_of, clock_of, exercise_of, part_of
from assistant.course.layout.sources import point_blocks
from assistant.course.layout.texts import Texts
from assistant.publishing import Block, Heading, Paragraph, Run, text
from corpus import Document


def preview_of(
    item: Item, number: int, texts: Texts, documents: Mapping[str, Document]
) -> list[Block]:
    """Return an item as blocks without headings; a question with its answer."""
    match item:
        case Lesson():
            asked = [_lead(item.asked, "")] if item.asked else []
            points = (point_blocks(one, texts, documents) for one in item.points)
            return [*asked, *(block for blocks in points for block in blocks)]
        case Reading():
            return [_lead(item.title, item.section)]
        case TermEntry():
            return [_lead(item.nl, item.en), Paragraph(text(item.explanation))]
        case Flashcard():
            return [_lead(item.front, item.other_name), Paragraph(text(item.back))]
        case Case():
            return [
                _lead(item.title, ""),
                *(one for one in case_of(item, texts) if not isinstance(one, Heading)),
            ]
        case Exercise():
            return [_lead(item.title, ""), *exercise_of(item, texts, documents)]
        case ProgrammePart():
            return [_lead(f"{clock_of(item)} {item.title}", ""), *part_of(item, texts)]
        case Choice() | OpenQuestion():
            answer = Paragraph((Run(texts("answers"), is_italic=True),))
            question = question_of(item, number, texts)
            return [*question, answer, *answer_of(item, texts, documents)]
        case _:
            raise TypeError(f"{type(item).__name__} cannot be shown")


def _lead(name: str, other: str) -> Paragraph:
    return Paragraph((Run(name, is_bold=True), Run(f" – {other}" if other else "")))

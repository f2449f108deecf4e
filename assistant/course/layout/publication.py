"""A kind of course material as a publication: what it is called, how it was made, what is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from assistant.course.course import Course
from assistant.course.layout.quiz import quiz_blocks
from assistant.course.layout.reading import (
    case_blocks,
    flashcard_blocks,
    glossary_blocks,
    handout_blocks,
    programme_blocks,
)
from assistant.course.layout.slides import slide_blocks
from assistant.course.layout.texts import Texts
from assistant.course.request import Kind
from assistant.publishing import Block, Paragraph, Publication, text
from corpus import Document

_Layout = Callable[[Course, Texts, Mapping[str, Document]], list[Block]]

_LAYOUTS: Final[Mapping[Kind, _Layout]] = {
    "handout": handout_blocks,
    "quiz": quiz_blocks,
    "cases": case_blocks,
    "flashcards": flashcard_blocks,
    "glossary": glossary_blocks,
    "programme": programme_blocks,
    "slides": slide_blocks,
}


def publication_of(course: Course, kind: Kind, documents: Mapping[str, Document]) -> Publication:
    """Return one kind of a course as a publication, with how it was made."""
    texts = Texts(course.request.language)
    blocks = _LAYOUTS[kind](course, texts, documents)
    if course.subject.note and kind != "slides":
        blocks.insert(0, Paragraph(text(course.subject.note)))
    return Publication(
        title=f"{texts(kind)}: {course.subject.title}",
        language=texts.language,
        notice=notice_of(course, texts),
        mark=texts("mark", date=texts.date(course.made_at)),
        author=texts("author"),
        made_at=course.made_at,
        blocks=tuple(blocks),
        settings=settings_of(course, texts),
    )


def notice_of(course: Course, texts: Texts) -> str:
    """Return that it was made by AI, when and with what settings."""
    settings = "; ".join(f"{name}: {value}" for name, value in settings_of(course, texts))
    date = texts.date(course.made_at)
    if course.writer is not None:
        return texts("notice_model", date=date, settings=settings, model=course.writer)
    return texts("notice", date=date, settings=settings)


def settings_of(course: Course, texts: Texts) -> tuple[tuple[str, str], ...]:
    """Return what a course was made with: the same settings make the same course."""
    request = course.request
    settings = [
        (texts("setting_subject"), course.subject.title),
        (texts("setting_length"), texts(f"length_{request.length}")),
        (texts("setting_seed"), str(request.seed)),
    ]
    if request.audience.strip():
        settings.insert(1, (texts("setting_audience"), request.audience.strip()))
    replaced = [one for one in request.redrawn if one in course.known_ids]
    if replaced:
        settings.append((texts("setting_redrawn"), ", ".join(replaced)))
    left_out = sorted(request.without & course.known_ids)
    if left_out:
        settings.append((texts("setting_without"), ", ".join(left_out)))
    return tuple(settings)

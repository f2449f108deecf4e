"""A kind of course material as a publication: what it is called, how it was made, what is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from assistant.course.course import Course
from assistant.course.layout.quiz import key_blocks, quiz_blocks
from assistant.course.layout.reading import (
    case_blocks,
    case_key_blocks,
    exercise_blocks,
    flashcard_blocks,
    glossary_blocks,
    handout_blocks,
    programme_blocks,
)
from assistant.course.layout.slides import slide_blocks
from assistant.course.layout.texts import Texts
from assistant.course.request import Kind
from assistant.publishing import Block, Heading, ItemList, PageBreak, Paragraph, Publication, text
from corpus import Document

_Layout = Callable[[Course, Texts, Mapping[str, Document]], list[Block]]

_LAYOUTS: Final[Mapping[Kind, _Layout]] = {
    "handout": handout_blocks,
    "quiz": quiz_blocks,
    "cases": case_blocks,
    "exercises": exercise_blocks,
    "flashcards": flashcard_blocks,
    "glossary": glossary_blocks,
    "programme": programme_blocks,
    "slides": slide_blocks,
}


# What the trainer has and the participants have not, in a file of its own.
KEYS: Final[Mapping[Kind, _Layout]] = {"quiz": key_blocks, "cases": case_key_blocks}


# What the trainer takes along, in this order: a kind, and whether it is the key of it.
_PACK: Final[Sequence[tuple[Kind, bool]]] = (
    ("programme", False),
    ("cases", True),
    ("cases", False),
    ("exercises", False),
    ("quiz", False),
    ("quiz", True),
)


def publication_of(
    course: Course, kind: Kind, documents: Mapping[str, Document], *, is_key: bool = False
) -> Publication:
    """Return one kind of a course as a publication, the learning goals first.

    :param is_key: what the trainer has besides, of a kind in :data:`KEYS`.
    """
    texts = Texts(course.request.language)
    layout = KEYS[kind] if is_key else _LAYOUTS[kind]
    blocks = [*_goal_blocks(course, kind, texts), *layout(course, texts, documents)]
    if course.subject.note and kind != "slides":
        blocks.insert(0, Paragraph(text(course.subject.note)))
    return _published(course, texts, f"{kind}_key" if is_key else kind, blocks)


def pack_of(course: Course, documents: Mapping[str, Document]) -> Publication:
    """Return what a trainer prints to take along: programme, notes, cases, exercises, answers."""
    texts = Texts(course.request.language)
    blocks: list[Block] = []
    if course.subject.note:
        blocks.append(Paragraph(text(course.subject.note)))
    blocks += _goal_blocks(course, "programme", texts)
    parts = [(kind, is_key) for kind, is_key in _PACK if kind in course.items]
    for place, (kind, is_key) in enumerate(parts):
        layout = KEYS[kind] if is_key else _LAYOUTS[kind]
        if place:
            blocks.append(PageBreak())
        blocks.append(Heading(1, text(texts(f"{kind}_key" if is_key else kind))))
        blocks += map(_lowered, layout(course, texts, documents))
    return _published(course, texts, "pack", blocks)


def _goal_blocks(course: Course, kind: Kind, texts: Texts) -> list[Block]:
    """Return what someone can do afterwards; nothing where nobody wrote that down."""
    goals = course.goals(kind)
    if not goals:
        return []
    listed = ItemList(tuple(text(one) for one in goals))
    if kind == "slides":
        return [Heading(2, text(texts("goals_lead"))), listed]
    lead = Paragraph(text(texts("goals_lead")))
    return [Heading(1, text(texts("goals"))), lead, listed]


def _lowered(block: Block) -> Block:
    match block:
        case Heading(level=1):
            return replace(block, level=2)
        case Heading():
            return replace(block, level=3)
        case _:
            return block


def _published(course: Course, texts: Texts, name: str, blocks: Sequence[Block]) -> Publication:
    return Publication(
        title=f"{texts(name)}: {course.subject.title}",
        language=texts.language,
        notice=notice_of(course, texts),
        mark=texts("mark", date=texts.date(course.made_at)),
        author=texts("author"),
        made_at=course.made_at,
        blocks=tuple(blocks),
        settings=settings_of(course, texts),
    )


def notice_of(course: Course, texts: Texts) -> str:
    """Return that it was made by AI, and when."""
    return texts("notice", date=texts.date(course.made_at))


def settings_of(course: Course, texts: Texts) -> tuple[tuple[str, str], ...]:
    """Return what a course is about and for whom."""
    audience = course.request.audience.strip()
    return (
        (texts("setting_subject"), course.subject.title),
        *([(texts("setting_audience"), audience)] if audience else []),
    )

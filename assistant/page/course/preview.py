"""A course as the template shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.course.course import Course
from assistant.course.files import file_writers
from assistant.course.layout.preview import preview_of
from assistant.course.layout.texts import Texts
from assistant.course.request import Kind
from assistant.publishing import Block
from corpus import Document


@dataclass(frozen=True, slots=True)
class PreviewItem:
    """An item: what it says, where that stands, and whether it is left out."""

    id: str
    label: str
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    is_left_out: bool


@dataclass(frozen=True, slots=True)
class PreviewKind:
    """A kind with its items and the names of its files."""

    kind: Kind
    items: tuple[PreviewItem, ...]
    files: tuple[str, ...]


def preview(
    course: Course, without: Sequence[str], documents: Mapping[str, Document]
) -> tuple[PreviewKind, ...]:
    """Return every kind of a course; items to be left out are shown as such."""
    texts = Texts(course.request.language)
    names = tuple(file_writers(course, documents))
    return tuple(
        PreviewKind(
            kind=kind,
            items=tuple(
                PreviewItem(
                    id=item.id,
                    label=" ".join(item.label.split()),
                    blocks=tuple(preview_of(item, number, texts, documents)),
                    citations=item.citations,
                    is_left_out=item.id in without,
                )
                for number, item in enumerate(items, 1)
            ),
            files=tuple(name for name in names if name.startswith((f"{kind}.", f"{kind}-key."))),
        )
        for kind, items in course.items.items()
    )

"""What a reader of a format finds, and the document that is made of it.

There is one truth: the parts are joined to the text that is shown, quoted and verified, so that
the place of each in it is right whatever its file looked like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.document import Block, BlockKind, Document
from corpus.furniture import is_furniture
from corpus.language import Language, detect_language
from corpus.reasons import Reason
from corpus.structure import MARKED_HEADING_CHARACTERS_MAX, block_sentences

# What people type, or a font of pictures draws, before each item of a list.
BULLETS: Final = "•‣▪●◦∙·■□▫◆➢➤►▶○"
_BULLET: Final = re.compile(rf"[{BULLETS}]\s*(?=\S)")


class FileUnreadable(Exception):
    """A file cannot be read, for a reason that is named by its code."""

    def __init__(self, code: str, **values: str) -> None:
        self.why = Reason(code, values)
        super().__init__(str(self.why))


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, paragraph, list item or row of a table; ``level`` of a heading, 0 for the title.

    A heading without text ends the section of a heading of its level and those below it.
    ``pages``: where in its text a new page begins, once for each page.
    """

    kind: BlockKind
    text: str
    level: int = 0
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read. What it does not tell of itself is ``None``.

    ``encoding``: what its text was in, where that is not UTF-8; ``blank_pages``: the numbers of
    pages without text, which may be pictures of it; ``scanned_pages``: of those that were read from
    pictures.
    """

    parts: tuple[Part, ...]
    title: str | None = None
    language: Language | None = None
    date: str | None = None
    encoding: str | None = None
    blank_pages: tuple[int, ...] = ()
    scanned_pages: tuple[int, ...] = ()


def as_document(identifier: str, name: str, reading: Reading) -> Document:
    """Join the parts to a document.

    :param name: the title where the file has none.
    """
    told = [one for one in map(_tidy, reading.parts) if one.pages or not is_furniture(one.text)]
    told, title = _with_title(told, reading.title)
    parts = [one for one in told if not _is_end(one)]
    text, places = _joined(parts)
    blocks: list[Block] = []
    above: list[Part] = []
    starts = iter(places)
    for part in told:
        if part.kind == "heading":
            while above and above[-1].level >= part.level:
                above.pop()
        if _is_end(part):
            continue
        start = next(starts)
        end = start + len(part.text)
        blocks.append(
            Block(
                kind=part.kind,
                start=start,
                end=end,
                text=part.text,
                sentences=block_sentences(text, part.kind, start, end),
                section=tuple(one.text for one in above),
            )
        )
        if part.kind == "heading":
            above.append(part)
    title = title or name
    return Document(
        id=identifier,
        title=title,
        language=reading.language or detect_language(f"{title}\n{text}"),
        original=text,
        blocks=tuple(blocks),
        date=reading.date,
        blank_pages=reading.blank_pages,
        scanned_pages=reading.scanned_pages,
        pages=tuple(
            start + page for part, start in zip(parts, places, strict=True) for page in part.pages
        ),
    )


def _is_end(part: Part) -> bool:
    return part.kind == "heading" and not part.text


def _tidy(part: Part) -> Part:
    if part.kind == "heading" and len(part.text) > MARKED_HEADING_CHARACTERS_MAX:
        return replace(part, kind="paragraph", level=0)
    if part.kind == "paragraph" and not any(part.pages) and (mark := _BULLET.match(part.text)):
        return replace(part, kind="list_item", text=f"• {part.text[mark.end() :]}")
    return part


def _with_title(parts: list[Part], stated: str | None) -> tuple[list[Part], str | None]:
    """Take the first line for the title when it is a heading above all the others."""
    first, *others = parts or [Part("paragraph", "")]
    is_above = first.kind == "heading" and all(
        one.level > first.level for one in others if one.kind == "heading"
    )
    is_stated = stated is None or stated.casefold() == first.text.casefold()
    if is_above and is_stated and others:
        return [replace(first, kind="title"), *others], first.text
    return parts, stated


def _joined(parts: Sequence[Part]) -> tuple[str, list[int]]:
    pieces: list[str] = []
    places: list[int] = []
    length = 0
    before: Part | None = None
    for part in parts:
        is_list = before is not None and before.kind == part.kind == "list_item"
        gap = "" if before is None else "\n" if is_list else "\n\n"
        places.append(length + len(gap))
        pieces += [gap, part.text]
        length += len(gap) + len(part.text)
        before = part
    return "".join(pieces), places

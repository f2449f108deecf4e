"""A document as it is read: its parts, with a quotation marked in them, and their translation.

Pure functions from a document to values; the template draws them. Every character of a part is
in its pieces, so what is marked is exactly ``original[start:end]``, over as many parts as it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, Literal

from assistant.course.excerpt import without_capitals
from corpus import Block, BlockKind, Document, Language
from corpus.text_file import split_lines

PartKind = BlockKind | Literal["left_out", "repeated"]

# A repeated paragraph is worth telling of; a name that is printed twice is not.
_LEFT_OUT_CHARACTERS_MIN: Final = 80
_HEADING_LEVEL_MAX: Final = 6
_WORDS_PER_MINUTE: Final = 200
_LINE_BREAKS: Final = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that is marked as a whole, or not at all; ``is_first``: the quotation begins here."""

    text: str
    is_marked: bool = False
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a document, or text that the assistant leaves out, such as a repeated paragraph.

    ``level`` is that of a heading, from 2; 0 for anything else. ``translation`` is empty where
    the document has none.
    """

    kind: PartKind
    start: int
    level: int
    original: tuple[Piece, ...]
    translation: tuple[Piece, ...] = ()

    @property
    def is_marked(self) -> bool:
        """Tell whether the quotation, or a part of it, stands in this part."""
        return any(piece.is_marked for piece in self.original)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the table of contents."""

    start: int
    level: int
    text: str
    language: Language


def is_place(document: Document, start: int, end: int) -> bool:
    """Tell whether ``original[start:end]`` is text of a document."""
    return 0 <= start < end <= len(document.original) and bool(document.original[start:end].strip())


def read_parts(document: Document, start: int = 0, end: int = 0) -> tuple[Part, ...]:
    """Return the parts of a document in their order, with ``original[start:end]`` marked."""
    parts: list[Part] = []
    position = 0
    for block in document.blocks:
        parts.extend(_left_out(document, position, block.start, start, end))
        parts.append(_part(document, block, start, end))
        position = _stop(block)
    parts.extend(_left_out(document, position, len(document.original), start, end))
    return tuple(_with_first_mark(parts))


def headings(document: Document, language: Language) -> tuple[Heading, ...]:
    """Return the table of contents for a reader of ``language``."""
    return tuple(
        _heading(document, block, language) for block in document.blocks if block.kind == "heading"
    )


def words(document: Document) -> int:
    """Return the length of a document in words."""
    return len(document.original.split())


def reading_minutes(document: Document) -> int:
    """Return how long it takes to read a document, at 200 words per minute."""
    return max(1, round(words(document) / _WORDS_PER_MINUTE))


def _heading(document: Document, block: Block, language: Language) -> Heading:
    level = _level(block)
    translation = block.sentences[0].translation if block.sentences else None
    if language != document.language and translation:
        return Heading(block.start, level, without_capitals(translation), language)
    begin = _begin(block)
    said = without_capitals(document.original[begin : block.end])
    return Heading(block.start, level, said, document.language)


def _part(document: Document, block: Block, start: int, end: int) -> Part:
    return Part(
        kind=block.kind,
        start=block.start,
        level=_level(block) if block.kind == "heading" else 0,
        original=tuple(_pieces(document.original, _begin(block), _stop(block), start, end)),
        translation=_translation(document, block, start, end),
    )


def _level(block: Block) -> int:
    return min(2 + len(block.section), _HEADING_LEVEL_MAX)


def _begin(block: Block) -> int:
    """Return where the words begin: behind the "## " of a heading; a list keeps its marks."""
    is_headline = block.kind in ("heading", "title")
    return block.sentences[0].start if is_headline and block.sentences else block.start


def _stop(block: Block) -> int:
    """Return where the words stop: before the link behind the office of a speaker."""
    return block.sentences[-1].end if block.kind == "byline" and block.sentences else block.end


def _pieces(text: str, begin: int, stop: int, start: int, end: int) -> Iterator[Piece]:
    """Yield ``text[begin:stop]``, cut where ``text[start:end]`` begins and ends."""
    marked_from, marked_to = max(begin, start), min(stop, end)
    if marked_from >= marked_to or not text[marked_from:marked_to].strip():
        yield Piece(_lines(text[begin:stop]))
        return
    for piece in (
        Piece(_lines(text[begin:marked_from])),
        Piece(_lines(text[marked_from:marked_to]), is_marked=True),
        Piece(_lines(text[marked_to:stop])),
    ):
        if piece.text:
            yield piece


def _lines(text: str) -> str:
    """Return a text with each run of line breaks as one: the name and office of a speaker."""
    return _LINE_BREAKS.sub("\n", text)


def _translation(document: Document, block: Block, start: int, end: int) -> tuple[Piece, ...]:
    """Return the working translation, with the sentences marked that the quotation is from."""
    if document.translation is None:
        return ()
    if block.sentences and all(sentence.translation for sentence in block.sentences):
        groups = groupby(
            block.sentences, key=lambda sentence: start < sentence.end and sentence.start < end
        )
        pieces: list[Piece] = []
        for is_marked, sentences in groups:
            text = " ".join(_lines(sentence.translation or "") for sentence in sentences)
            pieces += [Piece(text, is_marked), Piece(" ")]
        return tuple(pieces[:-1])
    first, behind = (len(split_lines(document.original[:at])) for at in (block.start, block.end))
    lines = split_lines(document.translation)[first - 1 : behind]
    return (Piece("\n".join(line.strip() for line in lines if line.strip())),)


def _left_out(document: Document, begin: int, stop: int, start: int, end: int) -> Iterator[Part]:
    text = document.original[begin:stop]
    begin += len(text) - len(text.lstrip())
    stop -= len(text) - len(text.rstrip())
    if begin >= stop:
        return
    pieces = tuple(_pieces(document.original, begin, stop, start, end))
    is_marked = any(piece.is_marked for piece in pieces)
    if is_marked or stop - begin >= _LEFT_OUT_CHARACTERS_MIN:
        is_repeated = document.original[begin:stop] in document.original[:begin]
        yield Part("repeated" if is_repeated else "left_out", begin, 0, pieces)


def _with_first_mark(parts: list[Part]) -> Iterator[Part]:
    is_found = False
    for part in parts:
        if is_found or not part.is_marked:
            yield part
            continue
        is_found = True
        yield replace(
            part,
            original=tuple(replace(piece, is_first=piece.is_marked) for piece in part.original),
        )

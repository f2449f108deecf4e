"""Plain text that was broken into lines of some width: the lines of a paragraph are joined again.

A line was broken when the first word of the next did not fit on it any more. That tells an address
or a list of names, whose lines end where they end, from running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from corpus.reading.parts import Part
from corpus.structure import LIST_ITEM
from corpus.text_file import split_lines

# What mail programs, editors and typewriters break at; longer lines are paragraphs.
_WIDTH_MIN: Final = 40
_WIDTH_MAX: Final = 100
# An address of a page or a line of figures may stick out.
_LONGER_SHARE_MAX: Final = 0.05
_BROKEN_MIN: Final = 2
_BROKEN_SHARE_MIN: Final = 0.5
_HEADING_WORDS_MAX: Final = 12
_MARKS: Final = re.compile(r"#{1,6}\s+")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    is_indented: bool


def wrapped_parts(text: str) -> tuple[Part, ...] | None:
    """Return the parts of a text with its lines joined; ``None`` if it was not broken into lines."""
    groups = list(_groups(text))
    width = _width([line for group in groups for line in group])
    if width is None:
        return None
    pairs = [
        (before, after)
        for group in groups
        for before, after in pairwise(group)
        if not LIST_ITEM.match(after.text)
    ]
    broken = sum(_is_full(before.text, after.text, width) for before, after in pairs)
    if broken < _BROKEN_MIN or broken < _BROKEN_SHARE_MIN * len(pairs):
        return None
    first, *others = (part for group in groups for part in _joined(group, width))
    # What stands above everything else is the title.
    return (replace(first, level=0), *others)


def _groups(text: str) -> Iterator[list[_Line]]:
    group: list[_Line] = []
    for raw in split_lines(text.lstrip("\ufeff")):
        if stripped := " ".join(raw.split()):
            group.append(_Line(stripped, raw[0].isspace()))
        elif group:
            yield group
            group = []
    if group:
        yield group


def _width(lines: Sequence[_Line]) -> int | None:
    lengths = sorted(len(line.text) for line in lines)
    longer = sum(length > _WIDTH_MAX for length in lengths)
    if not lengths or longer > _LONGER_SHARE_MAX * len(lengths):
        return None
    width = max((length for length in lengths if length <= _WIDTH_MAX), default=0)
    return width if width >= _WIDTH_MIN else None


def _is_full(line: str, following: str, width: int) -> bool:
    """Tell whether the next line's first word had no room on a line."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _joined(group: Sequence[_Line], width: int) -> Iterator[Part]:
    text = group[0].text
    for before, line in pairwise(group):
        if _goes_on(before, line, text, width):
            text = f"{text} {line.text}"
        else:
            yield _part(text, is_alone=_is_heading_above(text, line.text, width))
            text = line.text
    yield _part(text, is_alone=len(group) == 1)


def _goes_on(before: _Line, line: _Line, text: str, width: int) -> bool:
    if LIST_ITEM.match(line.text):
        return False
    if LIST_ITEM.match(text) and line.is_indented:
        return True
    is_open = before.text[-1] not in ".:;!?" and line.text[0].islower()
    return _is_full(before.text, line.text, width) or (is_open and 2 * len(before.text) > width)


def _is_heading_above(text: str, following: str, width: int) -> bool:
    """Tell whether a line directly above a paragraph is its heading, not "Van: de directie"."""
    is_short = 2 * len(text) < width and len(following) > len(text)
    return is_short and ":" not in text and not LIST_ITEM.match(following)


def _part(text: str, *, is_alone: bool) -> Part:
    if marks := _MARKS.match(text):
        return Part("heading", text[marks.end() :], len(marks[0].strip()))
    if LIST_ITEM.match(text):
        return Part("list_item", text)
    is_short = len(text.split()) <= _HEADING_WORDS_MAX and text[-1] not in ".!:;,…”"
    return Part("heading", text, 1) if is_alone and is_short else Part("paragraph", text)

"""The lines of a page of a PDF, each with the size of its letters and its place."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from corpus.text_file import split_lines

# Justified lines are stretched by some tenths.
_SPREAD: Final = 1.6
_BOLD: Final = 600
# The number of a note: small figures behind a word.
_NOTE: Final = re.compile(r"(?<=[^\W\d_]|[.,;:)”\"])\d{1,3}(?!\w)")
_RAISED: Final = 0.8
# What stands for a hyphen that a line end made, where both halves are one line here.
_CUT: Final = re.compile("[\x02\ufffe](?=(en |of |and |or )|([a-zß-ÿ]))?")
_LIGATURES: Final = re.compile("[\ufb00-\ufb06]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; its place in points from the left and from the foot of the page.

    ``edge``: how far the lines of its column reach; ``is_spread``: it is a row of a table, with
    room between its words.
    """

    text: str
    size: float
    is_bold: bool
    left: float
    right: float
    bottom: float
    edge: float = 0.0
    is_spread: bool = False

    def has_no_room_for(self, following: Line, edge: float) -> bool:
        """Tell whether the next line's first word would not have fitted behind this one."""
        word = following.text.split(" ", 1)[0]
        return self.right + following.letter_width * (len(word) + 1) > edge

    @property
    def letter_width(self) -> float:
        """The width of a letter on average."""
        return (self.right - self.left) / len(self.text)


def page_lines(page: Any) -> list[Line]:
    """Return the lines of a page in the order of its text."""
    found = page.get_textpage()
    text = found.get_text_range()
    lines = [_line(found, raw, start) for start, raw in raw_lines(text)]
    found.close()
    lines = [line for line in lines if line.text]
    return [_with_edge(line, lines) for line in lines]


def raw_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of the text of a page that are not blank, each with where it begins."""
    start = 0
    for raw in split_lines(text):
        if raw.strip():
            yield start, raw
        start += len(raw) + (2 if text.startswith("\r\n", start + len(raw)) else 1)


def character_at(found: Any, place: int) -> int:
    """Return the number of the character at a place of the text: not every one is in it."""
    import pypdfium2.raw as pdfium

    index: int = pdfium.FPDFText_GetCharIndexFromTextIndex(found.raw, place)
    return max(index, 0)


def loose_box(found: Any, character: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a character by its number, as high as its line."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(found.raw, character, ctypes.byref(box))
    return box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top)


def raised_notes(found: Any, raw: str, start: int) -> list[range]:
    """Return where in a line the numbers of notes stand: figures that are small behind a word."""
    size = _height(found, start + _middle(raw))
    return [
        range(*one.span())
        for one in _NOTE.finditer(raw)
        if _height(found, start + one.start()) < _RAISED * size
    ]


def marked_spread(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page, with those marked that are much wider than what they hold."""
    if not lines:
        return []
    widths = sorted(line.letter_width / line.size for line in lines)
    usual = widths[len(widths) // 2]
    return [
        replace(line, is_spread=line.letter_width / line.size > _SPREAD * usual) for line in lines
    ]


def _line(found: Any, raw: str, start: int) -> Line:
    """Return a line of a page.

    :param start: where it begins in the text of the page.
    """
    import pypdfium2.raw as pdfium

    first = character_at(found, start + len(raw) - len(raw.lstrip()))
    last = character_at(found, start + len(raw.rstrip()) - 1)
    at = start + _middle(raw)
    middle, size = character_at(found, at), _height(found, at)
    for note in reversed(raised_notes(found, raw, start)):
        raw = raw[: note.start] + raw[note.stop :]
    left, _, _, _ = found.get_charbox(first)
    _, bottom, right, _ = found.get_charbox(last, loose=True)
    return Line(
        text=_spelt(" ".join(raw.split())),
        size=max(round(2 * size) / 2, 0.5),
        is_bold=all(
            pdfium.FPDFText_GetFontWeight(found.raw, place) >= _BOLD for place in (middle, last)
        ),
        left=left,
        right=right,
        bottom=bottom,
    )


def _middle(raw: str) -> int:
    """Return the middle of a line: a mark of a list, at its head, is set in a font of its own."""
    return (len(raw) - len(raw.lstrip()) + len(raw.rstrip()) - 1) // 2


def _height(found: Any, place: int) -> float:
    _, bottom, _, top = loose_box(found, character_at(found, place))
    return top - bottom


def _spelt(text: str) -> str:
    """Return a text with its letters as they are typed: "ﬁ" is two, and accents are not apart."""
    text = _LIGATURES.sub(lambda one: unicodedata.normalize("NFKC", one[0]), text)
    text = _CUT.sub(lambda one: "- " if one[1] else "" if one[2] else "-", text)
    return unicodedata.normalize("NFC", "".join(one for one in text if one >= " "))


def _with_edge(line: Line, lines: list[Line]) -> Line:
    edge = max(
        other.right
        for other in lines
        if other.left < line.right and line.left < other.right and abs(other.size - line.size) < 1
    )
    return replace(line, edge=edge)

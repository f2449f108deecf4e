"""The lines of a page of a PDF, each with the size of its letters and its place."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from corpus.text_file import split_lines

# Justified lines are stretched by some tenths.
_SPREAD: Final = 1.6
_BOLD: Final = 600
_NAME_BYTES_MAX: Final = 256
# The number of a note: small figures behind a word.
_NOTE: Final = re.compile(r"(?<=[^\W\d_]|[.,;:)”\"])\d{1,3}(?!\w)")
_RAISED: Final = 0.8
_NOTE_FIGURES_MAX: Final = 3
# What stands for a hyphen that a line end made, where both halves are one line here.
_CUT: Final = re.compile("[\x02\ufffe](?=(en |of |and |or )|([a-zß-ÿ]))?")
# How much lower what stands behind such a hyphen is, in heights of a line.
_NEXT_LINE: Final = 0.5
# Upright letters only: of italic ones the weight that a font tells is no measure.
_ITALIC: Final = re.compile(r"(?!.*(?:bold|black|heavy|demi)).*(?:italic|oblique)", re.IGNORECASE)
# Room between columns, in sizes of the letters; that between justified words is mostly less.
_WIDE: Final = 0.7
_SPACES: Final = re.compile(r"(?<=\S)\s+(?=\S)")
_LIGATURES: Final = re.compile("[\ufb00-\ufb06]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; its place in points from the left and from the foot of the page.

    ``edge``: how far the lines of its column reach; ``is_spread``: it is a row of a table, with
    room between its words; ``cells`` and ``columns`` of that where they are certain; ``pieces``: what
    has much room between it, where that is more than one.
    """

    text: str
    size: float
    is_bold: bool
    left: float
    right: float
    bottom: float
    edge: float = 0.0
    is_spread: bool = False
    cells: tuple[str, ...] = ()
    columns: tuple[float, ...] = ()
    pieces: tuple[Line, ...] = ()

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
    lines = [
        _with_pieces(found, _line(found, row, place), row, place)
        for start, raw in raw_lines(text)
        for place, row in _rows(found, raw, start)
        if row.strip()
    ]
    found.close()
    lines = [line for line in lines if line.text]
    lines = [
        line
        for before, line in zip([None, *lines], lines, strict=False)
        if before is None or not _is_number_of_note(line, before)
    ]
    return [_with_edge(line, lines) for line in lines]


def _is_number_of_note(line: Line, before: Line) -> bool:
    """Tell whether a line is the small raised figure behind the one before it."""
    is_small = line.size < _RAISED * before.size and line.bottom > before.bottom
    return is_small and len(line.text) <= _NOTE_FIGURES_MAX and line.text.isdecimal()


def raw_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of the text of a page that are not blank, each with where it begins."""
    start = 0
    for raw in split_lines(text):
        if raw.strip():
            yield start, raw
        start += len(raw) + (2 if text.startswith("\r\n", start + len(raw)) else 1)


def _rows(found: Any, raw: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield a line as the lines that it is on the page: at a hyphen two of them are one in its text.

    :param start: where it begins in the text of the page.
    """
    begin = 0
    for cut in _CUT.finditer(raw, 0, len(raw) - 1):
        _, bottom, _, top = loose_box(found, character_at(found, start + cut.start()))
        _, following, _, _ = loose_box(found, character_at(found, start + cut.end()))
        if bottom - following > _NEXT_LINE * (top - bottom):
            yield start + begin, f"{raw[begin : cut.start()]}-"
            begin = cut.end()
    yield start + begin, raw[begin:]


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
    first = character_at(found, start + len(raw) - len(raw.lstrip()))
    last = character_at(found, start + len(raw.rstrip()) - 1)
    middle = character_at(found, start + _middle(raw))
    for note in reversed(raised_notes(found, raw, start)):
        raw = raw[: note.start] + raw[note.stop :]
    left, _, _, _ = found.get_charbox(first)
    _, bottom, right, _ = found.get_charbox(last, loose=True)
    return Line(
        text=spelt(" ".join(raw.split())),
        size=max(round(2 * _size(found, middle)) / 2, 0.5),
        is_bold=all(_is_bold(found, place) for place in (middle, last)),
        left=left,
        right=right,
        bottom=bottom,
    )


def _with_pieces(found: Any, line: Line, raw: str, start: int) -> Line:
    cuts = [0]
    for space in _SPACES.finditer(raw):
        before, after = (
            found.get_charbox(character_at(found, start + place))
            for place in (space.start() - 1, space.end())
        )
        if after[0] - before[2] >= _WIDE * line.size:
            cuts.append(space.end())
    if len(cuts) == 1:
        return line
    pieces = (_line(found, raw[at:to], start + at) for at, to in pairwise([*cuts, len(raw)]))
    return replace(line, pieces=tuple(pieces))


def _middle(raw: str) -> int:
    """Return the place of the letter nearest to the middle of a line.

    A mark of a list, at its head, is set in a font of its own; many a space in none, as it is only
    room between words.
    """
    middle = (len(raw) - len(raw.lstrip()) + len(raw.rstrip()) - 1) // 2
    places = [place for place, one in enumerate(raw) if one.isalnum()]
    return min(places, key=lambda place: abs(place - middle), default=middle)


def _size(found: Any, character: int) -> float:
    """Return the size of a letter's font as it is drawn: boxes of one font differ in height."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(found.raw, character, matrix)
    size: float = pdfium.FPDFText_GetFontSize(found.raw, character)
    return size * math.hypot(matrix.c, matrix.d)


def _is_bold(found: Any, character: int) -> bool:
    import pypdfium2.raw as pdfium

    name, flags = ctypes.create_string_buffer(_NAME_BYTES_MAX), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(found.raw, character, name, len(name), flags)
    told = name.value.decode(errors="replace")
    # The fonts that every reader has tell their weight by their name only.
    is_heavy = pdfium.FPDFText_GetFontWeight(found.raw, character) >= _BOLD or "-Bold" in told
    return is_heavy and not _ITALIC.match(told)


def _height(found: Any, place: int) -> float:
    _, bottom, _, top = loose_box(found, character_at(found, place))
    return top - bottom


def spelt(text: str) -> str:
    """Return a text with its letters as they are typed: "ﬁ" is two, and accents are not apart."""
    text = _LIGATURES.sub(lambda one: unicodedata.normalize("NFKC", one[0]), text)
    text = _CUT.sub(lambda one: "- " if one[1] else "" if one[2] else "-", text)
    # On a page it is a hyphen that is seen.
    text = text.replace("\u00ad", "-")
    return unicodedata.normalize("NFC", "".join(one for one in text if one >= " "))


def _with_edge(line: Line, lines: list[Line]) -> Line:
    # One that is set from right to left, or turned, reaches no further than itself.
    edge = max(
        (
            other.right
            for other in lines
            if other.left < line.right
            and line.left < other.right
            and abs(other.size - line.size) < 1
        ),
        default=line.right,
    )
    return replace(line, edge=edge)

"""Pages that are pictures of text, as a scanner makes them: what tesseract reads on them.

Tesseract is a program of its own, which may not be there. What it reads can have mistakes.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from statistics import median
from typing import Any, Final

from corpus.reading.pdf_boxes import Box
from corpus.reading.pdf_lines import Line

# A page with less text is a picture, perhaps with a number or a stamp on it.
CHARACTERS_MIN: Final = 30
# Pages of one file; at some seconds each these take a quarter of an hour.
PAGES_MAX: Final = 300
# A page of text takes three seconds; one of noise, such as a photograph of grass, twice that where
# nothing else runs, and minutes where much does. The process that reads a file has somewhat more.
TIMEOUT_S: Final = 50.0
INSTALL: Final = "tesseract (Debian: apt-get install tesseract-ocr tesseract-ocr-nld)"

LANGUAGES: Final = ("nld", "eng")
_DOTS_PER_INCH: Final = 300
# A3 at that resolution; what is larger is drawn smaller.
_PIXELS_MAX: Final = 18_000_000
# Of five pages of text it was 84 to 95, of the same on their side or upside down 44 to 52.
_CERTAINTY_MIN: Final = 60.0
_LARGER: Final = 1.2
# What the bullet of a list is taken for; none of these is a word.
_MARK_MISREAD: Final = re.compile(r"^[e©¢«»°*] (?=\S)")
# How far to turn a page clockwise, as tesseract tells it.
_TURN: Final = re.compile(rb"^Rotate: (90|180|270)$", re.MULTILINE)
_BOX: Final = re.compile(r"\bbbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE: Final = re.compile(r"\bbaseline \S+ (-?[\d.]+)")
_SIZE: Final = re.compile(r"\bx_size ([\d.]+)")
_CERTAINTY: Final = re.compile(r"\bx_wconf (\d+)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was read; its place in points from the left and top of the page as it is shown."""

    text: str
    place: Box


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A line that was read; ``baseline`` in points from the top, ``size`` of its letters in points."""

    words: tuple[Word, ...]
    baseline: float
    size: float

    @property
    def text(self) -> str:
        """The words with a space between them."""
        return " ".join(word.text for word in self.words)


@cache
def recogniser() -> str | None:
    """Return which tesseract is installed; ``None`` without it, or without one of its languages."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        version, languages = (
            subprocess.run(
                [program, option], capture_output=True, text=True, timeout=TIMEOUT_S, check=True
            ).stdout.split()
            for option in ("--version", "--list-langs")
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return " ".join(version[:2]) if {*LANGUAGES} <= {*languages} else None


def has_pictures(page: Any) -> bool:
    """Tell whether a page of ``pypdfium2`` holds something else than text."""
    import pypdfium2.raw as pdfium

    return any(one.type != pdfium.FPDF_PAGEOBJ_TEXT for one in page.get_objects())


def is_read_before(page: Any) -> bool:
    """Tell whether the text of a page lies unseen behind a picture: other programs read a scan so."""
    import pypdfium2.raw as pdfium

    modes = (
        pdfium.FPDFTextObj_GetTextRenderMode(one.raw)
        for one in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT])
    )
    first = next(modes, None)
    return first == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE and all(one == first for one in modes)


def recognised(page: Any, timeout_s: float = TIMEOUT_S) -> list[ScanLine]:
    """Return the lines that tesseract reads on a page of ``pypdfium2``.

    A page that lies on its side or its head is turned for it, and stays so where lines are found.

    :returns: none where it finds no text that it is sure of, or takes too long.
    """
    if recogniser() is None:
        return []
    deadline = time.monotonic() + timeout_s
    width, height = page.get_size()
    scale = min(_DOTS_PER_INCH / 72, (_PIXELS_MAX / (width * height)) ** 0.5)
    reads = ("-l", "+".join(LANGUAGES), "hocr")
    try:
        found = _lines(_tesseract(page, scale, reads, deadline), scale)
        turn = None if found else _TURN.search(_tesseract(page, scale, ("--psm", "0"), deadline))
        if turn is None:
            return found
        lay = page.get_rotation()
        page.set_rotation((lay + int(turn[1])) % 360)
        found = _lines(_tesseract(page, scale, reads, deadline), scale)
        if not found:
            page.set_rotation(lay)
    except (OSError, subprocess.SubprocessError):
        return []
    return found


def _tesseract(page: Any, scale: float, options: Sequence[str], deadline: float) -> bytes:
    picture = io.BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(picture, "PPM")
    return subprocess.run(
        ["tesseract", "stdin", "stdout", "--dpi", str(round(72 * scale)), *options],
        input=picture.getvalue(),
        capture_output=True,
        timeout=max(0.0, deadline - time.monotonic()),
        check=True,
        # With more threads than free cores it takes minutes for a page.
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    ).stdout


def as_lines(
    pages: Sequence[Sequence[ScanLine]], body: float, heights: Sequence[float]
) -> list[list[Line]]:
    """Return lines as they are read of pages of text.

    Sizes are measured, and never quite the same: those that hardly differ are made one.

    :param body: the size of running text.
    :param heights: of each page, in points.
    """
    sizes = sorted(line.size for page in pages for line in page for _ in line.words)
    usual = median(sizes) if sizes else body
    return [
        [_line(line, body * _step(line.size / usual), height) for line in page]
        for page, height in zip(pages, heights, strict=True)
    ]


def _step(ratio: float) -> float:
    """Return a ratio of sizes as 1, or as a power of what is larger."""
    step = 1.0
    while ratio >= _LARGER * step:
        step *= _LARGER
    return step


def _line(line: ScanLine, size: float, height: float) -> Line:
    return Line(
        text=_MARK_MISREAD.sub("• ", line.text),
        size=size,
        is_bold=False,
        left=line.words[0].place[0],
        right=line.words[-1].place[2],
        bottom=height - line.baseline,
    )


def evened(page: Sequence[Line]) -> list[Line]:
    """Return the lines of a page that was read, with the room between them evened out."""
    gaps = [
        before.bottom - line.bottom
        for before, line in pairwise(page)
        if before.bottom > line.bottom
    ]
    usual = median(gaps) if gaps else 1.0
    made: list[Line] = []
    for place, line in enumerate(page):
        gap = page[place - 1].bottom - line.bottom if place else 0.0
        bottom = made[-1].bottom - round(4 * gap / usual) / 4 * usual if gap > 0 else line.bottom
        made.append(replace(line, bottom=bottom))
    return made


def _lines(hocr: bytes, scale: float) -> list[ScanLine]:
    from lxml import etree

    root = etree.fromstring(hocr, etree.XMLParser(resolve_entities=False, no_network=True))
    found: list[ScanLine] = []
    certain: list[int] = []
    for one in root.iter("{*}span"):
        if "ocrx_word" in one.get("class", ""):
            certain += [int(_number(_CERTAINTY, one))] * len("".join(one.itertext()).strip())
        else:
            words = tuple(_words(one, scale))
            _, _, _, bottom = _place(one, scale)
            if words:
                baseline = bottom + _number(_BASELINE, one) / scale
                found.append(ScanLine(words, baseline, _number(_SIZE, one) / scale))
    is_certain = bool(certain) and sum(certain) >= _CERTAINTY_MIN * len(certain)
    return found if is_certain else []


def _words(line: Any, scale: float) -> Iterator[Word]:
    for one in line.iter("{*}span"):
        text = " ".join("".join(one.itertext()).split())
        if text and one is not line:
            yield Word(text, _place(one, scale))


def _place(element: Any, scale: float) -> Box:
    match = _BOX.search(element.get("title", ""))
    left, top, right, bottom = (int(one) / scale for one in match.groups()) if match else (0.0,) * 4
    return left, top, right, bottom


def _number(pattern: re.Pattern[str], element: Any) -> float:
    match = pattern.search(element.get("title", ""))
    return float(match[1]) if match else 0.0

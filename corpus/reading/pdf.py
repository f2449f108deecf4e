"""PDF: lines of characters on pages, of which paragraphs, headings and lists are made again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from corpus.reading.contents_list import without_contents
from corpus.reading.cut_words import CutWords, is_cut
from corpus.reading.garbled import is_garbled
from corpus.reading.line_process import StillBusy, nobody
from corpus.reading.office import LOCKED
from corpus.reading.parts import BULLETS, FileUnreadable, Part, Reading
from corpus.reading.pdf_lines import Line, marked_spread, page_lines
from corpus.reading.pdf_tables import page_tables, with_heads, with_rows
from corpus.reading.recognition import (
    CHARACTERS_MIN,
    INSTALL,
    PAGES_MAX,
    ScanLine,
    as_lines,
    evened,
    has_pictures,
    is_read_before,
    recognised,
    recogniser,
)
from corpus.reading.running_heads import without_running_heads

_MARK: Final = re.compile(rf"^(?:[{BULLETS}*–—\uf000-\uf0ff-]|o(?= [a-z]))\s+")
# A dash at the head of a line is a mark of a list, or goes on in a sentence.
_DASH: Final = re.compile(r"^[–—-]\s")
_NUMBERED: Final = re.compile(r"^(?:\d{1,2}|[a-z])[.)]\s+\S")
_HEADING_WORDS_MAX: Final = 20
_LARGER: Final = 1.12
_SMALLER: Final = 0.93
# The number that a note begins with; that in the text is not read.
_NOTE: Final = re.compile(r"^\d{1,3}\s+(?=\S)")
# What stands further apart than lines of one paragraph do is another.
_GAP_LARGER: Final = 1.35
# Between the lines of one heading, in sizes of its letters.
_HEADING_GAP: Final = 1.8
# The size that running text is given in a file of scans.
_SCANNED_BODY: Final = 10.0


@dataclass(frozen=True, slots=True)
class _Page:
    """What was found on a page: text, or where it is a picture, the lines that were read on it."""

    lines: Sequence[Line]
    height: float
    scan: Sequence[ScanLine] = ()
    is_read_before: bool = False


def read_pdf(path: Path, still_busy: StillBusy = nobody) -> Reading:
    """Read a PDF; a page that is a picture of text as tesseract reads it, where that is installed.

    :param still_busy: is called before each page that takes seconds, with its number and how many
        there are.
    :raises FileUnreadable: it is none, has a password, or no text is found on its pages.
    """
    found = list(_pages(path, still_busy))
    pages = without_running_heads(_as_lines(found))
    pages = [
        evened(lines) if page.scan else lines for page, lines in zip(found, pages, strict=True)
    ]
    pages = with_heads(pages)
    blank = tuple(number for number, lines in enumerate(pages, start=1) if not lines)
    if len(blank) == len(pages):
        if recogniser():
            raise FileUnreadable("no_text_on_pictures")
        raise FileUnreadable("needs_ocr", program=INSTALL)
    scanned = tuple(
        number
        for number, page in enumerate(found, start=1)
        if (page.scan or page.is_read_before) and number not in blank
    )
    parts = pdf_parts(without_contents(pages))
    return Reading(tuple(parts), blank_pages=blank, scanned_pages=scanned)


def _pages(path: Path, still_busy: StillBusy) -> Iterator[_Page]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise FileUnreadable(LOCKED) from error
        raise FileUnreadable("damaged_pdf") from error
    recognised_pages = 0
    for index in range(len(document)):
        page = document[index]
        lines = marked_spread(page_lines(page))
        lines = with_rows(lines, page_tables(page, lines))
        # It looks right where it is drawn, so it can be read like a scan.
        is_drawn = is_garbled([line.text for line in lines])
        lines = [] if is_drawn else lines
        characters = sum(len(line.text) for line in lines)
        scan: Sequence[ScanLine] = ()
        is_empty = characters < CHARACTERS_MIN and recognised_pages < PAGES_MAX
        if is_empty and (is_drawn or has_pictures(page)):
            still_busy(index + 1, len(document))
            recognised_pages += 1
            scan = recognised(page)
            read = [line.text for line in scan]
            if sum(map(len, read)) <= characters or is_garbled(read):
                scan = ()
        yield _Page(lines, page.get_size()[1], scan, characters > 0 and is_read_before(page))
        page.close()


def _as_lines(pages: Sequence[_Page]) -> list[Sequence[Line]]:
    """Return the lines of each page; those that were read from pictures in the sizes of the text."""
    text = [(line.size, len(line.text)) for page in pages if not page.scan for line in page.lines]
    body = _most_common(text) if text else _SCANNED_BODY
    scans = as_lines([page.scan for page in pages], body, [page.height for page in pages])
    return [
        marked_spread(scan) if page.scan else page.lines
        for page, scan in zip(pages, scans, strict=True)
    ]


def pdf_parts(pages: Sequence[Sequence[Line]]) -> list[Part]:
    """Make the paragraphs, headings and lists of the lines of pages, running heads left out."""
    body = _most_common([(line.size, len(line.text)) for page in pages for line in page])
    bold = _most_common([(line.is_bold, len(line.text)) for page in pages for line in page])
    sizes = sorted(
        {line.size for page in pages for line in page if line.size > _LARGER * body}, reverse=True
    )
    words = CutWords(line.text for page in pages for line in page)
    parts: list[Part] = []
    before: Line | None = None
    waiting = 0
    for whole_page in pages:
        waiting += 1
        page, notes = _without_notes(whole_page, body)
        spacing = _spacing(page)
        right = max((line.right for line in page if line.size <= _LARGER * body), default=0.0)
        for line in page:
            level = _level(line, sizes, body, bool(bold))
            goes_on = before is not None and _goes_on(
                parts[-1], before, line, level, spacing, right, is_new_page=waiting > 0
            )
            if goes_on:
                parts[-1] = _joined(parts[-1], line.text, waiting, words)
            else:
                parts.append(_begun(line, level, waiting))
            before, waiting = line, 0
        if notes and any(parts[-1].pages):
            parts.extend(_notes(notes, words))
            before = None
        else:
            # In front of a paragraph that may go on over the page: behind it, theirs would be wrong.
            made = _notes(notes, words)
            if made and parts and parts[-1].pages:
                # It is the first on its page now.
                made[0] = replace(made[0], pages=parts[-1].pages)
                parts[-1] = replace(parts[-1], pages=())
            parts[-1:-1] = made
    return [part for part in parts if part.text.strip()]


def _without_notes(page: Sequence[Line], body: float) -> tuple[Sequence[Line], Sequence[Line]]:
    """Return the lines of a page, and the small ones below them."""
    end = len(page)
    while end and page[end - 1].size < _SMALLER * body and not page[end - 1].cells:
        end -= 1
    return (page[:end], page[end:]) if end else (page, ())


def _notes(lines: Sequence[Line], words: CutWords) -> list[Part]:
    notes: list[Part] = []
    for line in lines:
        if notes and not _NOTE.match(line.text):
            notes[-1] = _joined(notes[-1], line.text, 0, words)
        else:
            notes.append(Part("note", _NOTE.sub("", line.text)))
    return notes


def _begun(line: Line, level: int, pages: int) -> Part:
    starts = (0,) * pages
    if line.cells:
        return Part("list_item", line.text, 0, starts)
    if level:
        return Part("heading", line.text, level, starts)
    if mark := _MARK.match(line.text):
        return Part("list_item", f"• {line.text[mark.end() :]}", 0, starts)
    return Part("list_item" if _NUMBERED.match(line.text) else "paragraph", line.text, 0, starts)


def _joined(part: Part, more: str, pages: int, words: CutWords) -> Part:
    """Join a line to the part that it goes on; a hyphen that a line end made is taken away."""
    text = words.join(part.text, more)
    begin = len(text) - len(more)
    return replace(part, text=text, pages=(*part.pages, *((begin,) * pages)))


def _goes_on(
    part: Part,
    before: Line,
    line: Line,
    level: int,
    spacing: float,
    right: float,
    *,
    is_new_page: bool,
) -> bool:
    if level != part.level or _NUMBERED.match(line.text):
        return False
    is_dash = part.kind == "paragraph" and _DASH.match(line.text) is not None
    if _MARK.match(line.text) and not is_dash:
        return False
    if before.is_spread or line.is_spread:
        return False
    is_near = not is_new_page and 0 <= before.bottom - line.bottom <= _GAP_LARGER * spacing
    if level:
        is_alike = (before.size, before.is_bold) == (line.size, line.is_bold)
        is_broken = line.text[0].islower() or before.has_no_room_for(line, before.edge)
        is_next = not is_new_page and 0 <= before.bottom - line.bottom <= _HEADING_GAP * line.size
        return is_alike and (is_near or (is_next and is_broken))
    is_open = part.text[-1] not in '.:;!?…”")'
    if is_cut(part.text) and line.text[0].islower():
        return True
    if is_new_page:
        return is_open and (line.text[0].islower() or before.has_no_room_for(line, before.edge))
    is_other_column = line.bottom > before.bottom
    if is_other_column:
        return is_open and line.text[0].islower()
    is_full = before.has_no_room_for(line, min(before.edge, right))
    if is_dash:
        return is_near and is_open and is_full
    return is_near and (is_full or (is_open and line.text[0].islower()))


def _level(line: Line, sizes: Sequence[float], body: float, is_all_bold: bool) -> int:
    """Return the level of a heading, from the size of its letters; 0 for running text."""
    is_short = len(line.text.split()) <= _HEADING_WORDS_MAX
    if line.cells or not is_short or not any(letter.isalpha() for letter in line.text):
        return 0
    if line.size in sizes:
        return sizes.index(line.size) + 1
    is_open = line.text[-1] not in ".,;:"
    is_heading = line.is_bold and not is_all_bold and is_open and line.size >= body
    return len(sizes) + 1 if is_heading else 0


def _spacing(page: Sequence[Line]) -> float:
    gaps = [
        (round(before.bottom - after.bottom, 1), 1)
        for before, after in pairwise(page)
        if before.bottom > after.bottom
    ]
    return _most_common(gaps) if gaps else 0.0


def _most_common(weighted: Sequence[tuple[float, int]]) -> float:
    totals: dict[float, int] = {}
    for value, weight in weighted:
        totals[value] = totals.get(value, 0) + weight
    return max(totals, key=lambda value: totals[value])

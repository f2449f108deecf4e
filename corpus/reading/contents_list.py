"""The table of contents of a PDF: it says where something stands, and never what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.reading.pdf_lines import Line

_HEAD: Final = re.compile(
    r"(?:\d+\.?\s+)?(?:inhoud|inhoudsopgave|contents|table of contents)", re.IGNORECASE
)
_DOTS: Final = re.compile(r"(?:[.…·_]\s?){5,}\s*\d{1,4}$")
_NUMBER: Final = re.compile(r"\D\s*(\d{1,4})$")
# A title of some lines has its page behind the last.
_WITHOUT_NUMBER_MAX: Final = 2
_ENTRIES_MIN: Final = 3


def without_contents(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page without a table of contents, also one that goes on."""
    kept: list[list[Line]] = []
    is_within, number = False, 0
    for page in pages:
        head = next((place for place, line in enumerate(page) if _HEAD.fullmatch(line.text)), None)
        entries = range(0)
        if head is not None or is_within:
            first = 0 if head is None else head + 1
            end, number = _end(page, first, number if head is None else 0)
            entries = range(first if head is None else head, end) if end > first else range(0)
        is_within = bool(entries) and entries.stop == len(page)
        kept.append(
            [
                line
                for place, line in enumerate(page)
                if place not in entries and not _DOTS.search(line.text)
            ]
        )
    return kept


def _end(page: Sequence[Line], first: int, number: int) -> tuple[int, int]:
    """Return where the entries end that begin at a line, and the page that the last names.

    :param number: the page that the entry before names: those behind it name no earlier one; 0
        where none stands before, and a few are needed to be a table.
    """
    end, entries = first, _ENTRIES_MIN if number else 0
    for place in range(first, len(page)):
        found = _NUMBER.search(page[place].text)
        if found and int(found[1]) >= number:
            end, number, entries = place + 1, int(found[1]), entries + 1
        elif place - end >= _WITHOUT_NUMBER_MAX:
            break
    return (end, number) if entries >= _ENTRIES_MIN else (first, number)

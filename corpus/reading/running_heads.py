"""What stands at the head and foot of every page belongs to the paper, not to the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.reading.pdf_lines import Line

# A head has two lines at most on nearly every paper, with a line to spare.
_LINES_LOOKED_AT: Final = 3
_PAGES_SHARE_MIN: Final = 0.5
_PAGES_MIN: Final = 2
_NUMBER: Final = re.compile(
    r"^(?:[-–|]\s*)?(?:pagina|pag\.?|page|p\.|blz\.?)?\s*\d{1,4}"
    r"(?:\s*(?:van|of|/|\||–|-)\s*\d{1,4})?(?:\s*[-–|])?$",
    re.IGNORECASE,
)
# Shorter ones may stand at the end of any line.
_WHOLE_MIN: Final = 20
_DIGITS: Final = re.compile(r"\d+")


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page without heads and feet that return, and page numbers."""
    counts = Counter(key for page in pages for key in {_key(line) for line in _outer(page)})
    wanted = max(_PAGES_MIN, _PAGES_SHARE_MIN * len(pages))
    return [list(_kept(page, {key for key in counts if counts[key] >= wanted})) for page in pages]


def _kept(page: Sequence[Line], returning: set[tuple[str, float]]) -> Iterator[Line]:
    for place, line in enumerate(page):
        is_outer = place < _LINES_LOOKED_AT or place >= len(page) - _LINES_LOOKED_AT
        is_last = place in (0, len(page) - 1)
        is_number = is_last and _NUMBER.match(line.text)
        is_head = is_number or (is_outer and _returns(line, returning))
        if not is_head or _is_of_table(line, page):
            yield line


def _returns(line: Line, returning: set[tuple[str, float]]) -> bool:
    """Tell whether a line is a head or foot, perhaps with a place and year beside it on one page."""
    words, height = _key(line)
    return any(
        height == other_height
        and (words == other or (len(other) >= _WHOLE_MIN and words.endswith(other)))
        for other, other_height in returning
    )


def _outer(page: Sequence[Line]) -> list[Line]:
    outer = [*page[:_LINES_LOOKED_AT], *page[-_LINES_LOOKED_AT:]]
    return [line for line in outer if not _is_of_table(line, page)]


def _is_of_table(line: Line, page: Sequence[Line]) -> bool:
    """Tell whether a line is a row of a table that is longer than a head of the paper."""
    rows = sum(line.columns == other.columns for other in page) if line.cells else 0
    return rows > _LINES_LOOKED_AT


def _key(line: Line) -> tuple[str, float]:
    """Return what is the same on every page: the words, whatever the number, and the height."""
    return _DIGITS.sub("#", line.text.casefold()), round(line.bottom / 3)

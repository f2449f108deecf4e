"""A page of a PDF as it is shown beside its text, with the quotation boxed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.page.site.originals import Originals, Problem
from corpus import Document
from corpus.reading.page_views import Layout, PageNotShown, page_layout
from corpus.reading.stretches import Stretch, stretches

# "elsewhere": the quotation stands on other pages; "uncertain": where on this page is not certain.
State = Literal["boxed", "elsewhere", "uncertain", "failed"] | Problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page beside a quotation; ``quoted``: the numbers of the pages that it stands on.

    ``layout`` is ``None`` where there is no picture: ``state`` tells why.
    """

    number: int
    count: int
    quoted: tuple[int, ...]
    state: State
    layout: Layout | None = None

    @property
    def has_original(self) -> bool:
        """Whether the file can be opened that was read."""
        return self.state not in ("changed", "gone")


def page_count(document: Document) -> int:
    """Return how many pages a document has; those at its end may hold no text."""
    return max((len(document.pages), *document.blank_pages))


def open_sheet(
    originals: Originals, document: Document, place: tuple[int, int], number: int | None
) -> Sheet | None:
    """Return the page beside ``original[start:end]``; ``None`` for what is no PDF.

    :param number: which page; default: the first that the quotation stands on.
    """
    wanted = stretches(document, *place)
    if not originals.has_pages(document) or not wanted:
        return None
    quoted = tuple(sorted({one.page for one in wanted}))
    shown = quoted[0] if number is None else number
    here = [one for one in wanted if one.page == shown]
    path = originals.find(document)
    layout, state = (
        _laid_out(path, shown, here, is_scan=shown in document.scanned_pages)
        if isinstance(path, Path)
        else (None, path)
    )
    return Sheet(shown, page_count(document), quoted, state, layout)


def _laid_out(
    path: Path, number: int, here: list[Stretch], *, is_scan: bool
) -> tuple[Layout | None, State]:
    try:
        layout = page_layout(path, number, here, is_scan=is_scan)
    except PageNotShown:
        return None, "failed"
    if not here:
        return layout, "elsewhere"
    return layout, "uncertain" if layout.boxes is None else "boxed"

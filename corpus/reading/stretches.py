"""A quotation in the stretches that stand together on a page of its file."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Document


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a quotation takes from one paragraph on one page.

    ``before`` and ``after``: the rest of what the document has on that page; by it is told apart
    what a page says twice.
    """

    page: int
    text: str
    before: str = ""
    after: str = ""


def stretches(document: Document, start: int, end: int) -> tuple[Stretch, ...]:
    """Return the stretches of ``original[start:end]``; none where a document has no pages."""
    found: list[Stretch] = []
    if not document.pages:
        return ()
    original = document.original
    ends = [*document.pages[1:], len(original)]
    for block in document.blocks:
        if block.end <= start or end <= block.start:
            continue
        for number, (begin, stop) in enumerate(zip(document.pages, ends, strict=True), start=1):
            first, last = max(start, block.start, begin), min(end, block.end, stop)
            if first < last and original[first:last].strip():
                found.append(
                    Stretch(
                        number,
                        original[first:last],
                        original[begin:first],
                        original[last:stop],
                    )
                )
    return tuple(found)

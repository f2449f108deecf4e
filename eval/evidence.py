"""Where evidence stands: in which passages, and at which places of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Document
from eval.questions import Evidence
from index.passages import Passage


@dataclass(frozen=True, slots=True)
class Span:
    """The characters from ``start`` up to ``end`` of a document's original."""

    document: str
    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one character."""
        return self.document == other.document and self.start < other.end and other.start < self.end


def holds(passage: Passage, evidence: Evidence) -> bool:
    """Tell whether a passage holds a quote: strictly, all of it.

    The whole quote, white space collapsed, is a substring of the passage in its document's own
    language. A quote that is cut in two by the border of two passages is held by neither: who
    reads only one of them does not have the answer.
    """
    return passage.document == evidence.document and _collapsed(evidence.quote) in _collapsed(
        passage.text
    )


def held_evidence(passage: Passage, evidence: Sequence[Evidence]) -> frozenset[int]:
    """Return the positions in ``evidence`` of the quotes that a passage holds."""
    return frozenset(position for position, item in enumerate(evidence) if holds(passage, item))


def evidence_spans(evidence: Evidence, document: Document) -> tuple[Span, ...]:
    """Return every place where a quote stands in its document; some texts repeat a paragraph."""
    spans: list[Span] = []
    start = document.original.find(evidence.quote)
    while start != -1:
        spans.append(Span(document.id, start, start + len(evidence.quote)))
        start = document.original.find(evidence.quote, start + 1)
    return tuple(spans)


def _collapsed(text: str) -> str:
    return " ".join(text.split())

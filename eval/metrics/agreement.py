"""Agreement: the same question in two languages should be answered from the same places."""

from __future__ import annotations

from collections.abc import Sequence

from eval.evidence import Span


def citation_agreement(first: Sequence[Span], second: Sequence[Span]) -> float:
    """Return the share of the citations of two answers that overlap one of the other answer.

    ``(|A that overlap B| + |B that overlap A|) / (|A| + |B|)``: Dice's coefficient with "shares a
    character of the same document" for "is the same". 1 when neither answer cites anything.
    """
    total = len(first) + len(second)
    if not total:
        return 1.0
    shared = sum(_overlaps_any(one, second) for one in first)
    shared += sum(_overlaps_any(one, first) for one in second)
    return shared / total


def main_source_agrees(first: Sequence[Span], second: Sequence[Span]) -> bool:
    """Tell whether the first citation of each answer overlaps a citation of the other.

    True when neither answer cites anything.
    """
    if not first or not second:
        return not first and not second
    return _overlaps_any(first[0], second) and _overlaps_any(second[0], first)


def _overlaps_any(one: Span, others: Sequence[Span]) -> bool:
    return any(one.overlaps(other) for other in others)

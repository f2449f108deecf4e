"""Cohen's kappa: how far two judges agree beyond what chance would give."""

from __future__ import annotations

from collections.abc import Sequence


def cohen_kappa(first: Sequence[bool], second: Sequence[bool]) -> float:
    """Return ``(observed - expected) / (1 - expected)`` agreement of two judges on the same cases.

    ``expected``: the agreement of two judges who say yes as often as these but at random (Cohen
    1960, "A Coefficient of Agreement for Nominal Scales"). 1 is full agreement, 0 what chance
    gives. Where both always say the same, nothing can be told from chance: 0.

    :raises ValueError: there are no cases, or not equally many.
    """
    if not first or len(first) != len(second):
        raise ValueError("Two judges need the same cases, at least one.")
    count = len(first)
    observed = sum(one == other for one, other in zip(first, second, strict=True)) / count
    yes = (sum(first) / count, sum(second) / count)
    expected = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    return (observed - expected) / (1 - expected) if expected < 1 else 0.0

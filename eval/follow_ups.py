"""What understanding a follow-up brings: asked in its conversation, and asked alone as typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from eval.metrics.bootstrap import Interval, mean_interval
from eval.results import Result

COMPARED: Final = ("hit_at_1", "hit_at_5", "ndcg_at_10", "correct")


@dataclass(frozen=True, slots=True)
class FollowUpFigure:
    """One measure of the follow-ups: of the question as typed, and as it was understood."""

    measure: str
    alone: Interval
    understood: Interval


def follow_up_figures(results: Sequence[Result]) -> tuple[FollowUpFigure, ...]:
    """Return the figures of the answerable follow-ups; none if there are no follow-ups."""
    asked_twice = [(result.alone, result.scores) for result in results if result.alone]
    if not asked_twice:
        return ()
    return tuple(
        FollowUpFigure(
            name,
            mean_interval([alone.get(name) or 0.0 for alone, _ in asked_twice]),
            mean_interval([understood.get(name) or 0.0 for _, understood in asked_twice]),
        )
        for name in COMPARED
    )

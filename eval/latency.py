"""How long every step of an answer took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.results import Result


@dataclass(frozen=True, slots=True)
class StageLatency:
    """The median and the 95th percentile over ``count`` answers, in milliseconds."""

    stage: str
    median_ms: float
    p95_ms: float
    count: int


def latencies(results: Sequence[Result]) -> tuple[StageLatency, ...]:
    """Return the latency of every stage, in the order in which they come, the total last."""
    stages: dict[str, list[float]] = {}
    for result in results:
        for stage, value in result.reply["timings_ms"].items():
            stages.setdefault(stage, []).append(value)
    return tuple(stage_latency(stage, values) for stage, values in stages.items())


def stage_latency(stage: str, values_ms: Sequence[float]) -> StageLatency:
    """Return the median and the 95th percentile, with linear interpolation between values."""
    median, p95 = np.percentile(values_ms, [50, 95])
    return StageLatency(stage, float(median), float(p95), len(values_ms))

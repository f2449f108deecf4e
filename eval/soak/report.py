"""What a soak has shown: figures, their record, and a drawing of waiting and memory over time."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from eval.report.svg import SERIES
from eval.soak.rebuilding import WAYS
from eval.soak.soak import Soak

# Of ten minutes: memory of the last one beside that of the second, when it has filled its caches.
_PARTS: Final = 10


def soak_record(soak: Soak) -> dict[str, Any]:
    """Return the figures and what they were made from as plain values."""
    return {"figures": figures(soak), "problems": list(soak.problems), **asdict(soak)}


def figures(soak: Soak) -> dict[str, float | int | None]:
    """Return what counts of a soak; ``None`` where too little was seen."""
    waits = [one.answered_ms for one in soak.questions if not one.problem]
    middle, high = np.percentile(waits, [50, 95]) if waits else (None, None)
    second, last = _held(soak, 1), _held(soak, _PARTS - 1)
    done = Counter(one.way for one in soak.rebuilds)
    return {
        "questions": len(soak.questions),
        "problems": len(soak.problems),
        "median_ms": None if middle is None else round(float(middle)),
        "p95_ms": None if high is None else round(float(high)),
        **{f"builds_{way.replace(' ', '_')}": done[way] for way in WAYS},
        "requests_of_model": soak.requests_of_model,
        "memory_second_tenth_mib": None if second is None else round(second),
        "memory_last_tenth_mib": None if last is None else round(last),
        "memory_growth": None if second is None or last is None else round(last / second - 1, 3),
    }


def _held(soak: Soak, part: int) -> float | None:
    """Return what the page held on average in one of the parts of a soak."""
    within = soak.plan.seconds / _PARTS
    held = [one.mib for one in soak.memory if part <= one.at_s / within < part + 1]
    return float(np.mean(held)) if held else None


def plot_soak(soak: Soak, path: Path) -> None:
    """Draw the waiting of readers and the memory of the page over time, into a PNG or SVG file."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5.5), layout="constrained")
    waiting, memory = figure.subplots(2, sharex=True)
    good = [one for one in soak.questions if not one.problem]
    bad = [one for one in soak.questions if one.problem]
    waiting.plot(
        [one.at_s for one in good],
        [one.answered_ms / 1000 for one in good],
        ".",
        color=SERIES[0],
        label=f"answered ({len(good)})",
    )
    waiting.plot(
        [one.at_s for one in bad],
        [0.0] * len(bad),
        "x",
        color=SERIES[1],
        label=f"gone wrong ({len(bad)})",
    )
    waiting.set_ylabel("seconds to the first answer")
    waiting.set_ylim(bottom=-0.1)
    memory.plot(
        [one.at_s for one in soak.memory], [one.mib for one in soak.memory], color=SERIES[2]
    )
    memory.set_ylabel("memory of the page, MiB")
    memory.set_ylim(bottom=0)
    memory.set_xlabel("seconds since the beginning; grey: the index is built")
    for axes in (waiting, memory):
        for one in soak.rebuilds:
            axes.axvspan(one.began_s, one.began_s + one.seconds, color="0.9", zorder=0)
    waiting.legend(loc="upper left")
    figure.savefig(path)

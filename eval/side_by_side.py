"""The assistant and a plain chain side by side: the same work, measured in the same run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

import numpy as np
from rich.table import Table

Better = Literal["lower", "higher"]


@dataclass(frozen=True, slots=True)
class Contest:
    """One value of both. ``ratio``: how many times better the assistant is, above 1."""

    name: str
    title: str
    assistant: float | None
    plain: float | None
    unit: str
    better: Better

    @property
    def ratio(self) -> float | None:
        """How many times better the assistant is than the plain chain; None if not measured."""
        if not self.assistant or not self.plain:
            return None
        higher, lower = (
            (self.assistant, self.plain)
            if self.better == "higher"
            else (self.plain, self.assistant)
        )
        return higher / lower


def contests(
    cold_ms: tuple[Sequence[float], Sequence[float]],
    warm: tuple[Mapping[str, Any], Mapping[str, Any]],
    indexed: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> tuple[Contest, ...]:
    """Return the values of both, from what the probes have measured of each: assistant, plain."""
    times = [one["stages_ms"]["answer"] for one in warm]
    rates = [one["passages"] / one["index_s"] for one in indexed]
    texts = [one.get("texts", one["passages"]) / one["index_s"] for one in indexed]
    return (
        _contest("cold_ms", "cold: from nothing to the answer", map(median, cold_ms), "ms"),
        _contest("warm_median_ms", "warm: per question, median", map(median, times), "ms"),
        _contest(
            "warm_p95_ms",
            "warm: per question, p95",
            (float(np.percentile(values, 95)) for values in times),
            "ms",
        ),
        _contest("hit_at_5", "Hit@5", (one["hit_at_5"] for one in warm), "share", "higher"),
        _contest("peak_mib", "peak memory, answering", (one["peak_mib"] for one in warm), "MiB"),
        _contest("index_texts_per_s", "indexing: texts embedded", texts, "texts/s", "higher"),
        _contest("index_passages_per_s", "indexing: passages", rates, "passages/s", "higher"),
    )


def contest_table(found: Sequence[Contest]) -> Table:
    """Return both side by side as a table."""
    title = "Against plain LangChain + Chroma + sentence-transformers, same passages and model"
    table = Table(title=title, title_justify="left")
    table.add_column("measured")
    for head in ("assistant", "plain chain", "unit", "times better"):
        table.add_column(head, justify="right")
    for one in found:
        table.add_row(
            one.title,
            _number(one.assistant),
            _number(one.plain),
            one.unit,
            "–" if one.ratio is None else f"{one.ratio:.2f}",
        )
    return table


def contest_record(found: Sequence[Contest]) -> dict[str, dict[str, float | None]]:
    """Return both side by side as plain values."""
    return {
        one.name: {
            "assistant": _rounded(one.assistant),
            "plain": _rounded(one.plain),
            "ratio": _rounded(one.ratio),
        }
        for one in found
    }


def _contest(name: str, title: str, values: Any, unit: str, better: Better = "lower") -> Contest:
    assistant, plain = values
    return Contest(name, title, assistant, plain, unit, better)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)

"""The plots of a report. Each has its figures in words and as rows of a table as well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from corpus import Language
from eval.figures import Group
from eval.follow_ups import FollowUpFigure
from eval.latency import StageLatency
from eval.metrics.bootstrap import Interval
from eval.metrics.recall import hit_at, recall_at
from eval.refusal_curve import RefusalPoint
from eval.report.svg import GRID, SERIES, TEXT, drawing, inline_svg
from eval.results import Result
from eval.table import group_name
from eval.texts import load_texts, measure_title

_MARKERS: Final = ("o", "s", "D")
_DASHES: Final = ("-", "--", ":")
_ROW_IN: Final = 0.36
_DEEPEST: Final = 10
_NAME_MAX: Final = 24


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing, and the same as a table: heads and rows of text."""

    name: str
    title: str
    svg: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Plots:
    """Draws the plots of a report in one language."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._texts: Mapping[str, Any] = load_texts(language)

    def intervals(
        self,
        name: str,
        title: str,
        rows: Sequence[tuple[str, Sequence[Interval | None]]],
        series: Sequence[str],
    ) -> Plot | None:
        """Draw means with their 95 % intervals: a line per row, a marker per series.

        :return: None when there is nothing to draw.
        """
        kept = [row for row in rows if any(row[1])]
        if not kept:
            return None
        heads = self._texts["plot"]
        with drawing(0.75 + _ROW_IN * len(kept) + 0.25 * (len(series) > 1)) as (figure, axes):
            for place, label in enumerate(series):
                offset = (place - (len(series) - 1) / 2) * 0.24
                points = [
                    (row + offset, one)
                    for row, (_, figures) in enumerate(kept)
                    if (one := figures[place]) is not None
                ]
                for height, one in points:
                    axes.plot([one.low, one.high], [height] * 2, color=SERIES[place], linewidth=2)
                axes.plot(
                    [one.mean for _, one in points],
                    [height for height, _ in points],
                    _MARKERS[place],
                    color=SERIES[place],
                    markersize=6,
                    label=label,
                )
            axes.set_yticks(
                range(len(kept)),
                [f"{_short(row)} (n = {_count(figures)})" for row, figures in kept],
            )
            axes.set_ylim(len(kept) - 0.5, -0.5)
            self._percent(axes.set_xticks, axes.set_xlim)
            axes.grid(axis="x")
            if len(series) > 1:
                figure.legend(loc="outside upper left", ncols=len(series))
            cells = [
                (row, str(_count(figures)), *(self._with_bounds(one) for one in figures))
                for row, figures in kept
            ]
            single = (f"{heads['mean']} ({heads['interval']})",)
            return Plot(
                name,
                title,
                inline_svg(figure, name, title, self._sentence(cells)),
                (heads["row"], "n", *(series if len(series) > 1 else single)),
                tuple(cells),
            )

    def depth(self, results: Sequence[Result]) -> Plot:
        """Draw Hit@k and Recall@k over the number of passages that one reads."""
        asked = [result for result in results if result.question.is_answerable]
        depths = range(1, _DEEPEST + 1)
        hits = [_mean([hit_at(one.held, k) for one in asked]) for k in depths]
        recalls = [
            _mean([recall_at(one.held, len(one.question.evidence), k) for one in asked])
            for k in depths
        ]
        heads = (self._texts["plot"]["passages"], "Hit@k", "Recall@k")
        lines = {"Hit@k": (depths, hits), "Recall@k": (depths, recalls)}
        rows = [
            (str(k), self.percent(hit), self.percent(recall))
            for k, hit, recall in zip(depths, hits, recalls, strict=True)
        ]
        return self._lines("depth", "depth", lines, list(depths), heads, rows, with_points=True)

    def refusals(self, curve: Sequence[RefusalPoint], threshold: float) -> Plot:
        """Draw precision and recall of refusing over the threshold, with the one in use."""
        texts = self._texts["plot"]
        series = {
            texts["precision"]: [(one.threshold, one.precision) for one in curve],
            texts["recall"]: [(one.threshold, one.recall) for one in curve],
            texts["wrongly_refused"]: [(one.threshold, one.answerable_refused) for one in curve],
        }
        lines = {
            label: (
                [x for x, y in points if y is not None],
                [y for _, y in points if y is not None],
            )
            for label, points in series.items()
        }
        shown = [one for place, one in enumerate(curve) if place % 10 == 0]
        shown += [one for one in curve if abs(one.threshold - threshold) < 1e-6]
        rows = [
            (
                self.decimal(one.threshold),
                *(
                    "–" if value is None else self.percent(value)
                    for value in (one.precision, one.recall, one.answerable_refused)
                ),
            )
            for one in sorted(set(shown), key=lambda one: one.threshold)
        ]
        heads = (texts["threshold"], *series)
        ticks = [0, 0.25, 0.5, 0.75, 1]
        return self._lines("refusals", "refusals", lines, ticks, heads, rows, mark=threshold)

    def latency(self, stages: Sequence[StageLatency]) -> Plot:
        """Draw the median and the 95th percentile of every stage."""
        texts = self._texts["plot"]
        title = texts["latency_title"]
        with drawing(0.95 + _ROW_IN * len(stages)) as (figure, axes):
            for row, one in enumerate(stages):
                axes.plot([one.median_ms, one.p95_ms], [row] * 2, color=GRID, linewidth=3, zorder=1)
            for place, values in enumerate(
                ([one.median_ms for one in stages], [one.p95_ms for one in stages])
            ):
                label = (texts["median"], texts["p95"])[place]
                axes.plot(
                    values, range(len(stages)), _MARKERS[place], color=SERIES[place], label=label
                )
            names = [self._texts["stage"].get(one.stage, one.stage) for one in stages]
            axes.set_yticks(range(len(stages)), names)
            axes.set_ylim(len(stages) - 0.5, -0.5)
            axes.set_xlim(left=0)
            axes.set_xlabel(texts["milliseconds"])
            axes.grid(axis="x")
            figure.legend(loc="outside upper left", ncols=2)
            rows = tuple(
                (name, str(one.count), self.decimal(one.median_ms, 1), self.decimal(one.p95_ms, 1))
                for name, one in zip(names, stages, strict=True)
            )
            return Plot(
                "latency",
                title,
                inline_svg(figure, "latency", title, self._sentence(rows)),
                (texts["stage"], "n", f"{texts['median']} (ms)", f"{texts['p95']} (ms)"),
                rows,
            )

    def groups(self, name: str, groups: Sequence[Group], measures: Sequence[str]) -> Plot | None:
        """Draw figures of groups of questions, side by side."""
        rows = [
            (self._group(one), [one.figures[measure] for measure in measures]) for one in groups
        ]
        series = [measure_title(measure, self._language) for measure in measures]
        return self.intervals(name, self._texts["plot"][f"{name}_title"], rows, series)

    def follow_ups(self, figures: Sequence[FollowUpFigure]) -> Plot | None:
        """Draw the figures of follow-ups as typed and as understood."""
        texts = self._texts["plot"]
        rows = [
            (measure_title(one.measure, self._language), [one.alone, one.understood])
            for one in figures
        ]
        series = [texts["alone"], texts["understood"]]
        return self.intervals("follow-ups", texts["follow_ups_title"], rows, series)

    def percent(self, share: float) -> str:
        """Return a share as a percentage."""
        return f"{100 * share:.0f}%"

    def decimal(self, value: float, decimals: int = 2) -> str:
        """Return a number as it is written in the language."""
        written = f"{value:.{decimals}f}"
        return written.replace(".", ",") if self._language == "nl" else written

    def _lines(
        self,
        name: str,
        text: str,
        lines: Mapping[str, tuple[Sequence[float], Sequence[float]]],
        ticks: Sequence[float],
        heads: tuple[str, ...],
        rows: Sequence[tuple[str, ...]],
        *,
        with_points: bool = False,
        mark: float | None = None,
    ) -> Plot:
        title = self._texts["plot"][f"{text}_title"]
        with drawing(3.1) as (figure, axes):
            for place, (label, (xs, ys)) in enumerate(lines.items()):
                marker = _MARKERS[place] if with_points else None
                axes.plot(
                    xs, ys, color=SERIES[place], linestyle=_DASHES[place], marker=marker,
                    markersize=5, linewidth=2, label=label,
                )  # fmt: skip
            if mark is not None:
                axes.axvline(mark, color=TEXT, linewidth=0.8)
                in_use = self._texts["plot"]["in_use"].format(threshold=self.decimal(mark))
                axes.annotate(in_use, (mark, 0.5), xytext=(4, 0), textcoords="offset points")
            axes.set_xticks(
                ticks, [f"{tick:g}" if len(ticks) > 5 else self.decimal(tick) for tick in ticks]
            )
            axes.set_xlabel(heads[0])
            self._percent(axes.set_yticks, axes.set_ylim)
            axes.grid(axis="y")
            figure.legend(loc="outside upper left", ncols=len(lines))
            return Plot(
                name,
                title,
                inline_svg(figure, name, title, self._sentence(rows)),
                heads,
                tuple(rows),
            )

    def _percent(self, set_ticks: Callable[..., object], set_limits: Callable[..., object]) -> None:
        ticks = (0, 0.25, 0.5, 0.75, 1)
        set_ticks(ticks, [self.percent(tick) for tick in ticks])
        set_limits(-0.03, 1.03)

    def _with_bounds(self, one: Interval | None) -> str:
        if one is None:
            return "–"
        low = f"{100 * one.low:.0f}"
        return f"{self.percent(one.mean)} ({low}–{self.percent(one.high)})"

    def _group(self, group: Group) -> str:
        if group.grouping != "kind":
            return group_name(group, self._language)
        return str(self._texts["kind"].get(group.name, group.name))

    def _sentence(self, rows: Sequence[Sequence[str]]) -> str:
        return "; ".join(", ".join(cells) for cells in rows) + "."


def _count(figures: Sequence[Interval | None]) -> int:
    """Return how many questions the figures of a row are of, at most."""
    return max(one.count for one in figures if one is not None)


def _short(name: str) -> str:
    """Return a name that leaves room for the drawing; the table has all of it."""
    return name if len(name) <= _NAME_MAX else f"{name[: _NAME_MAX - 1]}…"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0

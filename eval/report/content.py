"""What a report shows of a run: figures, plots, tables and the questions that went wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from corpus import Language
from eval.figures import Group, figures
from eval.follow_ups import follow_up_figures
from eval.latency import latencies
from eval.metrics.bootstrap import Interval
from eval.pairs import agreement
from eval.refusal_curve import refusal_curve
from eval.report.failures import Failure, failures
from eval.report.plots import Plot, Plots
from eval.run import Run
from eval.scores import MEASURES, Measure, Part
from eval.table import group_name, markdown_tables, measured, measured_parts
from eval.texts import load_texts, measure_meaning, measure_title

HEADLINE: Final = (
    "correct",
    "hit_at_5",
    "fact_recall",
    "citation_hit",
    "citation_precision",
    "verbatim",
    "refusal_recall",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text: heads, and rows whose first cell names the row."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Report:
    """What a report shows of a run; each part is made when it is asked for."""

    run: Run
    language: Language

    @cached_property
    def texts(self) -> Mapping[str, Any]:
        """All texts of the language."""
        return load_texts(self.language)

    @cached_property
    def plots(self) -> Plots:
        """What draws, and writes numbers, in the language."""
        return Plots(self.language)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The figures by group of questions."""
        return figures(self.run.results)

    @cached_property
    def failures(self) -> tuple[Failure, ...]:
        """The questions that went wrong."""
        return failures(self.run.results)

    @property
    def conclusions(self) -> Sequence[str]:
        """What the run says, in sentences."""
        t = self.texts["report"]
        correct, verbatim = self.figure("correct"), self.figure("verbatim")
        good = round(correct.mean * correct.count) if correct else 0
        sentences = [t["conclusion_correct"].format(good=good, count=len(self.run.results))]
        if verbatim and any(result.reply["citations"] for result in self.run.results):
            name = "conclusion_verbatim" if verbatim.mean == 1 else "conclusion_not_verbatim"
            sentences.append(t[name])
        count = len(self.failures)
        name = {0: "conclusion_no_failed", 1: "conclusion_failed_one"}.get(
            count, "conclusion_failed"
        )
        return [*sentences, t[name].format(count=count)]

    @property
    def tiles(self) -> Sequence[tuple[str, str, str, str]]:
        """The headline figures: title, value, how sure it is, what it tells."""
        tiles = []
        for name in HEADLINE:
            one = self.figure(name)
            if one is not None:
                title, meaning = self.texts["measure"][name]
                tiles.append((title, self.plots.percent(one.mean), self._sure(one), meaning))
        return tiles

    @cached_property
    def headline(self) -> Plot | None:
        """The headline figures as a plot."""
        title = self.texts["plot"]["headline_title"]
        rows = [(measure_title(name, self.language), [self.figure(name)]) for name in HEADLINE]
        return self.plots.intervals("headline", title, rows, [self.texts["plot"]["mean"]])

    @property
    def depth(self) -> Plot:
        """Evidence found over the number of passages."""
        return self.plots.depth(self.run.results)

    @cached_property
    def kinds(self) -> Plot | None:
        """Answers by kind of question."""
        return self.plots.groups("kinds", self.grouped("kind"), ["correct", "citation_hit"])

    @cached_property
    def directions(self) -> Plot | None:
        """Figures by language direction."""
        names = ["hit_at_1", "correct", "citation_hit"]
        return self.plots.groups("directions", self.grouped("direction"), names)

    @property
    def refusals(self) -> Plot:
        """Refusals over the threshold."""
        calibration: Any = self.run.conditions["calibration"]
        curve = refusal_curve(self.run.results, calibration)
        return self.plots.refusals(curve, calibration["threshold"])

    @property
    def refusal_counts(self) -> str:
        """How many questions were refused, rightly and wrongly, in a sentence."""
        judged = [(one.is_refusal, one.question.is_answerable) for one in self.run.results]
        template: str = self.texts["report"]["refusals_intro"]
        return template.format(
            refused=sum(is_refusal for is_refusal, _ in judged),
            count=len(judged),
            due=judged.count((True, False)),
            wrong=judged.count((True, True)),
            missed=judged.count((False, False)),
        )

    @cached_property
    def follow_ups(self) -> Plot | None:
        """Follow-ups as typed and as understood; None without follow-ups."""
        return self.plots.follow_ups(follow_up_figures(self.run.results))

    @property
    def latency(self) -> Plot:
        """Time per step."""
        return self.plots.latency(latencies(self.run.results))

    @property
    def typical_time(self) -> tuple[str, str]:
        """The median time of an answer, and what it is the median of."""
        whole = latencies(self.run.results)[-1]
        shown = self.texts["report"]["time_of"].format(
            count=whole.count, p95=self._time(whole.p95_ms)
        )
        return self._time(whole.median_ms), shown

    @property
    def pairs(self) -> str | None:
        """How far the answers to both wordings agree, if the questions were asked in both."""
        agreed = agreement(self.run.results)
        if agreed is None:
            return None
        template: str = self.texts["report"]["pairs_value"]
        return template.format(
            count=agreed.citations.count,
            citations=self.plots.percent(agreed.citations.mean),
            main=self.plots.percent(agreed.main_source.mean),
        )

    @property
    def judged(self) -> Sequence[tuple[str, str, str, str]]:
        """The judged figures: title, value, how sure, agreement with the sample by hand."""
        if self.run.judge is None:
            return []
        t, plots, agreements = self.texts["report"], self.plots, self.run.judge["agreement"]
        assert isinstance(agreements, Mapping)
        rows = []
        for measure in measured(self.groups, "judged"):
            one, agreed = self.figure(measure.name), agreements[measure.name]
            assert one is not None
            with_hand = t["judged_agreement_value"].format(
                share=plots.percent(agreed["mean"]),
                count=agreed["count"],
                low=plots.percent(agreed["low"]),
                high=plots.percent(agreed["high"]),
                kappa=plots.decimal(agreed["kappa"]),
            )
            title = measure_title(measure.name, self.language)
            rows.append((title, plots.percent(one.mean), self._sure(one), with_hand))
        return rows

    def table(self, part: Part) -> Table:
        """Return all figures of a part, a row per group of questions."""
        measures = measured(self.groups, part)
        rows = []
        for group in self.groups:
            cells = [self._cell(group.figures[measure.name], measure) for measure in measures]
            rows.append((group_name(group, self.language), str(group.questions), *cells))
        first = self.texts["plot"]["row"]
        heads = (first, "n", *(measure_title(one.name, self.language) for one in measures))
        return Table(heads, tuple(rows))

    def figure(self, name: str) -> Interval | None:
        """Return a figure over all questions."""
        return self.groups[0].figures[name]

    def grouped(self, grouping: str) -> Sequence[Group]:
        """Return the groups of one grouping."""
        return [group for group in self.groups if group.grouping == grouping]

    def language_of(self, document: str) -> str | None:
        """Return the language of a document, None of one that no search found anything of."""
        return self._languages.get(document)

    @cached_property
    def _languages(self) -> Mapping[str, str]:
        return {
            passage["document"]: passage["language"]
            for result in self.run.results
            for passage in result.reply["passages"]
        }

    @property
    def parts(self) -> Sequence[Part]:
        """The parts of which something was measured."""
        return measured_parts(self.groups)

    @property
    def meanings(self) -> Sequence[tuple[str, str]]:
        """What every measure that is shown tells."""
        shown = {one.name for part in self.parts for one in measured(self.groups, part)}
        return [
            (measure_title(one.name, self.language), measure_meaning(one.name, self.language))
            for one in MEASURES
            if one.name in shown
        ]

    @property
    def conditions(self) -> Sequence[tuple[str, str]]:
        """What the run was made with, as names and values."""
        return list(_flat(self.run.conditions))

    @property
    def markdown_tables(self) -> str:
        """All figures as tables in Markdown."""
        return markdown_tables(self.groups, self.language)

    def _sure(self, one: Interval) -> str:
        template: str = self.texts["report"]["of_questions"]
        low, high = self.plots.percent(one.low), self.plots.percent(one.high)
        return template.format(count=one.count, low=low, high=high)

    def _cell(self, one: Interval | None, measure: Measure) -> str:
        if one is None:
            return "–"
        return self.plots.decimal(one.mean, 2 if measure.is_share else 0)

    def _time(self, milliseconds: float) -> str:
        if milliseconds < 1000:
            return f"{milliseconds:.0f} ms"
        return f"{self.plots.decimal(milliseconds / 1000, 1)} s"


def _flat(values: Mapping[str, Any], before: str = "") -> Iterable[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        elif value not in (None, [], ""):
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield f"{before}{name}", shown

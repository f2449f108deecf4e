"""Figures as tables: coloured for the terminal, Markdown for a file or a message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rich.table import Table

from corpus import Language
from eval.figures import Group
from eval.metrics.bootstrap import Interval
from eval.scores import MEASURES, PARTS, Measure, Part
from eval.texts import load_texts, measure_meaning, measure_title

NOTHING: Final = "–"


def terminal_tables(groups: Sequence[Group], language: Language = "en") -> Iterator[Table]:
    """Yield a table for retrieval, one for answers, and one for each other part measured."""
    for part in measured_parts(groups):
        heads, rows = _cells(groups, part, language)
        title = load_texts(language)["part"][part]
        table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
        for position, head in enumerate(heads):
            table.add_column(head, justify="left" if position == 0 else "right", overflow="fold")
        for number, cells in enumerate(rows):
            table.add_row(*cells, style="bold" if number == 0 else None)
        yield table


def markdown_tables(groups: Sequence[Group], language: Language = "en") -> str:
    """Return the same tables in Markdown, with what each measure tells below them."""
    lines: list[str] = []
    for part in measured_parts(groups):
        heads, rows = _cells(groups, part, language)
        lines += [f"### {load_texts(language)['part'][part]}", "", markdown_row(heads)]
        lines.append(markdown_row(["---", *["---:"] * (len(heads) - 1)]))
        lines += [markdown_row(cells) for cells in rows]
        lines.append("")
    lines += [
        f"- **{measure_title(measure.name, language)}**: {measure_meaning(measure.name, language)}"
        for part in measured_parts(groups)
        for measure in measured(groups, part)
    ]
    return "\n".join(lines) + "\n"


def measured_parts(groups: Sequence[Group]) -> list[Part]:
    """Return the parts of which something was measured."""
    return [part for part in PARTS if measured(groups, part)]


def measured(groups: Sequence[Group], part: Part) -> list[Measure]:
    """Return the measures of a part that some group has a figure of."""
    return [
        measure
        for measure in MEASURES
        if measure.part == part and any(group.figures[measure.name] for group in groups)
    ]


def group_name(group: Group, language: Language) -> str:
    """Return what a group of questions is called."""
    texts = load_texts(language)
    if group.grouping == "kind":
        return f"{texts['table']['kind']}: {texts['kind'].get(group.name, group.name)}"
    return str(texts["group"].get(group.name, group.name))


def number(value: float, measure: Measure) -> str:
    """Return a value as it is shown: shares with two decimals, the rest whole."""
    return f"{value:.2f}" if measure.is_share else f"{value:.0f}"


def bounds(figure: Interval, measure: Measure) -> str:
    """Return the 95 % interval of a figure as it is shown."""
    return f"{number(figure.low, measure)}–{number(figure.high, measure)}"


def markdown_row(cells: Sequence[str]) -> str:
    """Return a row of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


def _cells(
    groups: Sequence[Group], part: Part, language: Language
) -> tuple[list[str], list[list[str]]]:
    measures = measured(groups, part)
    heads = ["", "n", *(measure_title(measure.name, language) for measure in measures)]
    rows: list[list[str]] = []
    for group in groups:
        figures = [(group.figures[measure.name], measure) for measure in measures]
        rows.append(
            [
                group_name(group, language),
                str(group.questions),
                *(number(one.mean, measure) if one else NOTHING for one, measure in figures),
            ]
        )
        if group.grouping == "all":
            interval = load_texts(language)["table"]["interval"]
            rows.append(
                [interval, "", *(bounds(one, measure) if one else "" for one, measure in figures)]
            )
    return heads, rows


def judged_lines(group: Group, judge: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line per judged figure: what the model judged, and how far it can be trusted."""
    for measure in measured([group], "judged"):
        figure, agreed = group.figures[measure.name], judge["agreement"][measure.name]
        assert figure is not None
        yield (
            f"{measure_title(measure.name)}: {figure.mean:.2f} (n = {figure.count}). {judge['model']} "
            f"agrees with {agreed['mean']:.2f} of {agreed['count']} cases labelled by hand "
            f"(95 %: {agreed['low']:.2f}–{agreed['high']:.2f}; kappa {agreed['kappa']:.2f})."
        )

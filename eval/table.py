"""Figures as tables: coloured for the terminal, Markdown for a file or a message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.table import Table

from eval.figures import Group
from eval.metrics.bootstrap import Interval
from eval.scores import MEASURES, Measure, Part

PART_TITLES: Final[dict[Part, str]] = {
    "retrieval": "Finding the evidence (answerable questions)",
    "answers": "Answering",
}
_NOTHING: Final = "–"
_GROUPING_TITLES: Final = {"all": "", "kind": "kind: ", "direction": ""}


def terminal_tables(groups: Sequence[Group]) -> Iterator[Table]:
    """Yield a table for retrieval and one for answers."""
    for part, title in PART_TITLES.items():
        heads, rows = _cells(groups, part)
        table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
        for position, head in enumerate(heads):
            table.add_column(head, justify="left" if position == 0 else "right", overflow="fold")
        for cells in rows:
            table.add_row(*cells, style="bold" if cells[0] == "all" else None)
        yield table


def markdown_tables(groups: Sequence[Group]) -> str:
    """Return the same two tables in Markdown, with what each measure tells below them."""
    lines: list[str] = []
    for part, title in PART_TITLES.items():
        heads, rows = _cells(groups, part)
        lines += [f"### {title}", "", _markdown_row(heads)]
        lines.append(_markdown_row(["---", *["---:"] * (len(heads) - 1)]))
        lines += [_markdown_row(cells) for cells in rows]
        lines.append("")
    lines += [f"- **{measure.title}**: {measure.meaning}" for measure in MEASURES]
    return "\n".join(lines) + "\n"


def _cells(groups: Sequence[Group], part: Part) -> tuple[list[str], list[list[str]]]:
    measures = [measure for measure in MEASURES if measure.part == part]
    heads = ["", "n", *(measure.title for measure in measures)]
    rows: list[list[str]] = []
    for group in groups:
        name = _GROUPING_TITLES[group.grouping] + group.name
        figures = [(group.figures[measure.name], measure) for measure in measures]
        rows.append([name, str(group.questions), *(_mean(*figure) for figure in figures)])
        if group.grouping == "all":
            rows.append(["95 % interval", "", *(_bounds(*figure) for figure in figures)])
    return heads, rows


def _mean(figure: Interval | None, measure: Measure) -> str:
    return _NOTHING if figure is None else _number(figure.mean, measure)


def _bounds(figure: Interval | None, measure: Measure) -> str:
    if figure is None:
        return ""
    return f"{_number(figure.low, measure)}–{_number(figure.high, measure)}"


def _number(value: float, measure: Measure) -> str:
    return f"{value:.2f}" if measure.is_share else f"{value:.0f}"


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"

"""``assistant eval compare``: two runs side by side, for people and for CI."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from assistant.errors import UsageProblem
from eval.commands.options import AsJson, console, run_file, say

if TYPE_CHECKING:
    from eval.compare import Comparison, Difference

_NAME = typer.Argument(help="Label or file of a run.", show_default=False)


def compare_command(
    before: Annotated[str, _NAME],
    after: Annotated[str, _NAME],
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIGURE=VALUE",
            help="Exit code 1 if this figure of the second run is lower, as in correct=0.9. May be "
            "repeated.",
        ),
    ] = None,
    max_drop: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIGURE=VALUE",
            help="Exit code 1 if this figure fell by more, as in correct=0.02. May be repeated.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what got better and worse from the first run to the second.

    Only questions that both runs asked count. The p-value tells how often chance alone gives such
    a difference: of an exact McNemar test for figures that are yes or no per question, of a paired
    randomisation test for others. Among twenty figures, one may well seem significant by chance.
    """
    from assistant.settings import read_settings
    from eval.compare import compare
    from eval.errors import BelowFloor
    from eval.evaluation import runs_directory
    from eval.record import read_run

    lowest, largest = _limits(fail_under), _limits(max_drop)
    runs = runs_directory(read_settings())
    found = compare(read_run(run_file(before, runs)), read_run(run_file(after, runs)))
    if as_json:
        typer.echo(json.dumps(_record(found), ensure_ascii=False))
    else:
        _show(found)
    failed = _failed({one.measure.name: one for one in found.differences}, lowest, largest)
    if failed:
        raise BelowFloor("; ".join(failed) + ".")


def _limits(values: Sequence[str] | None) -> dict[str, float]:
    from eval.floors import check_measure

    limits = {}
    for value in values or ():
        name, _, number = value.partition("=")
        try:
            limits[check_measure(name.strip())] = float(number)
        except ValueError as error:
            raise UsageProblem(
                f"{value!r} is not FIGURE=VALUE; write it as in correct=0.9."
            ) from error
    return limits


def _failed(
    found: Mapping[str, Difference], lowest: Mapping[str, float], largest: Mapping[str, float]
) -> list[str]:
    failed = [
        f"{name} was not measured in both runs"
        for name in {**lowest, **largest}
        if name not in found
    ]
    failed += [
        f"{name} is {found[name].after:.3f}, not {limit:g} or more"
        for name, limit in lowest.items()
        if name in found and found[name].after < limit
    ]
    failed += [
        f"{name} fell from {found[name].before:.3f} to {found[name].after:.3f}, more than {limit:g}"
        for name, limit in largest.items()
        if name in found and found[name].before - found[name].after > limit + 1e-9
    ]
    return failed


def _record(found: Comparison) -> dict[str, object]:
    return {
        "before": found.before.label,
        "after": found.after.label,
        "questions": found.shared,
        "only_before": found.only_before,
        "only_after": found.only_after,
        "differences": [
            {
                **{name: value for name, value in asdict(one).items() if name != "measure"},
                "figure": one.measure.name,
                "difference": one.mean,
                "significant": one.is_significant,
            }
            for one in found.differences
        ],
        "changes": [asdict(change) for change in found.changes],
    }


def _show(found: Comparison) -> None:
    for line in _heads(found):
        say(line)
    console().print(_table(found.differences))
    significant = sum(one.is_significant for one in found.differences)
    if significant:
        say(
            f"{significant} of {len(found.differences)} figures differ significantly (p < 0.05). "
            "Chance alone makes about one in twenty seem so."
        )
    if not found.changes:
        say("No difference: every question has the same scores in both runs.")
    for title, is_better in (("Worse", False), ("Better", True)):
        lines = list(_lines(found, is_better))
        if lines:
            say(f"\n{title} in {len(lines)} of {found.shared} questions:", style="bold")
        for line in lines:
            say(line)


def _heads(found: Comparison) -> Iterator[str]:
    yield f"From {found.before.label} to {found.after.label}, {found.shared} questions."
    if found.only_before or found.only_after:
        yield (
            f"Left out: {found.only_before} questions of the first run only, {found.only_after} of "
            "the second only."
        )
    one, other = found.before.conditions, found.after.conditions
    changed = [name for name in one if one[name] != other.get(name) and name != "questions"]
    if changed:
        yield f"Made with different: {', '.join(changed)}."


def _table(differences: Sequence[Difference]) -> Table:
    from eval.table import number
    from eval.texts import measure_title

    table = Table(title_justify="left")
    table.add_column("")
    for head in ("n", "before", "after", "difference", "95 % interval", "better", "worse", "p", ""):
        table.add_column(head, justify="right")
    for one in differences:
        is_worse = (one.mean < 0) == one.measure.is_better_when_higher
        verdict = "significantly worse" if is_worse else "significantly better"
        table.add_row(
            measure_title(one.measure.name),
            str(one.count),
            number(one.before, one.measure),
            number(one.after, one.measure),
            f"{one.mean:+.3f}",
            f"{one.low:+.3f} to {one.high:+.3f}",
            str(one.better),
            str(one.worse),
            f"{one.p_value:.3f}",
            verdict if one.is_significant else "",
        )
    return table


def _lines(found: Comparison, is_better: bool) -> Iterator[str]:
    """Yield a line per question that has some figure for the better (or worse)."""
    by_question: dict[tuple[str, str], list[str]] = {}
    for change in found.changes:
        if change.is_better is is_better:
            by_question.setdefault((change.question, change.text), []).append(
                f"{change.measure} {change.before:.2f} → {change.after:.2f}"
            )
    for (identifier, text), changes in by_question.items():
        yield f"  {identifier}  {' '.join(text.split())}\n        {', '.join(changes)}"

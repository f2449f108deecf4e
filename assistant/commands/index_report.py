"""What ``assistant index`` tells: which files are new, changed, gone or skipped, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

import typer

from assistant.commands.harmless import harmless
from assistant.commands.progress_bar import ProgressBar
from corpus.contents import Source
from corpus.reading.recognition import INSTALL, recogniser
from index.build import BuildReport
from index.changes import Agree, Loss

_ROWS_OF_A_STATE_MAX: Final = 20
_PAGES_NAMED_MAX: Final = 5


def ask_about(progress: ProgressBar, *, is_agreed: bool) -> Agree:
    """Return what asks whether documents may be lost; without a terminal nobody is there to agree."""

    def agree(loss: Loss) -> bool:
        if is_agreed or not sys.stdin.isatty():
            return is_agreed
        with progress.paused():
            return typer.confirm(f"{harmless(str(loss))} Go on?", err=True)

    return agree


def print_report(report: BuildReport) -> None:
    """Print the table and one line on standard error."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("", box=None, pad_edge=False)
    # Whole, on as many lines as it takes: two files may differ in their last letters only.
    table.add_column("File", overflow="fold")
    table.add_column("What to know", overflow="fold")
    for state, name, remark in _rows(report):
        table.add_row(state, Text(harmless(name)), Text(harmless(remark)))
    if table.row_count:
        Console(stderr=True).print(table)
    print(
        f"Index ready: {report.manifest.documents} documents, {report.manifest.passages} passages; "
        f"{report.embedded} texts embedded, {report.reused} unchanged; {report.seconds:.0f} s.",
        file=sys.stderr,
    )


def _rows(report: BuildReport) -> Iterator[tuple[str, str, str]]:
    remarks = {one.name: _remark(one) for one in report.contents.sources}
    changes = report.changes
    for state, names in (("new", changes.new), ("changed", changes.changed)):
        yield from _shortened(state, [(name, remarks.get(name, "")) for name in names])
    if changes.unchanged:
        yield "unchanged", _files(len(changes.unchanged)), ""
    skipped = [(one.name, one.reason) for one in report.contents.skipped]
    left_out = {name for name, _ in skipped}
    gone = [(name, "") for name in changes.gone if name not in left_out]
    yield from _shortened("gone", gone)
    # By what is to be done, what is rarest first: two hundred files of a kind that is not read do
    # not hide the one that is damaged.
    by_reason: dict[str, list[tuple[str, str]]] = {}
    for name, reason in skipped:
        by_reason.setdefault(reason, []).append((name, reason))
    for rows in sorted(by_reason.values(), key=len):
        yield from _shortened("skipped", rows)


def _remark(source: Source) -> str:
    if source.encoding:
        return f"read as {source.encoding}"
    told = []
    if source.scanned_pages:
        told.append(
            f"p. {_some(source.scanned_pages)} read from a scan, may contain reading errors"
        )
    if source.blank_pages:
        told.append(f"no text on p. {_some(source.blank_pages)}")
        if recogniser() is None:
            told.append(f"if that is pictures of text, install {INSTALL} and run this again")
    return "; ".join(told)


def _some(pages: Sequence[int]) -> str:
    more = " …" if len(pages) > _PAGES_NAMED_MAX else ""
    return ", ".join(map(str, pages[:_PAGES_NAMED_MAX])) + more


def _shortened(state: str, rows: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    for name, remark in islice(rows, _ROWS_OF_A_STATE_MAX):
        yield state, name, remark
    if (more := len(rows) - _ROWS_OF_A_STATE_MAX) > 0:
        yield state, f"and {_files(more)} more", "--json names every one"


def _files(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"

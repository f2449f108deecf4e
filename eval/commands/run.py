"""``assistant eval run`` and ``report``: ask a set of questions, and look at what came back."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from assistant.commands.options import Documents, known_language
from assistant.commands.progress_bar import ProgressBar
from eval import SHIPPED_QUESTIONS
from eval.commands.options import (
    AsJson,
    Label,
    Questions,
    Wording,
    WordingOption,
    checked_label,
    console,
    must_exist,
    run_file,
    say,
    worded,
)
from eval.without import LibraryPart

if TYPE_CHECKING:
    from assistant.settings import Settings
    from corpus import Language
    from eval.figures import Group
    from eval.run import Run

QUOTES: Final = "quotes"


def run_command(
    questions: Questions = SHIPPED_QUESTIONS,
    label: Label = None,
    wording: WordingOption = Wording.ASKED,
    writer: Annotated[
        str | None,
        typer.Option(
            metavar="quotes|PROVIDER:MODEL",
            help="Who writes the answers: quotations only, or a chat model. Default: as set in "
            "ASSISTANT_CHAT_MODEL.",
        ),
    ] = None,
    without: Annotated[
        list[LibraryPart] | None,
        typer.Option(
            help="Leave this part of the library out, to see what it is worth. May be repeated."
        ),
    ] = None,
    judge: Annotated[
        str | None,
        typer.Option(
            metavar="PROVIDER:MODEL",
            help="A chat model that also judges every answer: supported, and complete?",
        ),
    ] = None,
    floors: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="TOML file with the lowest that figures may be; below it the exit code is 1.",
        ),
    ] = None,
    report_language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="nl|en", help="Language of the report. Default: of the page."
        ),
    ] = None,
    as_json: AsJson = False,
    documents: Documents = None,
) -> None:
    """Put a set of questions to the assistant; make a report and show the figures.

    Everything is kept in var/runs: LABEL.json (every answer and setting), LABEL.html (the report)
    and LABEL.md. A run that was cut goes on where it stopped when it is started again with the
    same label, questions and settings.
    """
    from assistant.settings import read_settings
    from eval.errors import BelowFloor
    from eval.evaluation import Evaluation
    from eval.figures import figures
    from eval.floors import below_floors, read_floors
    from eval.judge import connect_judge
    from eval.record import figures_record

    name = checked_label(label)
    must_exist(questions)
    limits = read_floors(floors) if floors else {}
    settings = read_settings(documents=documents)
    language = known_language(report_language) or settings.language
    if writer is not None:
        settings = _with_writer(settings, writer)
    evaluation = Evaluation(
        label=name,
        settings=settings,
        file=questions,
        worded=lambda read: worded(read, wording, questions),
        without=tuple(without or ()),
        judge=connect_judge(judge, settings) if judge else None,
    )
    with ProgressBar() as bar:
        run = evaluation.run(bar, lambda line: typer.echo(line, err=True))
    page = _write_report(run, evaluation.record_path, language)
    groups = figures(run.results)
    if as_json:
        record = {
            "label": name,
            "file": str(evaluation.record_path),
            "report": str(page),
            "judge": run.judge,
            "figures": figures_record(groups),
        }
        typer.echo(json.dumps(record, ensure_ascii=False))
    else:
        _show(run, groups, evaluation.record_path, page)
    failed = below_floors(groups[0], limits)
    if failed:
        raise BelowFloor(f"Below the floor in {floors}: {'; '.join(failed)}.")


def report_command(
    run: Annotated[str, typer.Argument(help="Label or file of a run.", show_default=False)],
    language: Annotated[
        str | None,
        typer.Option(metavar="nl|en", help="Language of the report. Default: of the page."),
    ] = None,
) -> None:
    """Make the report of an earlier run again, without asking anything."""
    from assistant.settings import read_settings
    from eval.evaluation import runs_directory
    from eval.record import read_run

    settings = read_settings()
    chosen = known_language(language) or settings.language
    path = run_file(run, runs_directory(settings))
    typer.echo(str(_write_report(read_run(path), path, chosen)))


def _with_writer(settings: Settings, writer: str) -> Settings:
    """Return the settings with another writer; checked as if it stood in the environment."""
    from assistant.settings import read_settings

    if writer == QUOTES:
        return settings.model_copy(update={"chat_model": None})
    return read_settings(documents=settings.documents, chat_model=writer)


def _write_report(run: Run, path: Path, language: Language) -> Path:
    """Write the report of a run beside its record, as a page and as Markdown."""
    from eval.record import write_text
    from eval.report import html_report, markdown_report

    # Beside the runs: by itself matplotlib keeps what it finds out about fonts in the home folder.
    os.environ["MPLCONFIGDIR"] = str(path.parents[1] / "matplotlib")
    write_text(markdown_report(run, language), path.with_suffix(".md"))
    page = path.with_suffix(".html")
    write_text(html_report(run, language), page)
    return page


def _show(run: Run, groups: Sequence[Group], record: Path, page: Path) -> None:
    from eval.pairs import agreement
    from eval.stability import stability
    from eval.table import judged_lines, terminal_tables

    for table in terminal_tables(groups):
        console().print(table)
    agreed = agreement(run.results)
    if agreed is not None:
        say(
            f"Asked in both languages, {agreed.citations.count} questions: "
            f"{agreed.citations.mean:.2f} of the citations are in both answers, "
            f"{agreed.main_source.mean:.2f} of the first ones."
        )
    stable = stability(run.results)
    if stable is not None:
        say(
            f"Wordings of one question, {stable.count} groups: "
            f"{stable.mean:.2f} cite one place in all of them."
        )
    if run.judge is not None:
        for line in judged_lines(groups[0], run.judge):
            say(line)
    say(f"All answers: {record}\nReport: {page}")

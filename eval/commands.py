"""``assistant eval``: check a question set, run it, measure speed.

Found by the ``assistant`` command line through the entry point group ``assistant.commands``; that
command line also turns every ``AssistantError`` into one line and an exit code.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console

from assistant.commands.options import Documents
from assistant.errors import UsageProblem
from eval import SHIPPED_QUESTIONS
from eval.errors import QuestionsInvalid

if TYPE_CHECKING:
    from eval.questions import Question

app = typer.Typer(
    help="Measure how good and how fast the assistant is.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_LABEL: Final = re.compile(r"[A-Za-z0-9][\w.-]*")
# Wide enough for the tables when the output goes to a file or a pipe.
_WIDTH_OF_FILES: Final = 180


class Wording(StrEnum):
    """In which language the questions of a set are asked."""

    ASKED = "asked"
    TRANSLATED = "translated"
    BOTH = "both"


@app.command("run")
def run_command(
    questions: Annotated[
        Path,
        typer.Option(
            help="File with questions, one JSON object per line.", show_default="the shipped set"
        ),
    ] = SHIPPED_QUESTIONS,
    label: Annotated[
        str | None, typer.Option(help="Name of this run. Default: date and time.")
    ] = None,
    wording: Annotated[
        Wording,
        typer.Option(
            help="Ask the questions as they are, in the other language (where the file has a "
            "translation), or both."
        ),
    ] = Wording.ASKED,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the figures as JSON instead of tables.")
    ] = False,
    documents: Documents = None,
) -> None:
    """Put a set of questions to the assistant and show the figures.

    All answers and figures are kept in var/runs/LABEL.json, the tables in var/runs/LABEL.md.
    """
    from assistant.service import open_assistant
    from assistant.settings import read_settings
    from eval.figures import figures
    from eval.pairs import agreement
    from eval.questions import read_questions
    from eval.record import figures_record, run_record, write_json, write_text
    from eval.run import run
    from eval.table import markdown_tables, terminal_tables

    name = _checked_label(label)
    _must_exist(questions)
    settings = read_settings(documents=documents)
    with open_assistant(settings) as assistant:
        asked = _worded(read_questions(questions, assistant.documents), wording)
        if not asked:
            raise UsageProblem(
                f"No question in {questions} has a translation; leave --wording out."
            )
        done = run(assistant, asked, _progress)
    groups = figures(done)
    record = run_record(done, groups, name, settings.model_dump(mode="json"))
    path = settings.data / "runs" / f"{name}.json"
    write_json(record, path)
    write_text(f"## {name}\n\n{markdown_tables(groups)}", path.with_suffix(".md"))
    if as_json:
        summary = {"label": name, "file": str(path), "figures": figures_record(groups)}
        typer.echo(json.dumps(summary, ensure_ascii=False))
        return
    console = _console()
    for table in terminal_tables(groups):
        console.print(table)
    agreed = agreement(done)
    if agreed is not None:
        console.print(
            f"Asked in both languages, {agreed.citations.count} questions: "
            f"{agreed.citations.mean:.2f} of the citations are in both answers, "
            f"{agreed.main_source.mean:.2f} of the first ones.",
            soft_wrap=True,
            highlight=False,
        )
    console.print(f"All answers: {path}", soft_wrap=True, highlight=False)


@app.command("check")
def check_command(
    file: Annotated[Path, typer.Argument(help="File with questions.", show_default=False)],
    documents: Documents = None,
) -> None:
    """Check a question file against the documents, without asking anything."""
    from assistant.settings import read_settings
    from corpus import read_library
    from eval.questions import read_questions

    _must_exist(file)
    library = read_library(read_settings(documents=documents).documents)
    try:
        questions = read_questions(file, {document.id: document for document in library})
    except QuestionsInvalid as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        raise typer.Exit(1) from error
    unanswerable = sum(not question.is_answerable for question in questions)
    kinds = dict.fromkeys(question.kind for question in questions)
    counts = ", ".join(
        f"{kind} {sum(question.kind == kind for question in questions)}" for kind in kinds
    )
    typer.echo(
        f"{file} is in order: {len(questions)} questions, {unanswerable} of them unanswerable "
        f"({counts})."
    )


@app.command("bench")
def bench_command(
    questions: Annotated[
        Path,
        typer.Option(
            help="File with the questions that are asked warm.", show_default="the shipped set"
        ),
    ] = SHIPPED_QUESTIONS,
    cold_runs: Annotated[
        int, typer.Option(min=1, max=50, help="How often each cold start is measured.")
    ] = 5,
    passages: Annotated[
        int, typer.Option(min=1, max=100_000, help="How many passages to index.")
    ] = 100,
    label: Annotated[
        str | None, typer.Option(help="Name of this benchmark. Default: date and time.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Measure speed and memory: cold start, warm answers, indexing.

    Takes some minutes. Let the machine do nothing else meanwhile. The values are also kept in
    var/benchmarks/LABEL.json.
    """
    from assistant.settings import read_settings
    from corpus import read_library
    from eval.bench import benchmark_record, benchmark_table, measure
    from eval.questions import read_questions
    from eval.record import write_json

    name = _checked_label(label)
    _must_exist(questions)
    settings = read_settings()
    documents = {document.id: document for document in read_library(settings.documents)}
    first = read_questions(questions, documents)[0].text
    measurements = measure(
        questions.resolve(), first, cold_runs, passages, lambda what: typer.echo(what, err=True)
    )
    record = {"label": name, **benchmark_record(measurements)}
    write_json(record, settings.data / "benchmarks" / f"{name}.json")
    if as_json:
        typer.echo(json.dumps(record))
    else:
        _console().print(benchmark_table(measurements))


@app.command("ablation")
def ablation_command(
    questions: Annotated[
        Path, typer.Option(help="File with questions.", show_default="the shipped set")
    ] = SHIPPED_QUESTIONS,
    wording: Annotated[
        Wording, typer.Option(help="Ask as they are, in the other language, or both.")
    ] = Wording.ASKED,
) -> None:
    """Show what each part of the search adds, per language direction."""
    from assistant.service import open_assistant
    from assistant.settings import read_settings
    from eval.ablation import ablation, ablation_table
    from eval.questions import read_questions

    _must_exist(questions)
    with open_assistant(read_settings()) as assistant:
        asked = _worded(read_questions(questions, assistant.documents), wording)
        _console().print(ablation_table(ablation(assistant, asked)))


@app.command("calibrate")
def calibrate_command(
    outside: Annotated[
        list[Path], typer.Argument(help="Files with questions that no document answers.")
    ],
    plot: Annotated[Path, typer.Option(help="Where the plot is written (.png or .svg).")] = Path(
        "eval/calibration.png"
    ),
    write: Annotated[
        bool, typer.Option("--write", help="Use the result: write assistant/calibration.toml.")
    ] = False,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="Calibrate for bare documents; give them as --documents."),
    ] = False,
    documents: Documents = None,
) -> None:
    """Fit when a question counts as outside the subject, and draw what is refused."""
    from assistant.service import open_assistant
    from assistant.settings import read_settings
    from eval.calibration import (
        calibrate,
        plot_calibration,
        read_outside_questions,
        write_calibration,
    )
    from eval.questions import read_questions

    unanswered = {path.stem: read_outside_questions(path) for path in outside}
    with open_assistant(read_settings(documents=documents)) as assistant:
        questions = read_questions(SHIPPED_QUESTIONS, assistant.documents)
        report = calibrate(assistant, _worded(questions, Wording.BOTH), unanswered)
    plot_calibration(report, plot)
    threshold = report.calibration.threshold
    console = _console()
    for name, probabilities in {"answerable": report.answerable, **report.outside}.items():
        refused = (probabilities < threshold).mean()
        console.print(f"{name}: {refused:.3f} of {len(probabilities)} refused", highlight=False)
    console.print(str(report.calibration), highlight=False)
    if write:
        path = write_calibration(report.calibration, "plain" if plain else "catalogued")
        console.print(f"Written: {path}", soft_wrap=True, highlight=False)


@app.command("faq")
def faq_command(
    folder: Annotated[
        Path,
        typer.Argument(
            help="Folder with a FAQ in two files, *_nl.jsonl and *_en.jsonl.", show_default=False
        ),
    ],
) -> None:
    """Measure how well pages are found that exist in one language only.

    Makes two indexes of the FAQ in a temporary folder, every second page in Dutch and the others
    in English, and the other way round. Takes two minutes.
    """
    import tempfile

    from assistant.settings import read_settings
    from eval.faq import faq_recall, read_pages
    from index.embedding import load_embedding_model

    pages = read_pages(folder)
    settings = read_settings()
    model = load_embedding_model(
        settings.embedding_model, settings.models_directory, settings.threads
    )
    with tempfile.TemporaryDirectory() as work:
        recalls = faq_recall(pages, model, Path(work))
    for recall in recalls:
        typer.echo(
            f"{recall.language}: Recall@10 {recall.same_language:.3f} in the same language, "
            f"{recall.other_language:.3f} in the other"
        )


def _worded(questions: Sequence[Question], wording: Wording) -> tuple[Question, ...]:
    from eval.questions import in_other_language

    if wording is Wording.ASKED:
        return tuple(questions)
    translated = tuple(filter(None, map(in_other_language, questions)))
    return translated if wording is Wording.TRANSLATED else (*questions, *translated)


def _progress(questions: Iterable[Question]) -> Iterable[Question]:
    from rich.progress import track

    console = Console(stderr=True)
    asked = tuple(questions)
    return track(asked, "Asking", console=console, transient=True, disable=not console.is_terminal)


def _console() -> Console:
    console = Console()
    return console if console.is_terminal else Console(width=_WIDTH_OF_FILES)


def _checked_label(label: str | None) -> str:
    name = label if label is not None else time.strftime("%Y%m%d-%H%M%S")
    if not _LABEL.fullmatch(name):
        raise UsageProblem(f"{name!r} cannot be a label; use letters, digits, '.', '-' and '_'.")
    return name


def _must_exist(file: Path) -> None:
    if not file.is_file():
        raise UsageProblem(f"There is no file {file}; name a question file (.jsonl).")

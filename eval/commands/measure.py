"""``assistant eval ablation``, ``bench``, ``page``, ``calibrate``, ``faq``: measuring the parts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.options import Documents
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
    read_documents,
    say,
    worded,
)


def bench_command(
    questions: Questions = SHIPPED_QUESTIONS,
    cold_runs: Annotated[
        int, typer.Option(min=1, max=50, help="How often each cold start is measured.")
    ] = 5,
    passages: Annotated[
        int, typer.Option(min=1, max=100_000, help="How many passages to index.")
    ] = 100,
    label: Label = None,
    as_json: AsJson = False,
) -> None:
    """Measure speed and memory: cold start, warm answers, indexing.

    The same is measured of a plain chain of LangChain, Chroma and sentence-transformers, on the
    same passages and with the same model. Takes some minutes. Let the machine do nothing else meanwhile. The values are also kept in
    var/benchmarks/LABEL.json.
    """
    from assistant.settings import read_settings
    from eval.bench import benchmark_record, benchmark_table, measure
    from eval.question_files import read_question_set
    from eval.record import write_json
    from eval.side_by_side import contest_table

    name = checked_label(label)
    must_exist(questions)
    settings = read_settings()
    first = read_question_set(questions, read_documents(settings.documents))[0].text
    benchmark = measure(
        questions.resolve(), first, cold_runs, passages, lambda what: typer.echo(what, err=True)
    )
    record = {"label": name, **benchmark_record(benchmark)}
    write_json(record, settings.data / "benchmarks" / f"{name}.json")
    if as_json:
        typer.echo(json.dumps(record))
    else:
        console().print(benchmark_table(benchmark.measurements))
        console().print(contest_table(benchmark.contests))


def page_command(
    url: Annotated[str, typer.Option(help="Address of a page that is served.")] = (
        "http://127.0.0.1:7860"
    ),
    question: Annotated[str | None, typer.Option(help="What each visitor asks.")] = None,
    visits: Annotated[int, typer.Option(min=1, max=1000, help="How often it is opened.")] = 10,
    label: Label = None,
    as_json: AsJson = False,
) -> None:
    """Measure how fast the chat page is usable, calm and answered, in a real browser.

    The page must be served already; needs Chromium and the packages of the tests. The values, with
    the load of the machine, are also kept in var/benchmarks/page-LABEL.json.
    """
    from assistant.settings import read_settings
    from assistant.texts import load_texts
    from eval.page_speed import speed_record, visit_page
    from eval.record import write_json

    name = checked_label(label)
    record = speed_record(visit_page(url, question or load_texts("nl")["page.example_2"], visits))
    write_json(record, read_settings().data / "benchmarks" / f"page-{name}.json")
    if as_json:
        typer.echo(json.dumps(record))
    else:
        for what, value in record.items():
            if what != "each":
                typer.echo(f"{what}: {value}")


def ablation_command(
    questions: Questions = SHIPPED_QUESTIONS,
    wording: WordingOption = Wording.ASKED,
) -> None:
    """Show what each part of the search adds, per language direction."""
    from assistant.service import open_assistant
    from assistant.settings import read_settings
    from eval.ablation import ablation, ablation_table
    from eval.question_files import read_question_set

    must_exist(questions)
    with open_assistant(read_settings()) as assistant:
        asked = worded(read_question_set(questions, assistant.documents), wording, questions)
        console().print(ablation_table(ablation(assistant, asked)))


def calibrate_command(
    outside: Annotated[
        list[Path], typer.Argument(help="Files with questions that no document answers.")
    ],
    plot: Annotated[Path, typer.Option(help="Where the plot is written (.png or .svg).")] = Path(
        "eval/calibration.png"
    ),
    write: Annotated[
        bool, typer.Option("--write", help="Use the result: write assistant/evidence/subject.toml.")
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
    from eval.question_files import read_question_set

    unanswered = {path.stem: read_outside_questions(path) for path in outside}
    with open_assistant(read_settings(documents=documents)) as assistant:
        questions = read_question_set(SHIPPED_QUESTIONS, assistant.documents)
        report = calibrate(
            assistant, worded(questions, Wording.BOTH, SHIPPED_QUESTIONS), unanswered
        )
    plot_calibration(report, plot)
    threshold = report.calibration.threshold
    for name, probabilities in {"answerable": report.answerable, **report.outside}.items():
        refused = (probabilities < threshold).mean()
        say(f"{name}: {refused:.3f} of {len(probabilities)} refused")
    say(str(report.calibration))
    if write:
        path = write_calibration(report.calibration, "plain" if plain else "catalogued")
        say(f"Written: {path}")


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
    from eval.faq import faq_recall, read_faq

    pages = read_faq(folder)
    settings = read_settings()
    model = settings.load_embedding_model()
    with tempfile.TemporaryDirectory() as work:
        recalls = faq_recall(pages, model, Path(work))
    for recall in recalls:
        typer.echo(
            f"{recall.language}: Recall@10 {recall.same_language:.3f} in the same language, "
            f"{recall.other_language:.3f} in the other"
        )


def near_miss_command(
    file: Annotated[
        Path,
        typer.Argument(
            help='Lines of {"id", "question", "context"}, perhaps with "answers".',
            show_default=False,
        ),
    ],
) -> None:
    """Ask each question of a FAQ with its page there and with it taken out.

    Makes two indexes in the data folder, each of half the pages. Takes some minutes.
    """
    import tempfile

    from assistant.settings import read_settings
    from eval.faq import read_pages
    from eval.near_miss import near_miss

    must_exist(file)
    with tempfile.TemporaryDirectory() as work, ProgressBar() as bar:
        found = near_miss(read_pages(file), read_settings(), Path(work), bar)
    cited = "" if found.answer_cited is None else f", a citation holds it {found.answer_cited:.2f}"
    typer.echo(
        f"{found.count} questions. Page taken out: refused {found.refused_without:.2f}. "
        f"Page there: refused {found.refused_with:.2f}{cited}, {found.words:.0f} words. "
        f"F1 of refusing {found.f1:.2f}."
    )

"""``assistant eval check``, ``convert`` and ``draft``: making question sets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.options import Documents
from assistant.errors import UsageProblem
from eval.commands.options import must_exist, read_documents
from eval.errors import QuestionsInvalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpus import Document
    from eval.questions import Question

_FILE = typer.Argument(help="File with questions (.jsonl, .csv or .xlsx).", show_default=False)


def check_command(file: Annotated[Path, _FILE], documents: Documents = None) -> None:
    """Check a question file against the documents, without asking anything.

    Every mistake is named with its line: bad JSON, a field that is missing or wrong, an id that
    is used twice, a document that there is not, a quote that does not stand in its document.
    """
    from assistant.settings import read_settings

    must_exist(file)
    library = read_documents(read_settings(documents=documents).documents)
    questions = _read_or_list(file, library)
    unanswerable = sum(not question.is_answerable for question in questions)
    kinds = dict.fromkeys(question.kind for question in questions)
    counts = ", ".join(
        f"{kind} {sum(question.kind == kind for question in questions)}" for kind in kinds
    )
    typer.echo(
        f"{file} is in order: {len(questions)} questions, {unanswerable} of them unanswerable "
        f"({counts})."
    )


def convert_command(
    file: Annotated[Path, _FILE],
    target: Annotated[
        Path, typer.Argument(help="File to write (.jsonl, .csv or .xlsx).", show_default=False)
    ],
    documents: Documents = None,
) -> None:
    """Make a spreadsheet of a question set, or a question set of a spreadsheet.

    Columns: id, lang (nl or en), kind, question, question_translated, answerable (yes or no),
    facts (one per line, wordings separated by |), evidence_1_doc and evidence_1_quote (then 2, 3
    and on), history_1 and on ("user: …" or "assistant: …"), history_1_translated and on. The set
    is checked as by `assistant eval check`.
    """
    from assistant.settings import read_settings
    from eval.question_files import known_format, question_set_bytes
    from eval.record import write_bytes

    must_exist(file)
    known_format(target)
    library = read_documents(read_settings(documents=documents).documents)
    questions = _read_or_list(file, library)
    write_bytes(question_set_bytes(questions, target), target)
    typer.echo(f"{target}: {len(questions)} questions.")


def draft_command(
    target: Annotated[
        Path, typer.Argument(help="File to write (.jsonl, .csv or .xlsx).", show_default=False)
    ],
    per_passage: Annotated[int, typer.Option(min=1, max=20, help="Questions of each passage.")] = 1,
    documents: Documents = None,
) -> None:
    """Draft a question set from the catalogue of a library, for a person to finish.

    Put each question in other words (the index knows these), say what a right answer must hold
    (facts), and add questions that the documents do not answer.
    """
    from assistant.settings import read_settings
    from eval.draft import draft_questions
    from eval.question_files import known_format, question_set_bytes
    from eval.record import write_bytes

    known_format(target)
    folder = read_settings(documents=documents).documents
    library = read_documents(folder)
    questions = draft_questions(tuple(library.values()), per_passage)
    if not questions:
        raise UsageProblem(
            f"The documents in {folder} have no catalogue to draft questions from; write them "
            "yourself, in the columns that `assistant eval convert --help` names."
        )
    write_bytes(question_set_bytes(questions, target), target)
    typer.echo(
        f"{target}: {len(questions)} questions to finish. Put them in other words, add facts and "
        f"questions without an answer, then: assistant eval check {target}"
    )


def _read_or_list(file: Path, documents: Mapping[str, Document]) -> tuple[Question, ...]:
    """Read a question set; list every mistake on a line of its own and stop."""
    from eval.question_files import read_question_set

    try:
        return read_question_set(file, documents)
    except QuestionsInvalid as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        raise typer.Exit(1) from error

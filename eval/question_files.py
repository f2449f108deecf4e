"""Question sets in any of their formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from assistant.errors import UsageProblem
from corpus import Document
from eval.questions import Question, questions_text, read_questions
from eval.spreadsheet import csv_bytes, read_spreadsheet, rows_of, xlsx_bytes

FORMATS: Final = (".jsonl", ".csv", ".xlsx")


def read_question_set(path: Path, documents: Mapping[str, Document]) -> tuple[Question, ...]:
    """Read a question file or a spreadsheet, and check it against the documents.

    :raises QuestionsInvalid: with one line per mistake, each naming the file and the place.
    :raises UsageProblem: the file is of no known kind.
    """
    known_format(path)
    if path.suffix.lower() == ".jsonl":
        return read_questions(path, documents)
    return read_spreadsheet(path, documents)


def question_set_bytes(questions: Sequence[Question], path: Path) -> bytes:
    """Return a question set as it is written to a file of this name.

    :raises UsageProblem: the file is of no known kind.
    :raises EvaluationError: a text does not fit in a spreadsheet.
    """
    known_format(path)
    suffix = path.suffix.lower()
    if suffix == ".jsonl":
        return questions_text(questions).encode()
    rows = rows_of(questions)
    return csv_bytes(rows) if suffix == ".csv" else xlsx_bytes(rows)


def known_format(path: Path) -> None:
    """Check that a file is of a kind that can be read and written.

    :raises UsageProblem: it is not.
    """
    if path.suffix.lower() not in FORMATS:
        raise UsageProblem(f"{path} is of no known kind; use .jsonl, .csv or .xlsx.")

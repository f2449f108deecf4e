"""What several commands of ``assistant eval`` share: options, checks of them, output."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console

from assistant.errors import UsageProblem

if TYPE_CHECKING:
    from corpus import Document
    from eval.questions import Question

_LABEL: Final = re.compile(r"[A-Za-z0-9][\w.-]*")
# Wide enough for the tables when the output goes to a file or a pipe.
_WIDTH_OF_FILES: Final = 200


class Wording(StrEnum):
    """In which language the questions of a set are asked."""

    ASKED = "asked"
    TRANSLATED = "translated"
    BOTH = "both"


Questions = Annotated[
    Path,
    typer.Option(
        help="File with questions, one JSON object per line.", show_default="the shipped set"
    ),
]
WordingOption = Annotated[
    Wording,
    typer.Option(
        help="Ask the questions as they are, in the other language (where the file has a "
        "translation), or both."
    ),
]
Label = Annotated[str | None, typer.Option(help="Name of the result. Default: date and time.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


def worded(questions: Sequence[Question], wording: Wording, file: Path) -> tuple[Question, ...]:
    """Return the questions in the language in which they are to be asked.

    :raises UsageProblem: none of them has a translation.
    """
    from eval.questions import in_other_language

    if wording is Wording.ASKED:
        return tuple(questions)
    translated = tuple(filter(None, map(in_other_language, questions)))
    asked = translated if wording is Wording.TRANSLATED else (*questions, *translated)
    if not asked:
        raise UsageProblem(f"No question in {file} has a translation; leave --wording out.")
    return asked


def read_documents(folder: Path) -> dict[str, Document]:
    """Return the documents of a folder by id, without an index."""
    from corpus import read_library

    return {document.id: document for document in read_library(folder)}


def console() -> Console:
    """Return a console as wide as the terminal, or wide enough for the tables."""
    found = Console()
    return found if found.is_terminal else Console(width=_WIDTH_OF_FILES)


def say(line: str, style: str | None = None) -> None:
    """Print a line as it is: neither cut nor coloured, whatever stands in it."""
    console().print(line, style=style, soft_wrap=True, highlight=False, markup=False)


def checked_label(label: str | None) -> str:
    """Return the label, or one made of date and time.

    :raises UsageProblem: it cannot be the name of a file.
    """
    name = label if label is not None else time.strftime("%Y%m%d-%H%M%S")
    if not _LABEL.fullmatch(name):
        raise UsageProblem(f"{name!r} cannot be a label; use letters, digits, '.', '-' and '_'.")
    return name


def run_file(run: str, runs: Path) -> Path:
    """Return the file of a run that is named by its label or by its file."""
    named = Path(run)
    return named if named.suffix == ".json" else runs / f"{checked_label(run)}.json"


def must_exist(file: Path) -> None:
    """Check that a file is there.

    :raises UsageProblem: it is not.
    """
    if not file.is_file():
        raise UsageProblem(f"There is no file {file}; name a question file (.jsonl).")

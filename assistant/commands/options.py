"""Options and output that several commands share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.errors import UsageProblem
from corpus import LANGUAGES, Language

Documents = Annotated[
    Path | None,
    typer.Option(
        "--documents",
        metavar="DIR",
        help="Folder with your own documents instead of the shipped library.",
    ),
]
# Named by its id, as --documents names a folder.
Within = Annotated[
    list[str] | None,
    typer.Option(
        "--document",
        metavar="ID",
        help="Look in this document only, by its id; may be given more than once.",
    ),
]
Input = Annotated[
    Path | None,
    typer.Option("--input", metavar="FILE", help="File with one question as JSON per line."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one line per question.")]


def known_language(value: str | None) -> Language | None:
    """Return the language that was named; ``None`` if none was.

    :raises UsageProblem: it is none of the two.
    """
    language = next((one for one in LANGUAGES if one == value), None)
    if value is not None and language is None:
        raise UsageProblem(f"--language {value} is not known; use nl or en.")
    return language


def print_json(record: Mapping[str, Any]) -> None:
    """Print one record on one line, at once: whoever reads it need not wait for the next."""
    line = json.dumps(record, ensure_ascii=False)
    # Half a character, which JSON can hold and UTF-8 cannot, goes out as it came in: "\\ud800".
    print(line.encode("utf-8", "backslashreplace").decode("utf-8"), flush=True)

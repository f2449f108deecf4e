"""Options and output that several commands share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.errors import UsageProblem
from assistant.libraries import Libraries, NamedLibrary
from assistant.settings import read_settings
from corpus import LANGUAGES, Language

Documents = Annotated[
    Path | None,
    typer.Option(
        "--documents",
        metavar="DIR",
        help="Folder with your own documents instead of the shipped library.",
    ),
]
Library = Annotated[
    str | None,
    typer.Option(
        "--library",
        metavar="NAME",
        help="A folder in ASSISTANT_LIBRARIES instead of the shipped library.",
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


def chosen_library(
    documents: Path | None, name: str | None, language: Language = "en"
) -> NamedLibrary:
    """Return the library that was named, or that of the settings.

    :param language: of the error.
    :raises LibraryUnknown: there is none of that name.
    :raises SettingsInvalid: a setting cannot be used.
    :raises UsageProblem: two were named.
    """
    if documents is not None and name is not None:
        raise UsageProblem("Name a folder with --documents or a library with --library, not both.")
    return Libraries(read_settings(documents=documents)).find(name, language)


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

"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Documents = Annotated[
    Path | None,
    typer.Option(
        "--documents",
        metavar="DIR",
        help="Folder with your own documents instead of the shipped library.",
    ),
]
Input = Annotated[
    Path | None,
    typer.Option("--input", metavar="FILE", help="File with one question as JSON per line."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one line per question.")]

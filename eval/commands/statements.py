"""``assistant eval statements``: the check of a chat model's statements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.progress_bar import ProgressBar
from eval.commands.options import AsJson, console, must_exist


def statements_command(
    file: Annotated[
        Path,
        typer.Argument(
            help="Statements with quotations of the shipped documents, one JSON object per line.",
            show_default=False,
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Show how many lies the check lets through, and how many fair statements it keeps.

    Each statement is checked against its quotation as one of a chat model is. No chat model is
    needed. The rest of the fair statements is replaced by the quotation.
    """
    from assistant.service import open_assistant
    from assistant.settings import read_settings
    from eval.statements.cases import read_cases
    from eval.statements.checked import check_cases, statements_record, statements_table

    must_exist(file)
    cases = read_cases(file)
    with open_assistant(read_settings()) as assistant, ProgressBar() as bar:
        checked = check_cases(cases, assistant, bar)
    if as_json:
        typer.echo(json.dumps(statements_record(checked)))
    else:
        console().print(statements_table(checked))

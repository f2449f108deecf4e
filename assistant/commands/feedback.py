"""``assistant feedback``: what readers thought of the answers."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated, Final

import typer

from assistant.commands.options import print_json
from assistant.errors import UsageProblem
from assistant.event_log import open_log, record
from assistant.feedback import Feedback, FeedbackNotWritten, FeedbackStore
from assistant.settings import read_settings
from assistant.texts import load_texts

# A spreadsheet takes a cell that begins so for a formula, and would run it.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def feedback(
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON each.")] = False,
    csv_file: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write a file for a spreadsheet."),
    ] = None,
    purge: Annotated[
        bool, typer.Option("--purge", help="Remove what is older than the settings allow.")
    ] = False,
) -> None:
    """List or export what readers thought of the answers."""
    if sum((as_json, csv_file is not None, purge)) > 1:
        raise UsageProblem("Choose one of --json, --csv FILE and --purge.")
    settings = read_settings()
    store = FeedbackStore.of(settings)
    texts = load_texts(settings.language)
    if purge:
        with open_log(settings):
            print(texts["feedback_command.purged"].format(count=store.purge()))
            record("feedback_removed", "feedback", "done")
        return
    everything = store.all()
    if as_json or csv_file is not None:
        with open_log(settings):
            record("feedback_exported", "feedback", "done")
    if as_json:
        for one in everything:
            print_json(asdict(one))
    elif csv_file is not None:
        _write_csv(csv_file, everything)
        print(texts["feedback_command.written"].format(count=len(everything), file=csv_file))
    else:
        good = sum(one.verdict == "good" for one in everything)
        print(
            texts["feedback_command.total"].format(
                count=len(everything), good=good, poor=len(everything) - good
            )
        )
        for one in everything:
            verdict = texts[f"feedback_command.{one.verdict}"]
            words = " ".join(f"{one.library}  {one.question or ''}  {one.reason}".split())
            print(
                f"{one.given[:16].replace('T', ' ')}  {verdict}  {one.answer_id}  {words}".strip()
            )


def _write_csv(path: Path, everything: Sequence[Feedback]) -> None:
    """Write a file that a Dutch spreadsheet program opens in columns: semicolons, UTF-8 with BOM."""
    names = [field.name for field in fields(Feedback)]
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(names)
            for one in everything:
                writer.writerow([_cell(asdict(one)[name] or "") for name in names])
    except OSError as error:
        raise FeedbackNotWritten(
            f"{path} cannot be written ({error.strerror}); name another file."
        ) from error


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text

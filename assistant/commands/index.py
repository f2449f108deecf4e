"""``assistant index``: prepare the model and build an index of a folder of documents."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.harmless import harmless
from assistant.commands.options import Documents, print_json
from assistant.commands.progress_bar import ProgressBar
from assistant.settings import read_settings
from corpus import AssistantError

Enrich = Annotated[
    bool,
    typer.Option(
        "--enrich",
        help="Have the chat model write questions about documents without a catalogue.",
    ),
]
Yes = Annotated[
    bool,
    typer.Option(
        "--yes",
        help="Agree beforehand: with --enrich to what it costs, and to losing documents.",
    ),
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Stop at the first file that cannot be read, skip none."),
]
Watch = Annotated[
    bool,
    typer.Option("--watch", help="Go on, and build again whenever the folder changes."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]


def index(
    documents: Documents = None,
    enrich: Enrich = False,
    yes: Yes = False,
    strict: Strict = False,
    as_json: AsJson = False,
    watch: Watch = False,
) -> None:
    """Build the index.

    The one from before keeps answering until the new one has been checked.
    """
    settings = read_settings(documents=documents)
    if enrich:
        from assistant.commands.enrichment import enrich_documents

        if not enrich_documents(settings, is_agreed=yes):
            return

    def once() -> None:
        from assistant.building import as_record, build
        from assistant.commands.index_report import ask_about, print_report

        with ProgressBar() as progress:
            agree = ask_about(progress, is_agreed=yes)
            report = build(settings, progress, is_strict=strict, agree=agree)
        print_report(report)
        if as_json:
            print_json(as_record(report))

    if watch:
        _watch(settings.documents, once)
    else:
        once()


def _watch(folder: Path, build_once: Callable[[], None]) -> None:
    """Build, and again after every change; only what stops the first build ends it."""
    from index.watching import settled_changes

    for turn, _ in enumerate(settled_changes(folder)):
        try:
            build_once()
        except AssistantError as error:
            if turn == 0:
                raise
            print(f"assistant: {harmless(str(error))}", file=sys.stderr)
        print("Waiting for changes; end with Ctrl-C.", file=sys.stderr, flush=True)

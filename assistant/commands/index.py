"""``assistant index``: prepare the model and build an index of a folder of documents."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.harmless import harmless
from assistant.commands.options import Documents, Library, chosen_library, print_json
from assistant.commands.progress_bar import ProgressBar
from assistant.errors import UsageProblem
from assistant.libraries import Libraries, NamedLibrary
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
    library: Library = None,
) -> None:
    """Build the index, or that of every library.

    The one from before keeps answering until the new one has been checked.
    """
    chosen = chosen_library(documents, library)
    every = (chosen,) if library else tuple(Libraries(chosen.settings))
    if watch and len(every) > 1:
        raise UsageProblem("--watch looks after one library; name it with --library.")
    is_one_of_several = chosen.settings.libraries is not None

    def build_one(one: NamedLibrary) -> None:
        from assistant.building import as_record, build
        from assistant.commands.index_report import ask_about, print_report

        with ProgressBar() as progress:
            agree = ask_about(progress, is_agreed=yes)
            report = build(one.settings, progress, is_strict=strict, agree=agree)
        print_report(report)
        if as_json:
            named = {"library": one.name} if is_one_of_several else {}
            print_json({**named, **as_record(report)})

    def make(one: NamedLibrary) -> None:
        if enrich:
            from assistant.commands.enrichment import enrich_documents

            if not enrich_documents(one.settings, is_agreed=yes):
                return
        if watch:
            _watch(one.settings.documents, lambda: build_one(one))
        else:
            build_one(one)

    if len(every) == 1:
        make(chosen)
    elif not _each(every, make):
        sys.exit(1)


def _each(libraries: Sequence[NamedLibrary], make: Callable[[NamedLibrary], None]) -> bool:
    """Make one after the other; one that fails is told, and does not keep the others waiting."""
    is_good = True
    for one in libraries:
        print(f"Library {harmless(one.name)}:", file=sys.stderr, flush=True)
        try:
            make(one)
        except AssistantError as error:
            is_good = False
            print(f"assistant: {harmless(str(error))}", file=sys.stderr)
    return is_good


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

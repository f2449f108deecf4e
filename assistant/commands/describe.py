"""``assistant describe``: a first version of the documents.toml of a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.harmless import harmless
from assistant.commands.options import Library, chosen_library


def describe(
    documents: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The folder; default: of the settings.")
    ] = None,
    library: Library = None,
) -> None:
    """Write down what is known of the files of a folder.

    In its documents.toml, to be corrected there. What stands in it stays; files that are not in it
    yet are added.
    """
    from corpus.describing import describe_folder

    done = describe_folder(chosen_library(documents, library).settings.documents)
    for one in done.skipped:
        print(harmless(f"{one.name}: {one.reason}"), file=sys.stderr)
    print(
        harmless(
            f"{done.path}: {len(done.added)} files added, {done.known} were there. Correct it, "
            "then run `assistant index`."
        ),
        file=sys.stderr,
    )

"""``assistant index``: prepare the model and build an index of a folder of documents."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.commands.options import Documents
from assistant.commands.progress_bar import ProgressBar
from assistant.settings import Settings, read_settings
from index.errors import IndexBuildFailed

Enrich = Annotated[
    bool,
    typer.Option(
        "--enrich",
        help="Have the chat model write questions about documents without a catalogue.",
    ),
]
Yes = Annotated[
    bool, typer.Option("--yes", help="With --enrich: agree beforehand to what it costs.")
]


def index(documents: Documents = None, enrich: Enrich = False, yes: Yes = False) -> None:
    """Build the index.

    The one from before keeps answering until the new one has been checked.
    """
    settings = read_settings(documents=documents)
    if enrich:
        from assistant.commands.enrichment import enrich_documents

        if not enrich_documents(settings, is_agreed=yes):
            return
    with ProgressBar() as progress:
        print(build(settings, progress), file=sys.stderr)


def build(settings: Settings, progress: ProgressBar) -> str:
    """Prepare the model if need be, build the index, and return one line on what was done."""
    from index.build import build_index
    from index.builds import IndexDirectory
    from index.embedding import load_embedding_model, prepare_bundled_model

    if settings.embedding_model is None:
        try:
            prepare_bundled_model(
                settings.models_directory,
                lambda _, share: progress("prepare", round(share * 100), 100),
            )
        except OSError as error:
            raise IndexBuildFailed(
                f"The model cannot be written to {settings.models_directory} ({error.strerror}); "
                "make room there, or set ASSISTANT_DATA to another folder."
            ) from error
    model = load_embedding_model(
        settings.embedding_model, settings.models_directory, settings.threads
    )
    directory = IndexDirectory(settings.indexes_directory, settings.documents)
    report = build_index(directory, model, progress)
    return (
        f"Index ready: {report.manifest.documents} documents, {report.manifest.passages} passages; "
        f"{report.embedded} texts embedded, {report.reused} unchanged; {report.seconds:.0f} s."
    )

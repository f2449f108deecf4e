"""Building the index of the settings' documents, and what is told of a build."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings
from index.errors import IndexBuildFailed

if TYPE_CHECKING:
    from index.build import BuildReport
    from index.changes import Agree
    from index.progress import Progress


def build(
    settings: Settings, progress: Progress, *, is_strict: bool = False, agree: Agree
) -> BuildReport:
    """Prepare the model if need be, and build the index.

    :param agree: is asked before many of the documents of the index of now are lost.
    :raises AssistantError: saying what is in the way.
    """
    from index.build import build_index
    from index.embedding import prepare_bundled_model

    # Whatever model makes the vectors, it is this one that reads passages with a question.
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
    model = settings.load_embedding_model()
    return build_index(settings.index_directory, model, progress, is_strict=is_strict, agree=agree)


def as_record(report: BuildReport) -> dict[str, Any]:
    """Return everything that a build found as plain values."""
    changes, contents = report.changes, report.contents
    return {
        "documents": report.manifest.documents,
        "passages": report.manifest.passages,
        "new": list(changes.new),
        "changed": list(changes.changed),
        "unchanged": list(changes.unchanged),
        "gone": list(changes.gone),
        "skipped": [
            {"file": one.name, "reason": one.reason, "why": one.why and asdict(one.why)}
            for one in contents.skipped
        ],
        "encodings": {one.name: one.encoding for one in contents.sources if one.encoding},
        "blank_pages": {
            one.name: list(one.blank_pages) for one in contents.sources if one.blank_pages
        },
        "scanned_pages": {
            one.name: list(one.scanned_pages) for one in contents.sources if one.scanned_pages
        },
        "seconds": round(report.seconds, 1),
    }

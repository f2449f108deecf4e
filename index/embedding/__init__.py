"""The embedding model: one that comes with the project, any of sentence-transformers, or a server's."""

from __future__ import annotations

from pathlib import Path

from index.embedding.bundled import (
    BUNDLED_MODEL,
    check_bundled_model,
    prepare_bundled_model,
)
from index.embedding.embedding_server import EmbeddingServer
from index.embedding.model import EmbeddingModel

__all__ = [
    "BUNDLED_MODEL",
    "EmbeddingModel",
    "EmbeddingServer",
    "check_bundled_model",
    "check_embedding_model",
    "load_embedding_model",
    "prepare_bundled_model",
]


def load_embedding_model(
    name: str | None,
    models_directory: Path,
    threads: int | None = None,
    server: EmbeddingServer | None = None,
) -> EmbeddingModel:
    """Load the embedding model; the engines are imported only when they are used.

    :param name: None or ``multilingual-e5-small`` for the bundled model; otherwise a folder, an
        installed package or a hub name of sentence-transformers.
    :param models_directory: where :func:`prepare_bundled_model` has put the bundled model.
    :param threads: processor threads to use; by default all.
    :param server: which runs the model of that name, so that it is none of the above.
    :raises ModelNotPrepared: the bundled model has not been unpacked yet.
    :raises ModelAltered: a file of the bundled model is missing or damaged.
    :raises ModelUnavailable: there is no model of that name.
    :raises EmbeddingServerUnusable: the server does not answer, or refuses.
    """
    if server is not None:
        from index.embedding.served import ServedModel

        return ServedModel(name or BUNDLED_MODEL, server)
    if name is None or name == BUNDLED_MODEL:
        from index.embedding.light import LightModel

        return LightModel(models_directory / BUNDLED_MODEL, threads)
    from index.embedding.sentence_transformer import SentenceTransformerModel

    return SentenceTransformerModel(name, threads)


def check_embedding_model(
    name: str | None, models_directory: Path, server: EmbeddingServer | None = None
) -> str:
    """Check that the model is whole: the bundled one byte by byte, another one by loading it.

    :return: the name of the model.
    :raises IndexingError: it is not; the message says what to do.
    """
    if server is None and name in (None, BUNDLED_MODEL):
        return check_bundled_model(models_directory).model
    return load_embedding_model(name, models_directory, server=server).name

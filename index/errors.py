"""Errors of indexing and searching."""

from __future__ import annotations

from corpus import AssistantError


class IndexingError(AssistantError):
    """Something about the index or its embedding model is not as it should be."""


class IndexMissing(IndexingError):
    """There is no index (of this version) yet."""


class IndexDamaged(IndexMissing):
    """A file of the index is not as it was written."""

    def __init__(self, name: str) -> None:
        """Say what to do.

        :param name: of the file, or of what is wrong with it.
        """
        super().__init__(
            f"The index is damaged ({name}); run `assistant index`, which makes it again."
        )


class IndexBusy(IndexingError):
    """Another process is building this index."""


class IndexBuildFailed(IndexingError):
    """The build stopped; an index from before still answers."""


class BuildRefused(IndexingError):
    """The build would lose more documents than was agreed to; nothing has changed."""


class StoreUnusable(IndexingError):
    """Chroma cannot read or write its files."""


class ModelNotPrepared(IndexingError):
    """The bundled model has not been unpacked yet."""


class ModelAltered(IndexingError):
    """A file of the model is not as it should be."""


class ModelUnavailable(IndexingError):
    """A model that was asked for cannot be loaded."""


class NotReached(IndexingError):
    """What runs elsewhere does not answer, or refuses; it may be back soon."""


class ServerUnusable(StoreUnusable, NotReached):
    """The Chroma server does not answer, or refuses."""


class EmbeddingServerUnusable(ModelUnavailable, NotReached):
    """The server of the embedding model does not answer, or refuses."""

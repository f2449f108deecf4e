"""Chroma: the only module that knows it.

Always cosine, always our own vectors (``embedding_function=None``: Chroma's default one would be
downloaded). One directory per build, written once and then only read: a reader in another
process never sees later changes of a Chroma directory.

Chroma writes a row whenever it opens its database, and knows no way to only read. Where that cannot
be, on a read-only or a full disk, it gets a copy of the database to write to.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection as Several
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamaged, StoreUnusable
from index.store_copy import copy_to_write

if TYPE_CHECKING:
    from chromadb import Where
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

_BATCH: Final = 4000  # Chroma refuses more than 5461 at once
# ef_search bounds how many neighbours a search can return well; searches here ask for 256.
_HNSW: Final[CreateHNSWConfiguration] = {
    "space": "cosine",
    "ef_construction": 200,
    "max_neighbors": 32,
    "ef_search": 300,
    # Everything is on disk when a collection is filled. What is not is sorted out again each time
    # it is opened (0.1 s for a thousand entries), and written into files that others may be reading.
    "batch_size": 2,
    "sync_threshold": 2,
}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest entries of a collection: their ids and cosine similarities, nearest first."""

    ids: tuple[str, ...]
    similarities: NDArray[np.float32]


class VectorStore:
    """Named collections of vectors in one Chroma directory."""

    def __init__(
        self, directory: Path, copy: tempfile.TemporaryDirectory[str] | None = None
    ) -> None:
        """Open a directory that can be written to, or make it.

        :param copy: what the directory lies in, if it goes when the store is closed.
        :raises StoreUnusable: Chroma cannot read or write its files.
        """
        import chromadb
        from chromadb.config import Settings

        with _explained(directory):
            client = chromadb.PersistentClient(
                path=str(directory), settings=Settings(anonymized_telemetry=False)
            )
        self._directory = directory
        self._copy = copy
        # The declared return type lacks close().
        self._client = cast("Client", client)
        self._collections: dict[str, Collection] = {}
        self._sizes: dict[str, int] = {}

    @classmethod
    def to_read(cls, directory: Path) -> VectorStore:
        """Open a filled directory, whether or not it can be written to.

        :raises StoreUnusable: Chroma cannot read its files, or has nowhere to write.
        """
        try:
            return cls(directory)
        except StoreUnusable as error:
            copy = copy_to_write(directory)
            try:
                return cls(Path(copy.name), copy)
            except StoreUnusable:
                # Not the writing was in the way.
                copy.cleanup()
                raise error from error.__cause__

    def add(
        self,
        name: str,
        ids: Sequence[str],
        vectors: NDArray[np.float32],
        texts: Sequence[str],
        metadatas: Sequence[Mapping[str, str | int]],
    ) -> None:
        """Make a collection and fill it; ``vectors`` has shape ``(len(ids), dimensions)``."""
        from chromadb.api.collection_configuration import CreateCollectionConfiguration

        with _explained(self._directory):
            collection = self._client.create_collection(
                name,
                embedding_function=None,
                configuration=CreateCollectionConfiguration(hnsw=_HNSW),
            )
            for start in range(0, len(ids), _BATCH):
                part = slice(start, start + _BATCH)
                collection.add(
                    ids=list(ids[part]),
                    embeddings=vectors[part],
                    documents=list(texts[part]),
                    metadatas=[dict(metadata) for metadata in metadatas[part]],
                )

    def size(self, name: str) -> int:
        """Return the number of entries; 0 for a collection that was not made."""
        if name not in self._sizes:
            collection = self._open(name)
            with _explained(self._directory):
                self._sizes[name] = collection.count() if collection is not None else 0
        return self._sizes[name]

    def check_sizes(self, expected: Mapping[str, int]) -> None:
        """Compare the collections with how many entries each was made with.

        :raises IndexDamaged: naming the first that has another number.
        """
        for name, count in expected.items():
            if self.size(name) != count:
                raise IndexDamaged(f"{self.size(name)} of {count} {name}")

    def nearest(
        self,
        name: str,
        vector: NDArray[np.float32],
        count: int,
        documents: Several[str] = (),
        *,
        beyond: bool = False,
    ) -> Neighbours:
        """Search a collection with a unit vector; at most ``count`` entries, none if it is empty.

        :param documents: the ids of those to search in; none: all of them.
        :param beyond: search in all documents but those.
        """
        collection = self._open(name)
        count = min(count, self.size(name))
        if collection is None or count == 0:
            return Neighbours((), np.zeros(0, dtype=np.float32))
        with _explained(self._directory):
            found: Any = collection.query(
                query_embeddings=vector[np.newaxis, :],
                n_results=count,
                where=_within(documents, beyond=beyond) if documents else None,
                include=["distances"],
            )
        distances = np.asarray(found["distances"][0], dtype=np.float32)
        return Neighbours(tuple(found["ids"][0]), 1.0 - distances)

    def close(self) -> None:
        """Close the directory's files."""
        self._client.close()
        if self._copy is not None:
            self._copy.cleanup()

    def _open(self, name: str) -> Collection | None:
        if name not in self._collections:
            from chromadb.errors import NotFoundError

            with _explained(self._directory):
                try:
                    found = self._client.get_collection(name, embedding_function=None)
                except NotFoundError:
                    self._sizes[name] = 0
                    return None
            self._collections[name] = found
        return self._collections[name]


def load_chroma() -> None:
    """Import Chroma, which takes half a second."""
    import chromadb  # noqa: F401


def _within(documents: Several[str], *, beyond: bool) -> Where:
    return cast("Where", {"document": {"$nin" if beyond else "$in": sorted(documents)}})


@contextmanager
def _explained(directory: Path) -> Iterator[None]:
    """Say what to do about what Chroma raises: its own errors, those of its database, and panics."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic in Chroma's Rust code is no Exception
        raise StoreUnusable(
            f"Chroma cannot use {directory} ({error}); if the disk has room, run `assistant index` "
            "to make the index again."
        ) from error

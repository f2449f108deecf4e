"""Chroma: with ``index.server_store`` the only module that knows it.

Always cosine, always our own vectors (``embedding_function=None``: Chroma's default one would be
downloaded). One directory per build, written once and then only read: a reader in another
process never sees later changes of a Chroma directory.

Chroma writes a row whenever it opens its database, and knows no way to only read. Where that cannot
be, on a read-only or a full disk, it gets a copy of the database to write to.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Collection as Several
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from index.chroma_server import ChromaServer
from index.errors import IndexDamaged, IndexMissing, StoreUnusable
from index.store_copy import copy_to_write
from index.store_files import compact

if TYPE_CHECKING:
    from chromadb import Where
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

Result = TypeVar("Result")

_FOLDER: Final = "chroma"
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
        self._directory = directory
        self._copy = copy
        self._client = self._connect()
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

        collection = self._call(
            lambda: self._client.get_or_create_collection(
                self._full_name(name),
                embedding_function=None,
                configuration=CreateCollectionConfiguration(hnsw=_HNSW),
                metadata=self._metadata,
            )
        )
        for start in range(0, len(ids), _BATCH):
            part = slice(start, start + _BATCH)
            self._call(
                partial(
                    collection.add,
                    ids=list(ids[part]),
                    embeddings=vectors[part],
                    documents=list(texts[part]),
                    metadatas=[dict(metadata) for metadata in metadatas[part]],
                )
            )

    def size(self, name: str) -> int:
        """Return the number of entries; 0 for a collection that was not made."""
        if name not in self._sizes:
            collection = self._open(name)
            self._sizes[name] = 0 if collection is None else self._call(collection.count)
        return self._sizes[name]

    def check_sizes(self, expected: Mapping[str, int]) -> None:
        """Compare the collections with how many entries each was made with.

        :raises IndexDamaged: naming the first that has another number.
        """
        for name, count in expected.items():
            if self.size(name) != count:
                raise IndexDamaged(f"{self.size(name)} of {count} {name}")

    def check_sample(self) -> None:
        """Compare some vectors with what was written; here the files have checksums already."""

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
        found: Any = self._call(
            lambda: collection.query(
                query_embeddings=vector[np.newaxis, :],
                n_results=count,
                where=_within(documents, beyond=beyond) if documents else None,
                include=["distances"],
            )
        )
        distances = np.asarray(found["distances"][0], dtype=np.float32)
        return Neighbours(tuple(found["ids"][0]), 1.0 - distances)

    def close(self) -> None:
        """Close the directory's files."""
        self._client.close()
        if self._copy is not None:
            self._copy.cleanup()

    def finish(self) -> None:
        """Close the store when everything is in it, and leave its files as they are to stay."""
        self.close()
        compact(self._directory)

    def _open(self, name: str) -> Collection | None:
        from chromadb.errors import NotFoundError

        def find() -> Collection | None:
            try:
                return self._client.get_collection(self._full_name(name), embedding_function=None)
            except NotFoundError:
                return None

        if name not in self._collections:
            found = self._call(find)
            if found is None:
                return None
            self._collections[name] = found
        return self._collections[name]

    def _connect(self) -> Client:
        import chromadb
        from chromadb.config import Settings

        with self._explained():
            client = chromadb.PersistentClient(
                path=str(self._directory), settings=Settings(anonymized_telemetry=False)
            )
        # The declared return type lacks close().
        return cast("Client", client)

    def _full_name(self, name: str) -> str:
        """Return what a collection is called in Chroma."""
        return name

    @property
    def _metadata(self) -> dict[str, str] | None:
        """What Chroma is told of a collection."""
        return None

    def _call(self, work: Callable[[], Result]) -> Result:
        """Have Chroma do something."""
        with self._explained():
            return work()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say what to do about what Chroma raises: its own errors, its database's, and panics."""
        try:
            yield
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:  # a panic in Chroma's Rust code is no Exception
            raise StoreUnusable(
                f"Chroma cannot use {self._directory} ({error}); if the disk has room, run "
                "`assistant index` to make the index again."
            ) from error


def check_server(server: ChromaServer) -> None:
    """See whether a server can be used, before any work is done for it.

    :raises ServerUnusable: it cannot.
    """
    from index.server_store import check_answers

    check_answers(server)


def store_to_fill(build: Path, server: ChromaServer | None = None) -> VectorStore:
    """Make the store of a new build: in its folder, or in a server.

    :raises StoreUnusable: Chroma cannot be used.
    """
    if server is None:
        return VectorStore(build / _FOLDER)
    from index.server_store import ServerStore

    return ServerStore(build, server)


def store_to_read(build: Path, server: ChromaServer | None = None) -> VectorStore:
    """Open the store of a build where it was made.

    :raises IndexMissing: it was not made there, or is there no more.
    :raises StoreUnusable: Chroma cannot be used.
    """
    if server is not None:
        from index.server_store import ServerStore

        return ServerStore.of_build(build, server)
    if not (build / _FOLDER).is_dir():
        raise IndexMissing(
            f"The index {build.name} has its vectors in a Chroma server; set ASSISTANT_CHROMA to "
            "its address, or run `assistant index`."
        )
    return VectorStore.to_read(build / _FOLDER)


def remove_vectors(build: Path, names: Several[str], server: ChromaServer | None = None) -> None:
    """Remove what a server holds for a build; what is in its folder goes with the folder.

    :raises ServerUnusable: the server does not answer, or refuses.
    """
    if server is not None:
        from index.server_store import ServerStore

        with closing(ServerStore(build, server)) as store:
            store.remove(names)


def load_chroma() -> None:
    """Import Chroma, which takes half a second."""
    import chromadb  # noqa: F401


def _within(documents: Several[str], *, beyond: bool) -> Where:
    return cast("Where", {"document": {"$nin" if beyond else "$in": sorted(documents)}})

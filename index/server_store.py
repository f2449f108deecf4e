"""Vectors in a Chroma server, for several processes on several machines.

Each build has collections of its own, with its id before their names, so one that is written never
touches one that is read. ``current`` on disk says which build answers, as it does without a server.
Beside the other files of a build lies a sample of its vectors, by which it is seen that what the
server holds was written for it.

A server that is started again is waited for. Nobody asks why a question took some seconds more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

import httpx
import numpy as np
from numpy.typing import NDArray

from index.chroma_server import ChromaServer
from index.errors import IndexMissing, ServerUnusable
from index.store import VectorStore

if TYPE_CHECKING:
    from chromadb.api.client import Client

Result = TypeVar("Result")

_BETWEEN_TRIES_S: Final = 0.1
_CONNECT_TIMEOUT_S: Final = 5.0
# A batch of 4000 vectors took 11 s on a busy machine.
_ANSWER_TIMEOUT_S: Final = 120.0
_SAMPLE_SIZE: Final = 16
# What a proxy says when nobody is behind it.
_NOBODY_THERE: Final = (502, 503, 504)


class ServerStore(VectorStore):
    """The collections of one build in a Chroma server."""

    def __init__(self, build: Path, server: ChromaServer) -> None:
        """Reach the server.

        :param build: the folder of the build; its name is the build's id.
        :raises ServerUnusable: the server does not answer, or refuses.
        """
        self._build = build
        self._server = server
        self._lost_since: float | None = None
        self._lock = threading.Lock()
        super().__init__(build)

    @classmethod
    def of_build(cls, build: Path, server: ChromaServer) -> ServerStore:
        """Open the collections that were written for a build.

        :raises IndexMissing: it was made without a server, or the server has none for it.
        :raises ServerUnusable: the server does not answer, or refuses.
        """
        if not _sample_path(build).is_file():
            raise IndexMissing(
                f"The index {build.name} has its vectors in its own folder, not in the Chroma "
                f"server at {server.url}; run `assistant index`, or take ASSISTANT_CHROMA away."
            )
        store = cls(build, server)
        try:
            for name in _read_sample(build):
                found = store._open(name)
                of = None if found is None else (found.metadata or {}).get("build")
                if of != build.name:
                    raise IndexMissing(
                        f"The Chroma server at {server.url} has no vectors of the index "
                        f"{build.name} (looked for {name}"
                        f"{f', found those of {of}' if of else ''}); run `assistant index`."
                    )
        except BaseException:
            store.close()
            raise
        return store

    def add(
        self,
        name: str,
        ids: Sequence[str],
        vectors: NDArray[np.float32],
        texts: Sequence[str],
        metadatas: Sequence[Mapping[str, str | int]],
    ) -> None:
        """Make a collection and fill it, and keep a sample of it in the build's folder."""
        super().add(name, ids, vectors, texts, metadatas)
        chosen = np.unique(np.linspace(0, len(ids) - 1, _SAMPLE_SIZE).astype(int))
        kept = _read_sample(self._build) if _sample_path(self._build).is_file() else {}
        kept[name] = ([ids[one] for one in chosen], vectors[chosen])
        named = {f"{one}.ids": np.array(some) for one, (some, _) in kept.items()}
        named |= {f"{one}.vectors": those for one, (_, those) in kept.items()}
        np.savez(_sample_path(self._build), **named)  # type: ignore[arg-type]

    def check_sample(self) -> None:
        """Compare some vectors of each collection with what was written.

        :raises IndexMissing: they are others.
        """
        for name, (ids, vectors) in _read_sample(self._build).items():
            collection = self._open(name)
            found: Any = collection and self._call(
                partial(collection.get, ids=ids, include=["embeddings"])
            )
            by_id = dict(zip(found["ids"], found["embeddings"], strict=True)) if found else {}
            if by_id.keys() != set(ids) or not np.allclose(
                [by_id[one] for one in ids], vectors, atol=1e-5
            ):
                raise IndexMissing(
                    f"The vectors of {name} in the Chroma server at {self._server.url} are not "
                    f"those of the index {self._build.name}; run `assistant index`."
                )

    def finish(self) -> None:
        """Close the store when everything is in it."""
        self.close()

    def remove(self, names: Collection[str]) -> None:
        """Remove the collections of the build, as far as they are there."""
        for name in names:
            self._call(partial(self._delete, name))

    def _delete(self, name: str) -> None:
        from chromadb.errors import NotFoundError

        with suppress(NotFoundError):
            self._client.delete_collection(self._full_name(name))

    def _connect(self) -> Client:
        check_answers(self._server)
        from chromadb import HttpClient
        from chromadb.config import Settings

        address = urlsplit(self._server.url)
        is_https = address.scheme == "https"
        with self._explained():
            client: Any = HttpClient(
                host=address.hostname or "",
                port=address.port or (443 if is_https else 80),
                ssl=is_https,
                headers=_headers(self._server),
                settings=Settings(anonymized_telemetry=False),
            )
        # It would wait for ever, and there is no setting for it.
        client._server._session.timeout = httpx.Timeout(
            _ANSWER_TIMEOUT_S, connect=_CONNECT_TIMEOUT_S
        )
        connected: Client = client
        return connected

    def _full_name(self, name: str) -> str:
        return f"{self._build.name}.{name}"

    @property
    def _metadata(self) -> dict[str, str]:
        return {"build": self._build.name}

    def _call(self, work: Callable[[], Result]) -> Result:
        """Do something that may be done twice; wait for a server that is away for a moment.

        Who comes when it has been away for longer does not wait.
        """
        while True:
            try:
                with self._explained():
                    result = work()
            except ServerUnusable as error:
                if not _is_away(error.__cause__):
                    raise
                with self._lock:
                    now = time.monotonic()
                    self._lost_since = self._lost_since or now
                    is_over = now - self._lost_since > self._server.patience_s
                if is_over:
                    raise
                time.sleep(_BETWEEN_TRIES_S)
            else:
                self._lost_since = None
                return result

    @contextmanager
    def _explained(self) -> Iterator[None]:
        with _explained(self._server):
            yield


def check_answers(server: ChromaServer) -> None:
    """Ask a server for its version, to see whether it can be used.

    :raises ServerUnusable: it does not answer, refuses, or is something else.
    """
    with _explained(server):
        answer = httpx.get(
            f"{server.url}/api/v2/version", headers=_headers(server), timeout=_CONNECT_TIMEOUT_S
        )
        answer.raise_for_status()
        if not isinstance(answer.json(), str):
            raise ValueError("it is no Chroma server")


def _headers(server: ChromaServer) -> dict[str, str]:
    return {} if server.token is None else {"Authorization": f"Bearer {server.token}"}


def _sample_path(build: Path) -> Path:
    return build / "sample.npz"


def _read_sample(build: Path) -> dict[str, tuple[list[str], NDArray[np.float32]]]:
    """Return the ids and vectors that are kept of each collection."""
    with np.load(_sample_path(build)) as stored:
        return {
            name: (stored[f"{name}.ids"].tolist(), stored[f"{name}.vectors"])
            for name in (one.removesuffix(".ids") for one in stored.files if one.endswith(".ids"))
        }


def _is_away(error: BaseException | None) -> bool:
    """Tell whether an error is that of a server that may be back soon."""
    # Chroma hides the status of an answer that is not its own behind an error of no kind.
    hidden = error.__context__ if error is not None else None
    if isinstance(hidden, httpx.HTTPStatusError):
        return hidden.response.status_code in _NOBODY_THERE
    return isinstance(error, httpx.TransportError)


@contextmanager
def _explained(server: ChromaServer) -> Iterator[None]:
    """Say what to do about what goes wrong with a server."""
    try:
        yield
    except Exception as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise ServerUnusable(
            f"The Chroma server at {server.url} cannot be used ({reason}); see whether it runs, "
            "and look at ASSISTANT_CHROMA and ASSISTANT_CHROMA_TOKEN."
        ) from error

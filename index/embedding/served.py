"""A model that a server runs: any that speaks OpenAI's ``/v1/embeddings``.

Every question, and when an index is made every text, is sent to that server.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import httpx
import numpy as np
from numpy.typing import NDArray

from index.embedding.embedding_server import EmbeddingServer
from index.errors import EmbeddingServerUnusable

# text-embeddings-inference takes no more at once unless it is told to.
_TEXTS_AT_ONCE: Final = 32
_TIMEOUT: Final = httpx.Timeout(60.0, connect=5.0)
# The models of this family were trained with these before every text; others are given none.
_E5: Final = re.compile(r"(?i)\be5\b")
_E5_QUERY, _E5_PASSAGE = "query: ", "passage: "


class ServedModel:
    """A model of a server, by its name there.

    A server does not say when it runs other weights under the same name, so an index that was made
    with them is known by name and dimension only.
    """

    def __init__(self, name: str, server: EmbeddingServer) -> None:
        """Ask for one vector, to learn how long they are.

        :raises EmbeddingServerUnusable: the server gives none.
        """
        self.name: str = name
        self._server = server
        key = {} if server.key is None else {"Authorization": f"Bearer {server.key}"}
        self._client = httpx.Client(timeout=_TIMEOUT, headers=key)
        is_e5 = bool(_E5.search(name.replace("_", "-")))
        self._prompts = (_E5_QUERY, _E5_PASSAGE) if is_e5 else ("", "")
        self.dimensions: int = 0
        self.dimensions = self._request(["1"]).shape[1]
        told = f"{name}\n{self.dimensions}\n{self._prompts}"
        self.fingerprint: str = hashlib.sha256(told.encode()).hexdigest()[:16]

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed questions; shape ``(len(texts), dimensions)``.

        :raises EmbeddingServerUnusable: the server gives no vectors, or others than before.
        """
        return self._embed(self._prompts[0], texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed passages; shape ``(len(texts), dimensions)``.

        :raises EmbeddingServerUnusable: the server gives no vectors, or others than before.
        """
        return self._embed(self._prompts[1], texts)

    def _embed(self, prompt: str, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            part = [f"{prompt}{text}" for text in texts[start : start + _TEXTS_AT_ONCE]]
            vectors[start : start + len(part)] = self._request(part)
        return vectors

    def _request(self, texts: list[str]) -> NDArray[np.float32]:
        with self._explained():
            answer = self._client.post(
                f"{self._server.url}/embeddings",
                json={"model": self.name, "input": texts, "encoding_format": "float"},
            )
            answer.raise_for_status()
            given: Any = sorted(answer.json()["data"], key=lambda one: one["index"])
            vectors = np.array([one["embedding"] for one in given], dtype=np.float32)
            if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
                raise ValueError("what it sends are not the vectors that were asked for")
            if self.dimensions not in (0, vectors.shape[1]):
                raise ValueError(f"vectors of {vectors.shape[1]} numbers, not {self.dimensions}")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(lengths, 1e-12)
        return unit

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise EmbeddingServerUnusable(
                f"The model {self.name} at {self._server.url} gives no vectors ({reason}); see "
                "whether it runs, and look at ASSISTANT_EMBEDDING_URL, _MODEL and _API_KEY."
            ) from error

"""The address of a server that runs an embedding model."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class EmbeddingServer:
    """Where a model is run: ``url`` ends before ``/embeddings``; ``key``: what it wants to see."""

    url: str
    key: str | None = field(default=None, repr=False)

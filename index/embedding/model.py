"""What every embedding model can do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class EmbeddingModel(Protocol):
    """Turns texts into vectors of length one; the dot product of two is their cosine."""

    @property
    def name(self) -> str:
        """Name for people and for the index's manifest."""

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change when weights, tokenizer or engine change."""

    @property
    def dimensions(self) -> int:
        """Length of every vector."""

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed questions; shape ``(len(texts), dimensions)``, rows in the order of ``texts``."""

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed passages; shape ``(len(texts), dimensions)``, rows in the order of ``texts``."""

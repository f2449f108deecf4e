"""Vectors that were computed before, by the text they belong to.

Kept in SQLite and written in small transactions, so that an interrupted build goes on where it
stopped and unchanged text is never embedded again. A file of another model is a file of its own.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

_LOOKUP_SIZE = 500


def text_digest(role: str, text: str) -> bytes:
    """Return the key of a text that was embedded in a role (``query`` or ``passage``)."""
    return hashlib.blake2b(f"{role}\x00{text}".encode(), digest_size=16).digest()


class VectorCache:
    """Raw model vectors (float32) on disk, by text digest."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, timeout=30)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS vectors (digest BLOB PRIMARY KEY, vector BLOB NOT NULL)"
        )

    def find(self, digests: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Return the vectors that are known, each of shape ``(dimensions,)``."""
        known: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(digests), _LOOKUP_SIZE):
            part = digests[start : start + _LOOKUP_SIZE]
            marks = ",".join("?" * len(part))
            rows = self._database.execute(
                f"SELECT digest, vector FROM vectors WHERE digest IN ({marks})",
                part,
            )
            known.update((digest, np.frombuffer(blob, dtype=np.float32)) for digest, blob in rows)
        return known

    def store(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep vectors; one transaction."""
        with self._database:
            self._database.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                (
                    (digest, vector.astype(np.float32).tobytes())
                    for digest, vector in vectors.items()
                ),
            )

    def keep_only(self, digests: Iterable[bytes]) -> None:
        """Forget every other vector, so that the file does not grow with each change of text."""
        with self._database:
            self._database.execute("CREATE TEMP TABLE IF NOT EXISTS used (digest BLOB PRIMARY KEY)")
            self._database.execute("DELETE FROM used")
            self._database.executemany(
                "INSERT OR IGNORE INTO used VALUES (?)", ((digest,) for digest in digests)
            )
            self._database.execute(
                "DELETE FROM vectors WHERE digest NOT IN (SELECT digest FROM used)"
            )

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> VectorCache:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

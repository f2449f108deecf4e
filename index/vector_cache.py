"""Vectors that were computed before, by the text they belong to.

Each has a checksum; one that does not fit it is computed again.

Kept in SQLite and written in small transactions, so that an interrupted build goes on where it
stopped and unchanged text is never embedded again. A file of another model is a file of its own.
A damaged file is begun anew: nothing is in it that cannot be computed.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

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
        database = _open(path)
        if database is None:
            for part in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
                part.unlink(missing_ok=True)
            database = _open(path)
        if database is None:
            raise sqlite3.DatabaseError(f"{path} is damaged")
        self._database = database

    def find(self, digests: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        """Return the vectors that are known, each of shape ``(dimensions,)``."""
        known: dict[bytes, NDArray[np.float32]] = {}
        for start in range(0, len(digests), _LOOKUP_SIZE):
            part = digests[start : start + _LOOKUP_SIZE]
            marks = ",".join("?" * len(part))
            rows = self._database.execute(
                f"SELECT digest, vector, checksum FROM vectors WHERE digest IN ({marks})",
                part,
            )
            known.update(
                (digest, np.frombuffer(blob, dtype=np.float32))
                for digest, blob, checksum in rows
                # Those from before there were checksums have none.
                if checksum in (None, zlib.crc32(blob))
            )
        return known

    def store(self, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep vectors; one transaction."""
        with self._database:
            self._database.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                (
                    (digest, blob := vector.astype(np.float32).tobytes(), zlib.crc32(blob))
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

    def __exit__(self, *_: object) -> None:
        self.close()


def _open(path: Path) -> sqlite3.Connection | None:
    """Open a file of vectors, made when missing; ``None`` for one that is damaged."""
    database = sqlite3.connect(path, timeout=30)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(
            "CREATE TABLE IF NOT EXISTS vectors "
            "(digest BLOB PRIMARY KEY, vector BLOB NOT NULL, checksum INTEGER)"
        )
        columns = [row[1] for row in database.execute("PRAGMA table_info(vectors)")]
        if "checksum" not in columns:
            database.execute("ALTER TABLE vectors ADD COLUMN checksum INTEGER")
        state: str = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError:  # the disk is full, not the file damaged
        database.close()
        raise
    except sqlite3.DatabaseError:
        state = "damaged"
    if state != "ok":
        database.close()
        return None
    return database

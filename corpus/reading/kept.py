"""What files were read as, kept by their content, so that only what changed is read again.

In SQLite, beside the index that is made of it. A file of it that is damaged is begun anew: nothing
is in it that cannot be read. With other readers, or other libraries or programs below them, all is read again.
"""

from __future__ import annotations

import hashlib
import sqlite3
from functools import cache
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Final

from pydantic import TypeAdapter, ValidationError

from corpus.reading.parts import Reading
from corpus.reading.recognition import recogniser

_READING: Final = TypeAdapter(Reading)
_LIBRARIES: Final = ("pypdfium2", "mammoth", "lxml", "python-pptx", "markdown-it-py")


class KeptReadings:
    """The readings of the files of a folder; those that nobody asked for go on leaving."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._used: set[str] = set()
        try:
            self._database = _open(path)
        except sqlite3.Error:
            path.unlink(missing_ok=True)
            self._database = _open(path)

    def find(self, digest: str) -> Reading | None:
        """Return what a file with this digest was read as."""
        self._used.add(digest)
        row = self._database.execute(
            "SELECT reading FROM readings WHERE digest = ?", (digest,)
        ).fetchone()
        try:
            return None if row is None else _READING.validate_json(row[0])
        except ValidationError:
            return None

    def keep(self, digest: str, reading: Reading) -> None:
        """Keep what a file was read as."""
        with self._database:
            self._database.execute(
                "INSERT OR REPLACE INTO readings VALUES (?, ?)",
                (digest, _READING.dump_json(reading)),
            )

    def __enter__(self) -> KeptReadings:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            known = [row[0] for row in self._database.execute("SELECT digest FROM readings")]
            gone = [(digest,) for digest in known if digest not in self._used]
            with self._database:
                self._database.executemany("DELETE FROM readings WHERE digest = ?", gone)
        self._database.close()


def reading_digest(path: Path) -> str:
    """Return a digest of a file, its ending and what reads it.

    :raises OSError: the file cannot be opened.
    """
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    return hashlib.sha256(f"{content} {path.suffix.lower()} {_readers()}".encode()).hexdigest()


@cache
def _readers() -> str:
    """Return a digest of the code that reads files, and of the libraries that it uses."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    for name in _LIBRARIES:
        digest.update(f"{name} {metadata.version(name)}".encode())
    digest.update(str(recogniser()).encode())
    return digest.hexdigest()


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path)
    # Waiting for the disk after each of a thousand files takes longer than reading them, and what
    # is lost when the machine itself stops is read again.
    database.execute("PRAGMA synchronous = OFF")
    # What is taken out of it is gone from the disk as well: it is the text of a document.
    database.execute("PRAGMA secure_delete = ON")
    if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError(f"{path} is damaged")
    database.execute("CREATE TABLE IF NOT EXISTS readings (digest TEXT PRIMARY KEY, reading BLOB)")
    return database

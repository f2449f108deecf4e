"""The documents and passages of one build, on disk, read one by one when needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from corpus import Document
from index.errors import IndexMissing
from index.passages import Passage

_DOCUMENT: Final = TypeAdapter(Document)
_PASSAGE: Final = TypeAdapter(Passage)


class Records(Mapping[str, Document]):
    """Passages by number and documents by id; what was indexed, even if the files have changed."""

    def __init__(self, path: Path) -> None:
        # Read-only and shared between the threads of the page: nobody writes.
        try:
            self._database = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
            )
            self._database.execute("SELECT id FROM documents LIMIT 1")
        except sqlite3.Error as error:
            raise IndexMissing(
                f"{path} cannot be read ({error}); run `assistant index` to make the index again."
            ) from error
        self._documents: dict[str, Document] = {}
        self._passages: dict[int, Passage] = {}
        self._numbers: dict[str, list[int]] = {}

    @staticmethod
    def write(path: Path, documents: Iterable[Document], passages: Iterable[Passage]) -> None:
        """Write all documents and passages; passages are numbered from 0 in the order given."""
        database = sqlite3.connect(path)
        with database:
            database.execute("CREATE TABLE documents (id TEXT PRIMARY KEY, record BLOB NOT NULL)")
            database.execute(
                "CREATE TABLE passages (number INTEGER PRIMARY KEY, record BLOB NOT NULL)"
            )
            database.executemany(
                "INSERT INTO documents VALUES (?, ?)",
                ((document.id, _DOCUMENT.dump_json(document)) for document in documents),
            )
            database.executemany(
                "INSERT INTO passages VALUES (?, ?)",
                ((number, _PASSAGE.dump_json(passage)) for number, passage in enumerate(passages)),
            )
        database.close()

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """Return passages in the order of ``numbers``."""
        return [self._passage(number) for number in numbers]

    def numbers_of(self, documents: Iterable[str]) -> list[int]:
        """Return the numbers of the passages of some documents, by id."""
        if not self._numbers:
            numbers: dict[str, list[int]] = {}
            for number, document in self._database.execute(
                "SELECT number, json_extract(CAST(record AS TEXT), '$.document') FROM passages"
            ):
                numbers.setdefault(document, []).append(number)
            self._numbers = numbers
        return [number for one in documents for number in self._numbers.get(one, ())]

    def _passage(self, number: int) -> Passage:
        if number not in self._passages:
            row = self._database.execute(
                "SELECT record FROM passages WHERE number = ?", (int(number),)
            ).fetchone()
            if row is None:
                raise KeyError(number)
            self._passages[number] = _PASSAGE.validate_json(row[0])
        return self._passages[number]

    def __getitem__(self, identifier: str) -> Document:
        if identifier not in self._documents:
            row = self._database.execute(
                "SELECT record FROM documents WHERE id = ?", (identifier,)
            ).fetchone()
            if row is None:
                raise KeyError(identifier)
            self._documents[identifier] = _DOCUMENT.validate_json(row[0])
        return self._documents[identifier]

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self._database.execute("SELECT id FROM documents ORDER BY rowid"))

    def __len__(self) -> int:
        count: int = self._database.execute("SELECT count(*) FROM documents").fetchone()[0]
        return count

    def close(self) -> None:
        """Close the file."""
        self._database.close()

"""What of Chroma's files changes whenever they are opened.

Chroma writes a row into one small table of its database, to see whether it can write. All else is
as the build left it, so it has a checksum: of the pages that were there then, without that table's
first one (its later ones come behind them) and without what SQLite counts in the header.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

DATABASE: Final = "chroma.sqlite3"
_WRITTEN_TABLE: Final = "acquire_write"
# Changes, pages, free pages; the version that wrote last (https://sqlite.org/fileformat.html, 1.3).
_COUNTED: Final = (slice(24, 40), slice(92, 100))


def compact(directory: Path) -> None:
    """Leave no free page in the database, so that what comes to be written has pages of its own.

    :raises sqlite3.Error: there is no room for it.
    """
    path, fresh = directory / DATABASE, directory / f"{DATABASE}.new"
    with closing(sqlite3.connect(path)) as database:
        database.execute("VACUUM INTO ?", (str(fresh),))
    fresh.replace(path)


def is_made_again(path: Path) -> bool:
    """Tell whether Chroma makes a file of vectors again from its database whenever it is opened.

    It does so for a collection of one entry, too few for it to be written.
    """
    return path.suffix == ".bin" and not path.with_name("index_metadata.pickle").exists()


def database_checksum(path: Path, pages: int | None = None) -> str:
    """Return the number of pages and the SHA-256 of what only building changes in them.

    :param pages: how many to read; default: all.
    :raises sqlite3.Error: it is no database.
    """
    # Immutable: what another process is writing is left out anyway, its lock and journal with it.
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        (size,) = database.execute("PRAGMA page_size").fetchone()
        (there,) = database.execute("PRAGMA page_count").fetchone()
        (written,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (_WRITTEN_TABLE,)
        ).fetchone() or (there + 1,)
    pages = pages or there
    digest = hashlib.sha256()
    with path.open("rb") as file:
        header = bytearray(file.read(size))
        for counted in _COUNTED:
            header[counted] = bytes(counted.stop - counted.start)
        digest.update(header)
        for first, last in ((1, written - 1), (written, pages)):
            file.seek(first * size)
            left = (last - first) * size
            while left > 0 and (part := file.read(min(left, 2**20))):
                digest.update(part)
                left -= len(part)
    return f"{pages} {digest.hexdigest()}"

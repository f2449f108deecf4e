"""Where builds lie on disk, and which one is current.

``<data>/indexes/<folder name>-<digest of its path>/``
    ``lock``            held while a build is made
    ``vectors-*.sqlite`` vectors computed before, one file per model
    ``readings.sqlite`` what its files were read as, by their content
    ``machine-made/``   questions that a chat model has written for the documents
    ``builds/<id>/``    one build: Chroma, keywords, records, manifest; never changed once current.
                        With a Chroma server that holds its vectors, and a sample of them is here
    ``current``         the id of the build that answers, and of the one before it

A build becomes current by replacing ``current`` in one step, only after a check of the new build
in a process of its own. Until then the old build answers; a build that was interrupted is just a
folder that nobody points to, and is cleared away by the next one. An old build stays until nobody
reads it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from index.background import Background
from index.chroma_server import ChromaServer
from index.entries import COLLECTIONS
from index.errors import IndexDamaged, IndexMissing, ServerUnusable
from index.in_use import is_held
from index.library_kind import LibraryKind, library_kind
from index.store import remove_vectors
from index.store_files import DATABASE, database_checksum, is_made_again

FORMAT: Final = 9
_BUILD_ID: Final = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made from.

    ``files``: the digest of everything in the folder; ``sources``: of what was read, by the name of
    a file or of a document's folder; ``checksums``: of each of its own files but this one, which
    holds its own.
    ``machine_made``: how many of its questions a chat model has written. ``background``: how near
    questions about anything else come, by kind of entry and language of the question.
    """

    format: int
    created: str
    documents_folder: str
    files: dict[str, str] = field(repr=False)
    sources: dict[str, str] = field(repr=False)
    model: str
    model_fingerprint: str
    dimensions: int
    documents: int
    passages: int
    entries: dict[str, int]
    build_id: str
    checksums: dict[str, str] = field(repr=False)
    machine_made: int = 0
    background: dict[str, Background] = field(default_factory=dict, repr=False)

    @property
    def library(self) -> LibraryKind:
        """Whether it has a catalogue, or is of bare documents."""
        return library_kind(
            name.rpartition("_")[0] for name, count in self.entries.items() if count
        )


class IndexDirectory:
    """The builds of one folder of documents."""

    def __init__(self, indexes: Path, documents: Path, server: ChromaServer | None = None) -> None:
        """Name the folder.

        :param server: which holds the vectors of its builds; default: their own folders do.
        """
        resolved = documents.resolve()
        digest = hashlib.sha256(os.fsencode(resolved)).hexdigest()[:10]
        name = re.sub(r"[^A-Za-z0-9_-]+", "-", resolved.name) or "documents"
        self.documents = documents
        self.server = server
        self.path = indexes / f"{name}-{digest}"

    @property
    def lock_path(self) -> Path:
        """File that is locked while a build is made."""
        return self.path / "lock"

    def vectors_path(self, model_fingerprint: str) -> Path:
        """File of the vectors that a model has computed."""
        return self.path / f"vectors-{model_fingerprint}.sqlite"

    @property
    def readings_path(self) -> Path:
        """File of what the documents were read as."""
        return self.path / "readings.sqlite"

    @property
    def machine_made_path(self) -> Path:
        """Folder of the questions that a chat model has written."""
        return self.path / "machine-made"

    def new_build(self) -> Path:
        """Make the folder of a new build and return it."""
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        path = self.path / "builds" / f"{stamp}-{os.getpid()}-{time.monotonic_ns() % 10**6}"
        path.mkdir(parents=True)
        return path

    def current(self) -> Path:
        """Return the folder of the build that answers.

        :raises IndexMissing: there is none yet.
        :raises IndexDamaged: which one it is cannot be read, or it is not there.
        """
        if not (self.path / "current").is_file():
            raise IndexMissing(
                f"There is no index yet of {self.documents}; run `assistant index` first "
                "(with --documents for a folder of your own)."
            )
        for name in self._pointer()[:1]:
            path = self.path / "builds" / name
            if (path / "manifest.json").is_file():
                return path
        raise IndexDamaged("current")

    def switch_to(self, build: Path) -> None:
        """Make a checked build the current one, in one step that outlasts a power cut."""
        for path in (*build.rglob("*"), build):
            _flush(path)
        fresh = self.path / "current.new"
        fresh.write_text("\n".join((build.name, *self._pointer()[:1])), encoding="utf-8")
        _flush(fresh)
        os.replace(fresh, self.path / "current")
        _flush(self.path)

    def clear_old(self) -> None:
        """Remove builds that nobody uses any more; call it with the lock held.

        The current one stays, the one before it, which a reader may be about to open, and what
        a reader has open.
        """
        builds = self.path / "builds"
        if not builds.is_dir():
            return
        kept = self._pointer()
        for path in builds.iterdir():
            if path.name not in kept and not is_held(path):
                self.discard(path)

    def discard(self, build: Path) -> None:
        """Remove a build; its folder stays, for another time, while its server cannot be reached."""
        try:
            remove_vectors(build, COLLECTIONS, self.server)
        except ServerUnusable:
            return
        shutil.rmtree(build, ignore_errors=True)

    def _pointer(self) -> list[str]:
        """Return the ids in ``current``; none where it is not there, or was damaged."""
        try:
            names = (self.path / "current").read_text(encoding="utf-8").split()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return []
        return names if all(_BUILD_ID.fullmatch(name) for name in names) else []


def _flush(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_manifest(build: Path, manifest: Manifest) -> None:
    """Write a build's manifest; it is written last, so a build that has one is whole."""
    values = asdict(manifest)
    values["checksum"] = _checksum_of(values)
    # In ASCII: a name of a file beside the documents need not be UTF-8.
    (build / "manifest.json").write_text(json.dumps(values, indent=1), encoding="utf-8")


def read_manifest(build: Path) -> Manifest:
    """Read a build's manifest.

    :raises IndexMissing: it was made by another version of the program.
    :raises IndexDamaged: it is not as it was written.
    """
    try:
        values: dict[str, Any] = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
        written, found = values.pop("checksum", None), _checksum_of(values)
        if values["format"] != FORMAT and written in (None, found):
            raise IndexMissing(
                "The index was made by another version of the assistant; run `assistant index` "
                "again."
            )
        if written != found:
            raise IndexDamaged("manifest.json")
        # JSON knows no named values.
        background = values.pop("background").items()
        return Manifest(**values, background={name: Background(*one) for name, one in background})
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged("manifest.json") from error


def _checksum_of(values: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def build_checksums(build: Path) -> dict[str, str]:
    """Return the checksum of each file of a build that stays as it was made, but its manifest."""
    return {
        path.relative_to(build).as_posix(): _checksum_in(path)
        for path in sorted(build.rglob("*"))
        if path.is_file() and path.name != "manifest.json" and not is_made_again(path)
    }


def check_whole(build: Path, manifest: Manifest) -> None:
    """Compare a build's files with what was written; some 50 ms for 60 MB.

    :raises IndexDamaged: naming the first file that is not as it was.
    """
    for name, checksum in manifest.checksums.items():
        try:
            found = _checksum_in(build / name, checksum)
        except (OSError, sqlite3.Error):
            found = ""
        if found != checksum:
            raise IndexDamaged(name)


def _checksum_in(path: Path, before: str | None = None) -> str:
    """Return the checksum of a file of a build.

    :param before: what it was when the file was written.
    """
    if path.name != DATABASE:
        return _checksum(path)
    return database_checksum(path, None if before is None else int(before.split()[0]))


def file_digests(documents: Path) -> dict[str, str]:
    """Return the digest of every file in a folder of documents, to see later what has changed.

    One that cannot be opened has an empty one.
    """
    return {
        str(path.relative_to(documents)): file_digest(path)
        for path in sorted(documents.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(documents).parts)
    }


def _checksum(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_digest(path: Path) -> str:
    """Return the digest of a file, an empty one where it cannot be opened."""
    try:
        return _checksum(path)[:16]
    except OSError:
        return ""


def changed_files(documents: Path, recorded: Mapping[str, str]) -> list[str]:
    """Return the files that were added, taken away or changed since they were recorded."""
    now = file_digests(documents)
    return sorted(
        name for name in now.keys() | recorded.keys() if now.get(name) != recorded.get(name)
    )

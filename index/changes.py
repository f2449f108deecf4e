"""What a build changes: which files are new, changed or gone, and how many documents it loses."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from corpus.contents import Contents, Source
from index.builds import IndexDirectory, check_whole, read_manifest
from index.errors import BuildRefused, IndexMissing
from index.records import Records

# A folder that was half copied, or a disk that is not there, costs more than a tenth.
LOST_SHARE_MAX: Final = 0.1
_NAMED_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class Loss:
    """Documents of the index of now that the next one would not have, of how many."""

    documents: tuple[str, ...]
    before: int

    def __str__(self) -> str:
        """Say what would be lost, naming a few."""
        named = ", ".join(self.documents[:_NAMED_MAX])
        more = " …" if len(self.documents) > _NAMED_MAX else ""
        return (
            f"{len(self.documents)} of the {self.before} documents in the index of now cannot be "
            f"read any more: {named}{more}."
        )


Agree = Callable[[Loss], bool]


@dataclass(frozen=True, slots=True)
class Changes:
    """The names of the files that were read, or were read before, by what happened to them."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]


def source_digests(sources: Sequence[Source], files: Mapping[str, str]) -> dict[str, str]:
    """Return a digest of each source: of its file, or of all the files in its folder.

    With what a documents.toml tells of it, if it tells anything.
    """
    of_folders: dict[str, list[str]] = {one.name: [] for one in sources if one.name not in files}
    for name, digest in files.items():
        parts = name.split("/")
        for depth in range(1, len(parts)):
            if (folder := "/".join(parts[:depth])) in of_folders:
                of_folders[folder].append(f"{name} {digest}")

    def with_origin(one: Source) -> str:
        found = files.get(one.name) or _digest(of_folders.get(one.name, ()))
        return found if one.origin is None else _digest((found, one.origin.model_dump_json()))

    return {one.name: with_origin(one) for one in sources}


def changes_since(directory: IndexDirectory, sources: Mapping[str, str]) -> Changes:
    """Compare what was read now with what the index of now was made of; without one, all is new."""
    try:
        before = read_manifest(directory.current()).sources
    except IndexMissing:
        before = {}
    both = sources.keys() & before.keys()
    return Changes(
        new=tuple(sorted(sources.keys() - before.keys())),
        changed=tuple(sorted(name for name in both if sources[name] != before[name])),
        unchanged=tuple(sorted(name for name in both if sources[name] == before[name])),
        gone=tuple(sorted(before.keys() - sources.keys())),
    )


def require_agreement(directory: IndexDirectory, contents: Contents, agree: Agree) -> None:
    """Ask before a build that loses more than a tenth of the documents of now.

    :raises BuildRefused: the answer was no.
    """
    before = _documents_of_now(directory)
    now = {one for document in contents.documents for one in (document.id, *document.copies)}
    loss = Loss(tuple(one for one in before if one not in now), len(before))
    if len(loss.documents) > LOST_SHARE_MAX * len(before) and not agree(loss):
        raise BuildRefused(
            f"{loss} Nothing was changed. Put them back, or run again with --yes if they may go."
        )


def _documents_of_now(directory: IndexDirectory) -> tuple[str, ...]:
    """Return the ids of the documents; none where the index is damaged: this build mends it."""
    try:
        build = directory.current()
        check_whole(build, read_manifest(build))
        with closing(Records(build / "records.sqlite")) as records:
            return tuple(records)
    except (IndexMissing, sqlite3.Error):
        return ()


def _digest(lines: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()[:16]

"""Where builds lie on disk, and which one is current.

``<data>/indexes/<folder name>-<digest of its path>/``
    ``lock``            held while a build is made
    ``vectors-*.sqlite`` vectors computed before, one file per model
    ``builds/<id>/``    one build: Chroma, keywords, records, manifest; never changed once current
    ``current``         the id of the build that answers

A build becomes current by replacing ``current`` in one step, only after a check of the new build
in a process of its own. Until then the old build answers; a build that was interrupted is just a
folder that nobody points to, and is cleared away by the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from index.errors import IndexMissing

FORMAT: Final = 1
_KEPT_BUILDS: Final = 2  # the current one, and the one before that a reader may still have open


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made from."""

    format: int
    created: str
    documents_folder: str
    files: dict[str, str] = field(repr=False)
    model: str
    model_fingerprint: str
    dimensions: int
    documents: int
    passages: int
    entries: dict[str, int]
    build_id: str


class IndexDirectory:
    """The builds of one folder of documents."""

    def __init__(self, indexes: Path, documents: Path) -> None:
        resolved = documents.resolve()
        digest = hashlib.sha256(str(resolved).encode()).hexdigest()[:10]
        name = re.sub(r"[^A-Za-z0-9_-]+", "-", resolved.name) or "documents"
        self.documents = documents
        self.path = indexes / f"{name}-{digest}"

    @property
    def lock_path(self) -> Path:
        """File that is locked while a build is made."""
        return self.path / "lock"

    def vectors_path(self, model_fingerprint: str) -> Path:
        """File of the vectors that a model has computed."""
        return self.path / f"vectors-{model_fingerprint}.sqlite"

    def new_build(self) -> Path:
        """Make the folder of a new build and return it."""
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        path = self.path / "builds" / f"{stamp}-{os.getpid()}-{time.monotonic_ns() % 10**6}"
        path.mkdir(parents=True)
        return path

    def current(self) -> Path:
        """Return the folder of the build that answers.

        :raises IndexMissing: there is none yet.
        """
        try:
            name = (self.path / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            name = ""
        path = self.path / "builds" / name
        if not name or not (path / "manifest.json").is_file():
            raise IndexMissing(
                f"There is no index yet of {self.documents}; run `assistant index` first "
                "(with --documents for a folder of your own)."
            )
        return path

    def switch_to(self, build: Path) -> None:
        """Make a checked build the current one, in one step."""
        pointer = self.path / "current"
        fresh = self.path / f"current.{os.getpid()}"
        with fresh.open("w", encoding="utf-8") as file:
            file.write(build.name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, pointer)

    def clear_old(self) -> None:
        """Remove builds that nobody uses any more; call it with the lock held."""
        builds = self.path / "builds"
        if not builds.is_dir():
            return
        current = self.current().name
        whole = sorted(
            (path for path in builds.iterdir() if (path / "manifest.json").is_file()),
            key=lambda path: (path.name == current, path.name),
        )
        kept = {path.name for path in whole[-_KEPT_BUILDS:]}
        for path in builds.iterdir():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)


def write_manifest(build: Path, manifest: Manifest) -> None:
    """Write a build's manifest; it is written last, so a build that has one is whole."""
    (build / "manifest.json").write_text(
        json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8"
    )


def read_manifest(build: Path) -> Manifest:
    """Read a build's manifest.

    :raises IndexMissing: it was made by another version of the program.
    """
    values: dict[str, Any] = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    if values.get("format") != FORMAT:
        raise IndexMissing(
            "The index was made by another version of the assistant; run `assistant index` again."
        )
    return Manifest(**values)


def file_digests(documents: Path) -> dict[str, str]:
    """Return the digest of every file in a folder of documents, to see later what has changed."""
    return {
        str(path.relative_to(documents)): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(documents.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(documents).parts)
    }


def changed_files(documents: Path, recorded: Mapping[str, str]) -> list[str]:
    """Return the files that were added, taken away or changed since they were recorded."""
    now = file_digests(documents)
    return sorted(
        name for name in now.keys() | recorded.keys() if now.get(name) != recorded.get(name)
    )

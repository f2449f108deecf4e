"""The list of a prepared model's files, by which a half-written or altered one is recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import ModelAltered, ModelNotPrepared

_FILE: Final = "manifest.json"


class FileEntry(BaseModel):
    """Length and SHA-256 checksum of one file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bytes: int
    sha256: str


class ModelManifest(BaseModel):
    """What a prepared model consists of; ``recipe`` is the version of the way it was made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str
    recipe: int
    source: str
    source_sha256: str
    files: dict[str, FileEntry]


def list_files(directory: Path) -> dict[str, FileEntry]:
    """Return every file under a folder by its path in it, with forward slashes."""
    return {
        path.relative_to(directory).as_posix(): FileEntry(
            bytes=path.stat().st_size, sha256=_sha256(path)
        )
        for path in sorted(directory.rglob("*"))
        if path.is_file()
    }


def write_manifest(directory: Path, manifest: ModelManifest) -> None:
    """Write the manifest into the folder that it describes."""
    (directory / _FILE).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")


def read_manifest(directory: Path) -> ModelManifest:
    """Read the manifest and compare the lengths of the files with it; takes no time to speak of.

    :raises ModelNotPrepared: there is no prepared model in the folder.
    :raises ModelAltered: the manifest cannot be read, or a file is missing or of another length.
    """
    path = directory / _FILE
    if not path.is_file():
        raise ModelNotPrepared(
            f"The embedding model has not been prepared in {directory}; run `assistant index`."
        )
    try:
        manifest = ModelManifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise _altered(path) from error
    for name, entry in manifest.files.items():
        file = directory / name
        if not file.is_file() or file.stat().st_size != entry.bytes:
            raise _altered(file)
    return manifest


def check_files(directory: Path, names: Collection[str] = ()) -> ModelManifest:
    """Compare every byte of the model with its manifest; reads 0.3 GB.

    :param names: of the files to read; default: all.
    :raises ModelNotPrepared: there is no prepared model in the folder.
    :raises ModelAltered: a file is not as it was when the model was prepared.
    """
    manifest = read_manifest(directory)
    for name in names or manifest.files:
        entry = manifest.files.get(name)
        if entry is None or _sha256(directory / name) != entry.sha256:
            raise _altered(directory / name)
    return manifest


def _altered(path: Path) -> ModelAltered:
    return ModelAltered(
        f"The embedding model is damaged ({path}); run `assistant index`, which makes it again."
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""The folder of one's own documents: what is in it, adding to it and taking out of it.

Nothing is lost: what is taken out, or makes place for another file, goes to a folder beside the
index. A name that comes from outside is the name of a file in the folder itself, or is refused.
"""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Final, Literal
from unicodedata import normalize

from assistant.page.manage.reasons import reason_of
from corpus.errors import CorpusError
from corpus.reasons import Reason
from corpus.source_files import READ_SUFFIXES, find_sources
from corpus.text_file import shown

FILE_BYTES_MAX: Final = 50_000_000
_NAME_BYTES_MAX: Final = 150
# Windows opens a device for these, whatever their ending is.
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in range(10))}
)
_SIGNS_OF_SYSTEMS: Final = frozenset('<>:"|?*')

Refusal = Literal["name", "kind", "there", "size", "empty", "unwritable"]


class FileRefused(Exception):  # named by what is the matter, as the errors are
    """A file was not added; ``why`` is the end of the key of the text that says so."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Listed:
    """A file or described folder by its path; ``reason`` and ``why``: why it is none that is read."""

    name: str
    changed_at: float = 0.0
    reason: str = ""
    why: Reason | None = None


class DocumentFolder:
    """A folder of documents.

    :param removed: where goes what is taken out.
    """

    def __init__(self, folder: Path, removed: Path) -> None:
        self._folder = folder
        self._removed = removed

    def files(self) -> tuple[Listed, ...]:
        """Return what the folder holds, by name."""
        refused: list[Listed] = []

        def refuse(path: Path, error: CorpusError) -> None:
            name = shown(path.relative_to(self._folder))
            refused.append(Listed(name, reason=reason_of(error, path), why=error.why))

        found = [
            Listed(path.relative_to(self._folder).as_posix(), path.stat().st_mtime)
            for path in find_sources(self._folder, refuse)
        ]
        return tuple(sorted((*found, *refused), key=lambda one: one.name))

    def path_of(self, name: str) -> Path | None:
        """Return where something in the folder lies; ``None`` for what is not in its list."""
        is_listed = any(one.name == name and not one.reason for one in self.files())
        return self._folder / name if is_listed else None

    def add(self, name: str, content: BinaryIO, *, replaces: bool) -> str:
        """Put a file into the folder, whole or not at all; return the name it has there.

        :param name: as it was sent.
        :param replaces: it may take the place of a file of its name, which is kept elsewhere.
        :raises FileRefused: saying why it is not there.
        """
        name = safe_name(name)
        target = self._folder / name
        try:
            if not self._claim(target):
                if not replaces or not target.is_file():
                    raise FileRefused("there")
                self._keep_elsewhere(target)
                self._claim(target)
            try:
                self._write(target, content)
            except BaseException:
                # The claim: an empty file.
                target.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise FileRefused("unwritable") from error
        return name

    def remove(self, name: str) -> bool:
        """Take a file or described folder out; tell whether there was one in the list."""
        path = self.path_of(name)
        if path is None:
            return False
        self._keep_elsewhere(path)
        return True

    def _claim(self, target: Path) -> bool:
        """Make an empty file, in one step; tell whether there was nothing of its name."""
        try:
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
        except FileExistsError:
            return False
        return True

    def _write(self, target: Path, content: BinaryIO) -> None:
        # A name that nobody reads as a document, until the file is whole.
        with NamedTemporaryFile(dir=self._folder, prefix=".upload-", delete=False) as file:
            try:
                left = FILE_BYTES_MAX
                while part := content.read(2**20):
                    left -= len(part)
                    if left < 0:
                        raise FileRefused("size")
                    file.write(part)
                if left == FILE_BYTES_MAX:
                    raise FileRefused("empty")
                file.flush()
                os.fsync(file.fileno())
                os.chmod(file.name, 0o644)
                os.replace(file.name, target)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise

    def _keep_elsewhere(self, path: Path) -> None:
        stamp = f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{time.monotonic_ns() % 10**6}"
        kept = self._removed / stamp / path.relative_to(self._folder)
        kept.parent.mkdir(parents=True)
        shutil.move(path, kept)


def safe_name(name: str) -> str:
    """Return the name of a file that was sent, without the folders that it lay in.

    :raises FileRefused: it can be no name of a document.
    """
    name = normalize("NFC", PurePosixPath(name.replace("\\", "/")).name).strip()
    stem, suffix = os.path.splitext(name)
    if (
        not stem
        or name.startswith((".", "~$"))
        or not name.isprintable()
        or len(os.fsencode(name)) > _NAME_BYTES_MAX
        or _SIGNS_OF_SYSTEMS & set(name)
        or stem.split(".")[0].strip().casefold() in _DEVICES
    ):
        raise FileRefused("name")
    if suffix.lower() not in READ_SUFFIXES:
        raise FileRefused("kind")
    return name

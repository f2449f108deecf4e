"""Chroma's files where they can be written to: the database copied, the rest linked to.

The vectors are only read, and stay where they are: a copy is as large as the database, 28 MB for the
shipped library (20 ms). It is for the owner only, as every temporary folder of Python.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from index.errors import StoreUnusable

# In memory, where the system has it: there is room when every disk is full.
_MEMORY: Final = Path("/dev/shm")


def copy_to_write(directory: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a temporary folder with what is in ``directory``, to be cleaned up by the caller.

    :raises StoreUnusable: there is no room for it.
    """
    reason = "no temporary folder"
    for place in _places():
        try:
            copy = tempfile.TemporaryDirectory(prefix="assistant-", dir=place)
            _fill(Path(copy.name), directory)
        except OSError as error:
            reason = error.strerror or str(error)
        else:
            return copy
    raise StoreUnusable(
        f"{directory} cannot be written to, and Chroma found no room elsewhere ({reason}); make "
        "room on the disk, or set TMPDIR to a folder with room."
    )


def _fill(copy: Path, directory: Path) -> None:
    for path in directory.resolve().iterdir():
        if path.is_dir():
            (copy / path.name).symlink_to(path)
        else:
            shutil.copyfile(path, copy / path.name)


def _places() -> Iterator[Path]:
    with suppress(FileNotFoundError):  # of Python, when it can write nowhere
        yield Path(tempfile.gettempdir())
    if _MEMORY.is_dir():
        yield _MEMORY

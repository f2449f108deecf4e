"""Which builds somebody reads: each reader holds a shared lock on the manifest of its build.

The system gives it up when the reader ends, however it ends, and it needs no right to write. Where
a file system knows no locks, a build counts as read by nobody.
"""

from __future__ import annotations

import fcntl
from contextlib import suppress
from io import BufferedReader
from pathlib import Path


def hold(build: Path) -> BufferedReader:
    """Keep a build from being removed until the returned file is closed.

    :raises OSError: it is not there any more.
    """
    file = (build / "manifest.json").open("rb")
    with suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_SH)
    return file


def is_held(build: Path) -> bool:
    """Tell whether any process reads a build."""
    try:
        with (build / "manifest.json").open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False

"""Noticing that a folder of documents has changed.

By looking, not by being told: of a network share, where such folders often lie, the system tells
nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

# A look at 10,000 files takes some 0.05 s.
LOOK_EVERY_S: Final = 2.0


def settled_changes(folder: Path, every_s: float = LOOK_EVERY_S) -> Iterator[None]:
    """Yield at once, and again whenever the folder has changed and two looks find it the same.

    What changes while the caller works is yielded afterwards. It never ends by itself.
    """
    seen = before = _state(folder)
    yield
    while True:
        time.sleep(every_s)
        now = _state(folder)
        if now == before and now != seen:
            seen = now
            yield
        before = now


def _state(folder: Path) -> Mapping[str, tuple[int, int]]:
    """Return when each file was last written, and its size."""
    found = {}
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.join(above, name)
            try:
                told = os.stat(path)
            except OSError:
                # Taken away meanwhile; the next look tells.
                continue
            if not name.startswith("."):
                found[path] = (told.st_mtime_ns, told.st_size)
    return found

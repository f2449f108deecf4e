"""Memory that is free goes back to the system: by itself, glibc keeps most of it.

Every thread that allocates may get an arena of its own, up to eight for each processor, and what is
free in one is of no use to another.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from typing import Final

# The parameter's number in malloc.h.
_M_ARENA_MAX: Final = -8
_BETWEEN_S: Final = 20.0


def keep_memory_low() -> None:
    """Let threads share an arena for each processor, and give back what is free every 20 seconds.

    For a process that serves, before it starts its threads. Without glibc nothing happens.
    """
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):
        library.mallopt(_M_ARENA_MAX, os.cpu_count() or 1)
        threading.Thread(target=_trim, args=(library,), daemon=True, name="trim").start()


def _trim(library: ctypes.CDLL) -> None:
    while True:
        time.sleep(_BETWEEN_S)
        library.malloc_trim(0)

"""Ctrl-C: one line and exit code 130, whatever it comes in the middle of."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Final

from assistant.commands.output import write_nothing_more

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_INTERRUPTED: Final = 130  # 128 and the number of the signal, as shells have it


@contextmanager
def ended_by_ctrl_c() -> Iterator[None]:
    """Within the context, Ctrl-C closes what is open and ends the process.

    What it interrupts may make another error of it, or swallow it (Python does, where it tidies
    up); so it is noted when it comes.
    """
    came = False

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal came
        came = True
        signal.default_int_handler(number, frame)

    def unless_interrupted(error: UnraisableHookArgs) -> None:
        if not came:
            sys.__unraisablehook__(error)

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # nobody ignores it
        signal.signal(signal.SIGINT, note)
    sys.unraisablehook = unless_interrupted
    try:
        yield
    except BaseException:
        if not came:
            raise
    if came:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        write_nothing_more()
        print("assistant: Stopped.", file=sys.stderr)
        sys.exit(_INTERRUPTED)

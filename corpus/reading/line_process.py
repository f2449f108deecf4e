"""A process of its own that answers one line with another, with limits on time and memory.

What people may have filled with anything is opened there, so that a trap costs only that process.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

_MEMORY_BYTES_MAX: Final = 2_000_000_000
_PIPE_BYTES: Final = 65536
# Begins a sign of life: which part is at work, and of how many. No answer in JSON begins so.
_SIGN: Final = b"#"

StillBusy = Callable[[int, int], None]


def nobody(part: int, parts: int) -> None:
    """Tell nobody which part is at work."""


class ProcessSlow(Exception):
    """It took longer than it may, and was ended."""


class ProcessEnded(Exception):
    """It ended by itself, without an answer."""


class LineProcess:
    """Is started for the first request, and again for the one after an end.

    :param module: what ``python -m`` runs: a call of :func:`answer_lines`.
    :param timeout_s: how long it may give no sign of life.
    """

    def __init__(self, module: str, timeout_s: float) -> None:
        self._module = module
        self._timeout_s = timeout_s
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, request: Any, told: StillBusy = nobody) -> bytes:
        """Return the line that answers a request, which is sent as JSON.

        :param told: is called with each sign of life.
        :raises ProcessSlow: there was none in time.
        :raises ProcessEnded: there was none.
        """
        process = self._process = self._process or self._start()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            while True:
                # Several may come at once, and with the answer.
                for line in self._line(process).splitlines():
                    if not line.startswith(_SIGN):
                        return line
                    part, parts = line.removeprefix(_SIGN).split()
                    told(int(part), int(parts))
        except BrokenPipeError as error:
            self.close()
            raise ProcessEnded from error
        except (ProcessSlow, ProcessEnded):
            self.close()
            raise

    def _line(self, process: subprocess.Popen[bytes]) -> bytes:
        """Return the next line of a process; waiting takes no thread, as one for each file did."""
        assert process.stdout is not None
        output = process.stdout.fileno()
        waiting = select.poll()
        waiting.register(output)
        deadline = time.monotonic() + self._timeout_s
        line = bytearray()
        while not line.endswith(b"\n"):
            left_ms = max(0.0, deadline - time.monotonic()) * 1000
            if not waiting.poll(left_ms):
                raise ProcessSlow
            if not (more := os.read(output, _PIPE_BYTES)):
                raise ProcessEnded
            line += more
        return bytes(line)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            _end(self._process)
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).resolve().parents[2],
            # Of its own, with the programs that it starts.
            process_group=0,
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def answer_lines(answer: Callable[[Any, StillBusy], bytes]) -> None:
    """Answer each line of the input until that ends; to be called by the process itself.

    :param answer: takes what a line holds as JSON, and returns a line without its end; whenever it
        calls its second argument, the time that it has begins anew.
    """
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES_MAX, _MEMORY_BYTES_MAX))
    answers = os.fdopen(os.dup(1), "wb")
    # What a library prints is no answer.
    os.dup2(2, 1)

    def tell(line: bytes) -> None:
        answers.write(line)
        answers.flush()

    def still_busy(part: int, parts: int) -> None:
        tell(b"%s%d %d\n" % (_SIGN, part, parts))

    for line in sys.stdin.buffer:
        tell(answer(json.loads(line), still_busy) + b"\n")

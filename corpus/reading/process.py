"""Reading files in a process of their own, with limits on time, memory and size.

One process reads many files; when one of them ends it, or keeps it too long, the next gets another.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Final

from pydantic import TypeAdapter

from corpus.errors import DocumentNotText, DocumentUnreadable
from corpus.reading.parts import Reading
from corpus.text_file import shown

# A hundred pages take a second.
TIMEOUT_S: Final = 60.0
BYTES_MAX: Final = 200_000_000
_READING: Final = TypeAdapter(Reading)


class ReadingProcess:
    """Reads one file after the other; it is started for the first, and ended on leaving."""

    def __init__(self, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path) -> Reading:
        """Read a file.

        :raises DocumentUnreadable: it is not there, or is too large.
        :raises DocumentNotText: it cannot be read, saying why and what to do.
        """
        try:
            size = path.stat().st_size
        except OSError as error:
            raise DocumentUnreadable(
                f"{shown(path)} cannot be opened ({error.strerror}); check that it is there and "
                "readable."
            ) from error
        if size > BYTES_MAX:
            raise DocumentUnreadable(
                f"{shown(path)} is larger than {BYTES_MAX // 10**6} MB; split it, or take it out of "
                "the folder."
            )
        line = self._ask(path)
        if line.startswith(b'{"refused"'):
            raise DocumentNotText(f"{shown(path)} {json.loads(line)['refused']}")
        return _READING.validate_json(line)

    def _ask(self, path: Path) -> bytes:
        process = self._process = self._process or _start()
        assert process.stdin is not None
        assert process.stdout is not None
        timer = Timer(self._timeout_s, process.kill)
        began = time.monotonic()
        timer.start()
        try:
            process.stdin.write(json.dumps(os.path.abspath(path)).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        is_late = time.monotonic() - began >= self._timeout_s
        timer.cancel()
        if line.endswith(b"\n"):
            return line
        self.close()
        if is_late:
            raise DocumentNotText(
                f"{shown(path)} was not read within {self._timeout_s:.0f} s; split it, or take it "
                "out of the folder."
            )
        raise DocumentNotText(
            f"{shown(path)} stopped the program that read it; open it in its own program and save "
            "it again."
        )

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def __enter__(self) -> ReadingProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "corpus.reading"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).resolve().parents[2],
    )

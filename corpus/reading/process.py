"""Reading files in a process of their own, with limits on time, memory and size.

One process reads many files; when one of them ends it, or keeps it too long, the next gets another.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import TracebackType
from typing import Final

from pydantic import TypeAdapter

from corpus.errors import DocumentNotText, DocumentUnreadable
from corpus.reading.kept import KeptReadings, reading_digest
from corpus.reading.line_process import (
    LineProcess,
    ProcessEnded,
    ProcessSlow,
    StillBusy,
    nobody,
)
from corpus.reading.parts import Reading
from corpus.reasons import Reason
from corpus.text_file import shown

# A hundred pages take a second.
TIMEOUT_S: Final = 60.0
BYTES_MAX: Final = 200_000_000
_READING: Final = TypeAdapter(Reading)


class ReadingProcess:
    """Reads one file after the other; it is started for the first, and ended on leaving.

    :param kept: what was read before and is not read again.
    :param told: is called with the page of a scan that is at work, and how many its file has.
    """

    def __init__(
        self,
        timeout_s: float = TIMEOUT_S,
        kept: KeptReadings | None = None,
        told: StillBusy = nobody,
    ) -> None:
        self._timeout_s = timeout_s
        self._told = told
        self._process = LineProcess("corpus.reading", timeout_s)
        self._kept = kept

    def read(self, path: Path) -> Reading:
        """Read a file.

        :raises DocumentUnreadable: it is not there, or is too large.
        :raises DocumentNotText: it cannot be read, saying why and what to do.
        """
        try:
            size = path.stat().st_size
        except OSError as error:
            why = Reason("not_opened", {"problem": str(error.strerror)})
            raise DocumentUnreadable.of(shown(path), why) from error
        if size > BYTES_MAX:
            why = Reason("large", {"size": str(BYTES_MAX // 10**6)})
            raise DocumentUnreadable.of(shown(path), why)
        if self._kept is None:
            return self._read(path)
        try:
            digest = reading_digest(path)
        except OSError:
            # The reader says what is the matter.
            return self._read(path)
        reading = self._kept.find(digest)
        if reading is None:
            reading = self._read(path)
            self._kept.keep(digest, reading)
        return reading

    def _read(self, path: Path) -> Reading:
        line = self._ask(path)
        if line.startswith(b'{"refused"'):
            told = json.loads(line)
            raise DocumentNotText.of(shown(path), Reason(told["refused"], told["values"]))
        return _READING.validate_json(line)

    def _ask(self, path: Path) -> bytes:
        try:
            return self._process.ask(os.path.abspath(path), self._told)
        except ProcessSlow as error:
            why = Reason("slow", {"seconds": f"{self._timeout_s:.0f}"})
            raise DocumentNotText.of(shown(path), why) from error
        except ProcessEnded as error:
            raise DocumentNotText.of(shown(path), Reason("crashed")) from error

    def __enter__(self) -> ReadingProcess:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.close()

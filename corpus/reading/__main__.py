"""``python -m corpus.reading``: reads the files that are named on its input, one a line.

A process of its own, with limits, so that a file that is a trap costs only itself. It answers each
line with one: what was read as JSON, or ``{"refused": …, "values": …}`` with the code of a reason.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from corpus.errors import CorpusError
from corpus.reading.formats import read_format
from corpus.reading.line_process import StillBusy, answer_lines, nobody
from corpus.reading.parts import FileUnreadable, Reading
from corpus.reasons import Reason

_READING: Final = TypeAdapter(Reading)


def answer(path: Path, still_busy: StillBusy = nobody) -> bytes:
    """Return what a file holds, or why it cannot be read, as a line of JSON."""
    try:
        return _READING.dump_json(read_format(path, still_busy))
    except MemoryError:
        why = Reason("memory")
    except Exception as error:
        # Whatever a library makes of a damaged file; which of its errors that is says nothing.
        told = error.why if isinstance(error, CorpusError | FileUnreadable) else None
        why = told or Reason("damaged")
    return json.dumps({"refused": why.code, "values": why.values}).encode()


def main() -> None:
    """Answer until the input ends."""
    answer_lines(lambda path, still_busy: answer(Path(path), still_busy))


if __name__ == "__main__":
    main()

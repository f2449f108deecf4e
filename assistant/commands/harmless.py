"""Keeping what documents hold from steering the terminal that shows them.

A mark that a terminal would obey is written as its escape ("\\u001b"), which a reader sees and
which in a line of JSON stands for that very mark.
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from typing import Final

# Controls (C0 without tab and line feed, DEL, C1) and the marks that turn the order of a text.
_OBEYED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def harmless(text: str) -> str:
    """Return a text that a terminal shows and does not obey."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class HarmlessOutput(io.TextIOWrapper):
    """Standard output that is only shown; it writes through the stream that it is made of."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        super().__init__(
            stream.buffer, stream.encoding, stream.errors, line_buffering=stream.line_buffering
        )

    def close(self) -> None:
        """Write what is left; the stream that it is made of belongs to somebody else."""
        # Called when nobody refers to it any more, when there may be nothing left to write to.
        with suppress(ValueError, OSError):
            self.flush()

    def write(self, text: str) -> int:
        """Write a text."""
        return super().write(harmless(text))

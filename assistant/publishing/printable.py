"""Text that any file may hold."""

from __future__ import annotations

import re
from typing import Final

# Everything outside "Char" of XML 1.0 (section 2.2): office files are XML, and a program that
# reads one with such a character in it refuses the whole file.
_NOT_XML: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029]")


def printable(content: str) -> str:
    """Return a text without the characters that XML does not allow, its lines ended by ``\\n``."""
    return _NOT_XML.sub("", _LINE_END.sub("\n", content))


def one_line(content: str) -> str:
    """Return a text on one line, for a title or a property of a file."""
    return " ".join(printable(content).split())

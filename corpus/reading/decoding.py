"""Bytes to text: UTF-8, UTF-16 and Windows-1252, which is what office programs write.

Three encodings are told apart by what each cannot hold. A guess by statistics (charset-normalizer
3.5) called "café" in Windows-1252 UTF-16, and "één molen" nothing at all.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.errors import DocumentNotText
from corpus.reasons import Reason
from corpus.text_file import read_bytes, shown

_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A text has tabs, line ends and perhaps a page break; a program or a picture has these.
_BINARY: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# A letter of either language is a zero and something in UTF-16; text in one byte has no zeros.
_ZEROS_MIN: Final = 0.3


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file as it stands, and what it was in where that is not UTF-8."""

    text: str
    encoding: str | None = None


def read_decoded(path: Path) -> Decoded:
    """Read a text file.

    :raises DocumentUnreadable: it cannot be opened, or is no file.
    :raises DocumentNotText: it is no text, or is empty.
    """
    content = read_bytes(path)
    decoded = _decode(content)
    if decoded is None:
        raise DocumentNotText.of(shown(path), Reason("binary"))
    if not decoded.text.lstrip("\ufeff").strip():
        raise DocumentNotText.of(shown(path), Reason("empty"))
    return decoded


def _decode(content: bytes) -> Decoded | None:
    encoding, name = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if name is not None:
            return None
        return _windows(content)
    return None if "\x00" in text else Decoded(text, name)


def _encoding(content: bytes) -> tuple[str, str | None]:
    if content.startswith(_MARKS):
        return "utf-16", "UTF-16"
    half = len(content) // 2
    for encoding, zeros in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
        if half and zeros.count(0) >= _ZEROS_MIN * half:
            return encoding, "UTF-16"
    return "utf-8", None


def _windows(content: bytes) -> Decoded | None:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    is_binary = _BINARY.search(text) or content.startswith(b"%PDF")
    return None if is_binary else Decoded(text, "Windows-1252")

"""Reading a text file as it stands, whatever else a folder may hold under its name."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

from corpus.errors import DocumentNotText, DocumentUnreadable
from corpus.reasons import Reason

_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_HALF_CHARACTER: Final = re.compile("[\ud800-\udfff]")


def shown(path: Path) -> str:
    """Return a path for people; bytes of its name that are no UTF-8 are written as ``\\xe9``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read_bytes(path: Path) -> bytes:
    """Read a file; a pipe or a device, which may never end, is none.

    :raises DocumentUnreadable: it cannot be opened, or is no file.
    """
    try:
        # Without waiting for whoever might write into a pipe.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise DocumentUnreadable.of(shown(path), Reason("no_file"))
            return file.read()
    except OSError as error:
        why = Reason("not_opened", {"problem": str(error.strerror)})
        raise DocumentUnreadable.of(shown(path), why) from error


def read_text(path: Path) -> str:
    """Read UTF-8 text as it stands: no change to line ends, so that offsets stay true.

    :raises DocumentUnreadable: it cannot be opened, or is no file.
    :raises DocumentNotText: it is not UTF-8 text, or is empty.
    """
    try:
        text = read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        why = Reason("not_utf8", {"place": str(error.start)})
        raise DocumentNotText.of(shown(path), why) from error
    if not text.lstrip("\ufeff").strip():
        raise DocumentNotText.of(shown(path), Reason("empty"))
    if "\x00" in text:
        raise DocumentNotText.of(shown(path), Reason("binary"))
    return text


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their ends: those of Unix, Windows and old Macs."""
    return text.split("\n") if "\r" not in text else _LINE_END.split(text)


def what_is_no_text(text: str) -> str | None:
    """Tell what in an escaped text no file can hold as text; ``None`` where there is nothing."""
    if "\x00" in text:
        return "holds binary data (\\u0000)"
    if half := _HALF_CHARACTER.search(text):
        return f"holds half a character (\\u{ord(half[0]):04x})"
    return None

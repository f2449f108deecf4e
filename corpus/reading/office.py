"""What files of office programs have alike: they are archives, and some are locked or bombs."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from corpus.reading.parts import FileUnreadable

UNREADABLE: Final = "damaged_archive"
LOCKED: Final = "locked"
_UNPACKED_BYTES_MAX: Final = 300_000_000
# How an old Office file begins, which is also what a new one with a password is put in.
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"


def check_archive(path: Path) -> None:
    """Look at the table of contents of an archive before anything is unpacked.

    :raises FileUnreadable: it is none, has a password, or is much larger than it looks.
    """
    with path.open("rb") as file:
        if file.read(4) == _OLD_OFFICE:
            raise FileUnreadable(LOCKED)
    try:
        with ZipFile(path) as archive:
            size = sum(one.file_size for one in archive.infolist())
            is_locked = any(one.flag_bits & 1 for one in archive.infolist())
    except (BadZipFile, OSError, ValueError) as error:
        raise FileUnreadable(UNREADABLE) from error
    if is_locked:
        raise FileUnreadable(LOCKED)
    if size > _UNPACKED_BYTES_MAX:
        raise FileUnreadable("unpacked", size=str(_UNPACKED_BYTES_MAX // 10**6))

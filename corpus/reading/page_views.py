"""A page of a PDF to look at, made in a process of its own: a bad file costs only its picture."""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from pydantic import TypeAdapter

from corpus.reading.line_process import LineProcess, ProcessEnded, ProcessSlow
from corpus.reading.pdf_boxes import Box
from corpus.reading.stretches import Stretch

# A page of text takes .4 s, most of it the start of the process; on a busy machine many times that.
TIMEOUT_S: Final = 20.0
_AT_ONCE_MAX: Final = 2
_turn: Final = BoundedSemaphore(_AT_ONCE_MAX)


class PageNotShown(Exception):
    """There is no picture of a page: the file is damaged, too slow, or others are being made."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A page as it is shown: its size in points, and the places on it.

    ``boxes``: where a quotation stands, ``None`` where that is not certain.
    """

    width: float
    height: float
    boxes: tuple[Box, ...] | None


_LAYOUT: Final = TypeAdapter(Layout | None)
_PICTURE: Final = TypeAdapter(str | None)


def page_layout(
    path: Path, page: int, stretches: Sequence[Stretch], *, is_scan: bool = False
) -> Layout:
    """Return where the stretches of a quotation stand on a page of a PDF.

    :param page: its number, from 1.
    :param is_scan: whether it was read from a scan.
    :raises PageNotShown: it cannot be told.
    """
    request = {"stretches": [asdict(one) for one in stretches], "is_scan": is_scan}
    layout = _LAYOUT.validate_json(_ask(path, page, request))
    if layout is None:
        raise PageNotShown
    return layout


def page_picture(path: Path, page: int) -> bytes:
    """Return a page of a PDF as PNG, 1100 pixels wide.

    :param page: its number, from 1.
    :raises PageNotShown: it cannot be drawn.
    """
    picture = _PICTURE.validate_json(_ask(path, page, {}))
    if picture is None:
        raise PageNotShown
    return base64.b64decode(picture)


def _ask(path: Path, page: int, request: dict[str, Any]) -> bytes:
    if not _turn.acquire(timeout=TIMEOUT_S):
        raise PageNotShown
    process = LineProcess("corpus.reading.showing", TIMEOUT_S)
    try:
        return process.ask({"path": os.path.abspath(path), "page": page, **request})
    except (ProcessSlow, ProcessEnded) as error:
        raise PageNotShown from error
    finally:
        process.close()
        _turn.release()

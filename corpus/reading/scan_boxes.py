"""Where on a scan what was read of it stands: a box for each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from corpus.reading.alignment import find_stretch
from corpus.reading.pdf_boxes import Box
from corpus.reading.recognition import ScanLine, recognised
from corpus.reading.stretches import Stretch


def scan_boxes(page: Any, wanted: Sequence[Stretch], timeout_s: float) -> tuple[Box, ...] | None:
    """Return the boxes of the stretches of a quotation on a page that is a picture of text.

    It is read again for it: what was read is kept without the places of its words.

    :returns: ``None`` where one of them cannot be told to stand at one place.
    """
    lay = page.get_rotation()
    lines = recognised(page, timeout_s)
    turn = (page.get_rotation() - lay) % 360
    size = page.get_size()
    page.set_rotation(lay)
    text = "\n".join(line.text for line in lines)
    boxes: list[Box] = []
    for stretch in wanted:
        places = find_stretch(text, stretch)
        if places is None:
            return None
        boxes += (_turned_back(box, turn, *size) for box in _boxes(lines, places))
    return tuple(boxes)


def _turned_back(box: Box, turn: int, width: float, height: float) -> Box:
    """Return a box on a page that was turned, with that width and height since, on it as it lies."""
    left, top, right, bottom = box
    if turn == 90:
        return top, width - right, bottom, width - left
    if turn == 180:
        return width - right, height - bottom, width - left, height - top
    if turn == 270:
        return height - bottom, left, height - top, right
    return box


def _boxes(lines: Sequence[ScanLine], places: range) -> Iterator[Box]:
    """Yield a box for each line of the words that stand at some places of the text."""
    start = 0
    for line in lines:
        found: list[Box] = []
        for word in line.words:
            if start < places.stop and places.start < start + len(word.text):
                found.append(word.place)
            start += len(word.text) + 1
        if found:
            left, top, right, bottom = zip(*found, strict=True)
            yield min(left), min(top), max(right), max(bottom)

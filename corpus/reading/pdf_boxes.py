"""Where on a page of a PDF what was read of it stands: a box for each line."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from corpus.reading.alignment import find_stretch
from corpus.reading.pdf_lines import character_at, loose_box, raised_notes, raw_lines
from corpus.reading.pdf_tables import row_area
from corpus.reading.stretches import Stretch

# Left, top, right and bottom, in points from the left and top of the page as it is shown.
Box = tuple[float, float, float, float]

_SAME_LINE_SHARE_MIN: Final = 0.5
# In heights of a line: words of justified text stand nearer, columns further apart.
_GAP_MAX: Final = 2.0
_PARTS_OF_A_POINT: Final = 100


def quotation_boxes(page: Any, wanted: Sequence[Stretch]) -> tuple[Box, ...] | None:
    """Return the boxes of the stretches of a quotation on a page of ``pypdfium2``.

    :returns: ``None`` where one of them cannot be told to stand at one place.
    """
    found = page.get_textpage()
    try:
        text = _without_notes(found)
        boxes: list[Box] = []
        for stretch in wanted:
            places = find_stretch(text, stretch)
            if places is None:
                area = row_area(page, stretch.text)
                if area is None:
                    return None
                boxes.append(_as_shown(page, area))
                continue
            characters = [character_at(found, at) for at in places if not text[at].isspace()]
            boxes += [_as_shown(page, box) for box in _lines(found, characters)]
        return tuple(boxes)
    finally:
        found.close()


def _without_notes(found: Any) -> str:
    """Return the text of a page as it is read, with every character at its place."""
    text: str = found.get_text_range()
    characters = list(text)
    for start, raw in raw_lines(text):
        for note in raised_notes(found, raw, start):
            for place in note:
                characters[start + place] = " "
    return "".join(characters)


def _lines(found: Any, characters: Sequence[int]) -> Iterator[Box]:
    """Yield the boxes of characters, one for those that stand beside each other in a line."""
    import pypdfium2.raw as pdfium

    row: Box | None = None
    for character in characters:
        box = loose_box(found, character)
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        is_upright = abs(math.sin(pdfium.FPDFText_GetCharAngle(found.raw, character))) > 0.5
        if row is not None and _goes_on(row, box, 1 if is_upright else 0):
            row = (*map(min, row[:2], box[:2]), *map(max, row[2:], box[2:]))  # type: ignore[assignment]
            continue
        if row is not None:
            yield row
        row = box
    if row is not None:
        yield row


def _goes_on(row: Box, box: Box, along: int) -> bool:
    """Tell whether a character stands behind others in a line.

    :param along: 0 where the line goes from left to right, 1 where it goes up or down.
    """
    across = 1 - along
    height = min(row[across + 2] - row[across], box[across + 2] - box[across])
    shared = min(row[across + 2], box[across + 2]) - max(row[across], box[across])
    gap = max(box[along] - row[along + 2], row[along] - box[along + 2])
    is_behind = along == 1 or box[along] >= row[along]
    return is_behind and shared >= _SAME_LINE_SHARE_MIN * height and gap <= _GAP_MAX * height


def _as_shown(page: Any, box: Box) -> Box:
    """Return a box of the page's own system of coordinates on the page as it is cut and turned."""
    import pypdfium2.raw as pdfium

    size = [round(side * _PARTS_OF_A_POINT) for side in page.get_size()]
    corners = []
    for x, y in (box[:2], box[2:]):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(
            page.raw, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down)
        )
        corners.append((across.value / _PARTS_OF_A_POINT, down.value / _PARTS_OF_A_POINT))
    (left, top), (right, bottom) = map(min, *corners), map(max, *corners)
    return left, top, right, bottom

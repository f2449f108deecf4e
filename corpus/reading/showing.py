"""``python -m corpus.reading.showing``: where a quotation stands on a page of a PDF, and its picture.

A process of its own, as that which reads is. It answers each line with one: a layout or a picture
as JSON, or nothing where it cannot.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from pydantic import TypeAdapter

from corpus.reading.line_process import answer_lines
from corpus.reading.page_views import Layout
from corpus.reading.pdf_boxes import quotation_boxes
from corpus.reading.scan_boxes import scan_boxes
from corpus.reading.stretches import Stretch

_WIDTH_PX: Final = 1100
# A page as long as a roll of paper becomes narrower.
_HEIGHT_PX_MAX: Final = 2200
# Less than the time that there is for a page: without boxes it is still shown.
_SCAN_TIMEOUT_S: Final = 15.0
_STRETCHES: Final = TypeAdapter(tuple[Stretch, ...])


def answer(request: dict[str, Any]) -> bytes:
    """Return what is asked about a page, ``null`` where that cannot be told or drawn."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(request["path"]) as document:
            page = document[request["page"] - 1]
            if "stretches" not in request:
                return json.dumps(_picture(page)).encode()
            wanted = _STRETCHES.validate_python(request["stretches"])
            layout = layout_of(page, wanted, is_scan=bool(request.get("is_scan")))
            return json.dumps(asdict(layout)).encode()
    except Exception:
        # Whatever the library makes of a damaged page; which of its errors that is says nothing.
        return b"null"


def layout_of(page: Any, wanted: Sequence[Stretch], *, is_scan: bool = False) -> Layout:
    """Return where the stretches of a quotation stand on a page of ``pypdfium2``.

    :param is_scan: whether it was read from a scan.
    """
    width, height = page.get_size()
    boxes = quotation_boxes(page, wanted)
    if boxes is None and is_scan:
        boxes = scan_boxes(page, wanted, _SCAN_TIMEOUT_S)
    return Layout(width, height, boxes)


def _picture(page: Any) -> str:
    width, height = page.get_size()
    scale = min(_WIDTH_PX / width, _HEIGHT_PX_MAX / height)
    file = io.BytesIO()
    page.render(scale=scale).to_pil().save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


if __name__ == "__main__":
    answer_lines(lambda request, _: answer(request))

"""Scans, made for the tests: a PDF whose pages are pictures, as a scanner makes them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

# Of what an office scans with; and how far a sheet lies askew.
_DOTS_PER_INCH = 200
_DEGREES = 0.4


def write_scan(path: Path, source: Path, pages: tuple[int, ...] = (), turn: int = 0) -> None:
    """Write a PDF with some pages of another as pictures, and the others as they are.

    :param pages: their numbers; default: every one.
    :param turn: how far the sheet lies turned, in degrees to the left.
    """
    with pypdfium2.PdfDocument(source) as pdf, pypdfium2.PdfDocument.new() as made:
        for index in range(len(pdf)):
            if pages and index + 1 not in pages:
                made.import_pages(pdf, [index])
                continue
            picture = pdf[index].render(scale=_DOTS_PER_INCH / 72, grayscale=True).to_pil()
            askew = picture.rotate(_DEGREES, fillcolor=255).rotate(turn, expand=True)
            sheet = path.with_suffix(".sheet")
            askew.save(sheet, "PDF", resolution=_DOTS_PER_INCH)
            with pypdfium2.PdfDocument(sheet) as scanned:
                made.import_pages(scanned)
            sheet.unlink()
        made.save(path)

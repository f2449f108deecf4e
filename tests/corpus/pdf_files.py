"""Files of PDF, written by the tests letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def write_pdf(path: Path, pages: Sequence[Sequence[str]]) -> None:
    """Write a PDF with lines of text in a font that every reader has."""
    shown = (" ".join(f"({line.replace('ﬁ', 'fi')}) Tj T*" for line in lines) for lines in pages)
    write_drawn(path, [f"/F1 12 Tf 14 TL 72 700 Td {lines}" for lines in shown])


def write_drawn(path: Path, pages: Sequence[str], fonts: Sequence[str] = (HELVETICA,)) -> None:
    """Write a PDF of which each page is drawn by text operators; its fonts are F1, F2 …"""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", *fonts]
    named = " ".join(f"/F{number} {number + 2} 0 R" for number in range(1, len(fonts) + 1))
    kids = []
    for page in pages:
        stream = f"BT {page} ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << {named} >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    content = b"%PDF-1.4\n"
    places = []
    for number, text in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{text}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    content += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF"
    ).encode()
    path.write_bytes(content)

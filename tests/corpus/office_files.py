"""Files of office programs, made for the tests: Word by python-docx, the others by LibreOffice."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document as WordDocument

LONG = (
    "De opgavemanager rapporteert elk kwartaal aan het college over de voortgang, de uitgaven en "
    "de risico's van het samenwerkingsverband in de regio. Dat doet hij in een brief van ten "
    "hoogste twee bladzijden, die de griffier aan de raad doorstuurt."
)


LAST = "De wethouder opent de tentoonstelling op de eerste zaterdag van mei."


def write_word(path: Path, chapters: int = 4, last: str = LAST) -> None:
    """Write a Word file of some pages: running heads, headings, a list, a table and a last line."""
    word = WordDocument()
    word.sections[0].header.paragraphs[0].text = "Gemeente Veenwoude – concept"
    word.sections[0].footer.paragraphs[0].text = "Postbus 1"
    word.add_heading("Nota opgaven", 0)
    for number in range(1, chapters + 1):
        word.add_heading(f"Hoofdstuk {number} Samen werken", 1)
        for _ in range(10):
            word.add_paragraph(LONG)
    word.add_heading("Stappen", 2)
    word.add_paragraph("Een opgave begint met:")
    word.add_paragraph("een gesprek met inwoners;", style="List Bullet")
    word.add_paragraph("een brief aan de raad.", style="List Bullet")
    table = word.add_table(rows=2, cols=3)
    for place, text in enumerate(["Onderwerp", "2025", "2026", "Aantal opgaven", "14", "16"]):
        table.cell(*divmod(place, 3)).text = text
    word.add_paragraph(last)
    word.save(str(path))


def write_note(path: Path) -> None:
    """Write an OpenDocument text of one file with a sentence, a note to it and another sentence."""
    names = "office text".split()
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names
    )
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>Artikel 189 van de wet.</text:p></text:note-body></text:note>"
    )
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {spaces} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>'
        f"<text:p>De raad stelt de begroting vast{note} vóór 15 november.</text:p>"
        "<text:p>De griffier stuurt haar op.</text:p>"
        "</office:text></office:body></office:document>",
        encoding="utf-8",
    )


def convert(path: Path, kind: str, folder: Path) -> Path:
    """Have LibreOffice write a file as another kind; return the new file.

    :param kind: as ``--convert-to`` takes it, such as ``pdf``.
    """
    convert_all((path,), kind, folder)
    return folder / f"{path.stem}.{kind.split(':')[0]}"


def convert_all(paths: Iterable[Path], kind: str, folder: Path) -> None:
    """Have LibreOffice write files as another kind, in one go."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{_profile().name}", "--headless",
         "--convert-to", kind, "--outdir", folder, *paths],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip


@cache
def _profile() -> TemporaryDirectory[str]:
    """Return LibreOffice's own folder for this process; to fill one takes longer than to convert."""
    return TemporaryDirectory()

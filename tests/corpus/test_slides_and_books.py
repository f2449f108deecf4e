"""Slides (PPTX) and books (EPUB): what is read of them, and what is not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from corpus import Document, read_library
from corpus.library import read_folder

PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Handboek afval</dc:title>
<dc:language>nl-NL</dc:language><dc:date>2026-03-02T10:00:00Z</dc:date></metadata>
<manifest><item id="b" href="tekst/twee%20.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="tekst/een.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>
<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="boek/inhoud.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""


def page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html>'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>{body}</html>'
    )


def write_book(path: Path, **more: str) -> None:
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "boek/inhoud.opf": PACKAGE,
        "boek/nav.xhtml": page("<body><p>Inhoudsopgave</p></body>"),
        "boek/tekst/een.xhtml": page(
            "<body><h1>Papier</h1><p>Papier wordt op woensdag opgehaald, caf&eacute;s ook.</p>"
            "<aside><p>Artikel 3 van de regeling.</p></aside></body>"
        ),
        "boek/tekst/twee .xhtml": page(
            "<body><h1>Glas</h1><table><tr><th>Soort</th><th>2025</th><th>2026</th></tr>"
            "<tr><td>Bakken</td><td>14</td><td>16</td></tr></table></body>"
        ),
        **more,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def write_slides(path: Path) -> None:
    slides = Presentation()
    first = slides.slides.add_slide(slides.slide_layouts[0])
    first.shapes.title.text = "Plan van aanpak"
    slides.slides.add_slide(slides.slide_layouts[6])
    third = slides.slides.add_slide(slides.slide_layouts[1])
    third.shapes.title.text = "Stappen"
    third.placeholders[1].text = "een gesprek met inwoners;\neen brief aan de raad."
    third.notes_slide.notes_text_frame.text = "De wethouder opent de avond zelf."
    hidden = slides.slides.add_slide(slides.slide_layouts[1])
    hidden.shapes.title.text = "Geheim"
    hidden._element.set("show", "0")
    last = slides.slides.add_slide(slides.slide_layouts[5])
    last.shapes.title.text = "Kosten"
    table = last.shapes.add_table(2, 3, Inches(1), Inches(2), Inches(6), Inches(1)).table
    for place, text in enumerate(["Soort", "2025", "2026", "Bakken", "14", "16"]):
        table.cell(*divmod(place, 3)).text = text
    box = last.shapes.add_textbox(Inches(1), Inches(4), Inches(6), Inches(1))
    box.text_frame.text = "De raad stelt het bedrag in juni vast."
    slides.save(str(path))


def read(folder: Path) -> Document:
    [document] = read_library(folder)
    for block in document.blocks:
        assert document.original[block.start : block.end] == block.text
    return document


def test_slides_are_read_with_their_numbers(tmp_path: Path) -> None:
    write_slides(tmp_path / "plan.pptx")
    document = read(tmp_path)
    assert document.title == "Plan van aanpak"
    assert [(one.kind, one.text) for one in document.blocks] == [
        ("title", "Plan van aanpak"),
        ("heading", "Stappen"),
        ("list_item", "• een gesprek met inwoners;"),
        ("list_item", "• een brief aan de raad."),
        ("note", "De wethouder opent de avond zelf."),
        ("heading", "Kosten"),
        ("list_item", "Bakken, 2025: 14; 2026: 16"),
        ("paragraph", "De raad stelt het bedrag in juni vast."),
    ]
    pages = {one.text: document.page_at(one.start) for one in document.blocks}
    assert pages["Plan van aanpak"] == 1
    assert pages["• een brief aan de raad."] == pages["De wethouder opent de avond zelf."] == 3
    assert pages["De raad stelt het bedrag in juni vast."] == 5
    assert document.blocks[-1].section == ("Kosten",)


def test_a_book_is_read_in_its_order(tmp_path: Path) -> None:
    write_book(tmp_path / "boek.epub")
    document = read(tmp_path)
    assert (document.title, document.language, document.date) == (
        "Handboek afval",
        "nl",
        "2026-03-02",
    )
    assert [(one.kind, one.text) for one in document.blocks] == [
        ("heading", "Papier"),
        ("paragraph", "Papier wordt op woensdag opgehaald, cafés ook."),
        ("note", "Artikel 3 van de regeling."),
        ("heading", "Glas"),
        ("list_item", "Bakken, 2025: 14; 2026: 16"),
    ]


@pytest.mark.parametrize("kind", ["pptx", "epub"])
def test_a_damaged_or_locked_file_costs_only_itself(tmp_path: Path, kind: str) -> None:
    (tmp_path / "goed.txt").write_text("De raad stelt de begroting vast.", encoding="utf-8")
    (tmp_path / f"stuk.{kind}").write_bytes(b"PK\x03\x04 en dan niets")
    with zipfile.ZipFile(tmp_path / f"leeg.{kind}", "w") as archive:
        archive.writestr("mimetype", "x")
    if kind == "epub":
        write_book(tmp_path / "slot.epub", **{"META-INF/rights.xml": "<rights/>"})
        write_book(tmp_path / "weg.epub", **{"boek/inhoud.opf": PACKAGE.replace("een.", "niet.")})
    skipped = read_folder(tmp_path).skipped
    assert {one.name for one in skipped} == {path.name for path in tmp_path.glob(f"*.{kind}")}

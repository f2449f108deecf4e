"""Pages that are pictures of text: read by tesseract where it is installed, and said to be."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from office_files import LONG, convert, write_word
from PIL import Image
from scans import write_scan
from test_formats import write_pdf

from assistant.commands.index_report import _remark
from corpus import Document, read_library
from corpus.errors import DocumentNotText
from corpus.library import read_folder
from corpus.reading import kept
from corpus.reading.kept import KeptReadings
from corpus.reading.line_process import LineProcess, ProcessSlow
from corpus.reading.page_views import Layout, page_layout
from corpus.reading.pdf import read_pdf
from corpus.reading.process import ReadingProcess
from corpus.reading.recognition import recognised, recogniser
from corpus.reading.scan_boxes import scan_boxes
from corpus.reading.showing import layout_of
from corpus.reading.stretches import stretches

TYPED = ["De raad stelt de kaders vast voor het beleid.", "De griffier ziet daarop toe."]
SCANNED = ["De burgemeester opent de kermis op 3 mei.", "Het college stelt 2.400 euro beschikbaar."]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a PDF whose second page of three is a scan."""
    folder = tmp_path_factory.mktemp("mixed")
    write_pdf(folder / "source.pdf", [TYPED, SCANNED, ["Aldus vastgesteld in de vergadering."]])
    (folder / "documents").mkdir()
    write_scan(folder / "documents" / "besluit.pdf", folder / "source.pdf", pages=(2,))
    return folder


@pytest.fixture(scope="module")
def document(mixed: Path) -> Document:
    [document] = read_library(mixed / "documents")
    return document


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    recogniser.cache_clear()
    kept._readers.cache_clear()
    yield
    recogniser.cache_clear()
    kept._readers.cache_clear()


def test_a_nota_that_was_scanned_is_read_with_its_structure(tmp_path: Path) -> None:
    write_word(tmp_path / "nota.docx", chapters=2)
    write_scan(tmp_path / "scan.pdf", convert(tmp_path / "nota.docx", "pdf", tmp_path))
    reading = read_pdf(tmp_path / "scan.pdf")
    assert reading.blank_pages == ()
    assert reading.scanned_pages == tuple(range(1, len(reading.scanned_pages) + 1))
    headings = [(part.level, part.text) for part in reading.parts if part.kind == "heading"]
    assert headings[:3] == [
        (1, "Nota opgaven"),
        (2, "Hoofdstuk 1 Samen werken"),
        (2, "Hoofdstuk 2 Samen werken"),
    ]
    texts = [part.text for part in reading.parts]
    # A paragraph that a page cuts at a full stop is two.
    assert texts.count(LONG) >= 18
    assert "• een gesprek met inwoners;" in texts
    assert not any("Postbus" in text or "concept" in text for text in texts)


def test_only_what_stands_on_a_scan_is_marked(document: Document) -> None:
    assert document.scanned_pages == (2,)
    assert document.blank_pages == ()
    for lines, is_scan in ((TYPED, False), (SCANNED, True)):
        for line in lines:
            start = document.original.index(line)
            assert document.standing_of(start, start + len(line)).is_scan is is_scan
    first, last = document.original.index(TYPED[0]), document.original.index("Aldus")
    assert document.standing_of(first, last).is_scan
    assert not document.standing_of(last, len(document.original)).is_scan


def test_what_was_read_from_a_scan_is_told(mixed: Path) -> None:
    [source] = read_folder(mixed / "documents").sources
    assert source.scanned_pages == (2,)
    assert _remark(source) == "p. 2 read from a scan, may contain reading errors"


def test_words_on_a_scan_are_boxed_where_they_stand(mixed: Path, document: Document) -> None:
    start = document.original.index(SCANNED[1])
    end = start + len(SCANNED[1])
    path = mixed / "documents" / "besluit.pdf"
    found = page_layout(path, 2, stretches(document, start, end), is_scan=True)
    with pypdfium2.PdfDocument(mixed / "source.pdf") as typed:
        exact = layout_of(typed[1], stretches(document, start, end))
    assert found.boxes
    assert exact.boxes
    [box], [other] = found.boxes, exact.boxes
    # Askew, and letters where the other has lines.
    assert box == pytest.approx(other, abs=6)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_scan_that_lies_on_its_side_or_head_is_read_and_boxed(tmp_path: Path, turn: int) -> None:
    lines = [*SCANNED, *TYPED, "De wethouder spreekt de inwoners toe op het plein van het dorp."]
    write_pdf(tmp_path / "source.pdf", [lines])
    (tmp_path / "documents").mkdir()
    path = tmp_path / "documents" / "dwars.pdf"
    write_scan(path, tmp_path / "source.pdf", turn=turn)
    [document] = read_library(path.parent)
    assert document.scanned_pages == (1,)
    start = document.original.index(SCANNED[1])
    wanted = stretches(document, start, start + len(SCANNED[1]))
    with (
        pypdfium2.PdfDocument(path) as scan,
        pypdfium2.PdfDocument(tmp_path / "source.pdf") as typed,
    ):
        found = scan_boxes(scan[0], wanted, timeout_s=200)
        exact = layout_of(typed[0], wanted)
    assert found
    assert exact.boxes
    [box], [(left, top, right, bottom)] = found, exact.boxes
    width, height = exact.width, exact.height
    expected = {
        90: (top, width - right, bottom, width - left),
        180: (width - right, height - bottom, width - left, height - top),
        270: (height - bottom, left, height - top, right),
    }[turn]
    assert box == pytest.approx(expected, abs=6)


def test_which_page_of_a_scan_is_being_read_is_told(mixed: Path) -> None:
    told: list[tuple[int, int]] = []
    read_folder(mixed / "documents", told=lambda page, pages: told.append((page, pages)))
    assert told == [(2, 3)]


def test_where_words_on_a_scan_are_not_found_nothing_is_boxed(
    mixed: Path, document: Document
) -> None:
    start = document.original.index(TYPED[0])
    elsewhere = stretches(document, start, start + len(TYPED[0]))
    with pypdfium2.PdfDocument(mixed / "documents" / "besluit.pdf") as pdf:
        layout: Layout = layout_of(pdf[1], elsewhere, is_scan=True)
    assert layout.boxes is None


@pytest.mark.usefixtures("without_tesseract")
def test_without_tesseract_the_rest_is_read_and_the_page_is_named(mixed: Path) -> None:
    contents = read_folder(mixed / "documents")
    [document] = contents.documents
    assert TYPED[1] in document.original
    assert "kermis" not in document.original
    assert (document.blank_pages, document.scanned_pages) == ((2,), ())
    remark = _remark(contents.sources[0])
    assert "p. 2" in remark
    assert "apt-get install tesseract-ocr tesseract-ocr-nld" in remark


@pytest.mark.usefixtures("without_tesseract")
def test_a_file_of_scans_says_what_to_install(mixed: Path, tmp_path: Path) -> None:
    write_scan(tmp_path / "scan.pdf", mixed / "source.pdf")
    with ReadingProcess() as process, pytest.raises(DocumentNotText, match="install tesseract"):
        process.read(tmp_path / "scan.pdf")


def test_a_scan_is_read_again_once_tesseract_is_there(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> tuple[int, ...]:
        recogniser.cache_clear()
        kept._readers.cache_clear()
        with KeptReadings(tmp_path / "kept.sqlite") as readings:
            [source] = read_folder(mixed / "documents", kept=readings).sources
        return source.scanned_pages

    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        assert read() == ()
    assert read() == (2,)


def test_text_that_another_program_read_is_marked_as_well(tmp_path: Path) -> None:
    write_pdf(tmp_path / "typed.pdf", [SCANNED])
    with pypdfium2.PdfDocument(tmp_path / "typed.pdf") as pdf:
        page = pdf[0]
        for one in page.get_objects():
            pdfium.FPDFTextObj_SetTextRenderMode(one.raw, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
        page.gen_content()
        pdf.save(tmp_path / "hidden.pdf")
    assert read_pdf(tmp_path / "typed.pdf").scanned_pages == ()
    assert read_pdf(tmp_path / "hidden.pdf").scanned_pages == (1,)


def test_a_short_page_with_a_drawing_is_read_as_it_was_typed(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", [["Bijlagen"], TYPED])
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        page = pdf[0]
        line = pdfium.FPDFPageObj_CreateNewRect(72, 650, 200, 1)
        pdfium.FPDFPage_InsertObject(page.raw, line)
        page.gen_content()
        pdf.save(tmp_path / "b.pdf")
    reading = read_pdf(tmp_path / "b.pdf")
    assert reading.scanned_pages == ()
    assert reading.parts[0].text.startswith("Bijlagen ")


def noise(path: Path) -> None:
    """Write a PDF with a picture on which tesseract finds no end of things that may be letters."""
    picture = Image.frombytes("L", (2400, 3000), random.Random(0).randbytes(2400 * 3000))
    picture.save(path, "PDF", resolution=200)


def test_a_picture_that_takes_too_long_holds_no_text(tmp_path: Path) -> None:
    noise(tmp_path / "gras.pdf")
    with pypdfium2.PdfDocument(tmp_path / "gras.pdf") as pdf:
        assert recognised(pdf[0], timeout_s=2) == []


def test_a_reader_that_is_ended_ends_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise(tmp_path / "gras.pdf")
    monkeypatch.setenv("SCAN_OF_TEST", str(tmp_path))
    process = LineProcess("corpus.reading", timeout_s=2)
    with pytest.raises(ProcessSlow):
        process.ask(str(tmp_path / "gras.pdf"))
    until = time.monotonic() + 30
    while (left := list(_started_with(str(tmp_path)))) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []


def _started_with(value: str) -> Iterator[str]:
    """Yield the programs that have a value in their environment."""
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if f"SCAN_OF_TEST={value}".encode() in (path / "environ").read_bytes():
                yield (path / "comm").read_text()
        except OSError:
            continue

"""Tables of a PDF: rows with the heads of their columns where these are certain, else as lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from docx import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.table import Table
from office_files import convert
from pdf_files import HELVETICA, write_drawn
from test_quoted_pages import inside, layouts, letters

from corpus import Document, read_library

FIGURES = (
    ("Onderwerp", "2025", "2026"),
    ("Aantal opgaven", "14", "16"),
    ("Aantal gesprekken met inwoners in de wijken", "120", "98"),
    ("Kosten", "", "1.450"),
)
SAID = [
    "Aantal opgaven, 2025: 14; 2026: 16",
    "Aantal gesprekken met inwoners in de wijken, 2025: 120; 2026: 98",
    "Kosten, 2026: 1.450",
]
TASKS = (
    ("Taak:", "De raad stelt de begroting vast op voorstel van het college, vóór 15 november."),
    ("Toezicht", "Gedeputeerde Staten"),
)
BEFORE = "De tabel hieronder geeft de cijfers van de opgaven."
AFTER = "Na de tabel volgt een toelichting op de cijfers."


def add_table(word: WordDocument, rows: Sequence[Sequence[str]], style: str | None) -> Table:
    table = word.add_table(rows=len(rows), cols=len(rows[0]))
    if style:
        table.style = style
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    return table


def read(word: WordDocument, folder: Path) -> tuple[Path, Document]:
    """Return a Word file as LibreOffice prints it, and as that is read."""
    word.save(str(folder / "tabel.docx"))
    path = convert(folder / "tabel.docx", "pdf", folder)
    (folder / "tabel.docx").unlink()
    [document] = read_library(folder)
    for block in document.blocks:
        assert document.original[block.start : block.end] == block.text
        for sentence in block.sentences:
            assert document.original[sentence.start : sentence.end] == sentence.text
    return path, document


@pytest.fixture
def ruled(tmp_path: Path) -> tuple[Path, Document]:
    word = WordDocument()
    word.add_paragraph(BEFORE)
    add_table(word, FIGURES, "Table Grid")
    word.add_paragraph(AFTER)
    add_table(word, TASKS, "Table Grid")
    return read(word, tmp_path)


def test_rows_of_a_ruled_table_have_the_heads_of_their_columns(
    ruled: tuple[Path, Document],
) -> None:
    assert [block.text for block in ruled[1].blocks] == [
        BEFORE,
        *SAID,
        AFTER,
        f"Taak: {TASKS[0][1]}",
        "Toezicht: Gedeputeerde Staten",
    ]


def test_the_row_that_is_quoted_is_boxed(ruled: tuple[Path, Document]) -> None:
    path, document = ruled
    for number, quoted in enumerate(SAID, start=1):
        start = document.original.index(quoted)
        [(page, layout)] = layouts(path, document, start, start + len(quoted)).items()
        assert layout.boxes
        # In a cell of several lines the other library finds the letters of all of them mixed.
        assert sorted(inside(path, page, layout.boxes)) == sorted(letters("".join(FIGURES[number])))


@pytest.mark.parametrize("repeats", [True, False], ids=["with its head again", "without"])
def test_a_table_that_goes_on_over_a_page_keeps_its_heads(tmp_path: Path, repeats: bool) -> None:
    word = WordDocument()
    rows = [("Straat", "Huizen", "Bomen"), *((f"Laan {n}", f"{n}0", f"{n}1") for n in range(1, 90))]
    table = add_table(word, rows, "Table Grid")
    if repeats:
        mark = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(mark)
    _, document = read(word, tmp_path)
    assert len(document.pages) > 1
    assert [block.text for block in document.blocks] == [
        f"Laan {n}, Huizen: {n}0; Bomen: {n}1" for n in range(1, 90)
    ]
    assert document.page_at(document.original.index("Laan 89,")) == len(document.pages)


def drawn(path: Path, rows: Sequence[Sequence[str]], bold: int = 0) -> None:
    """Write a PDF of which the text is set in columns, without any line; some rows are bold."""
    made = [f"/F1 10 Tf 1 0 0 1 72 760 Tm ({BEFORE}) Tj"]
    for number, row in enumerate(rows):
        made.append(f"/F{2 if number < bold else 1} 10 Tf")
        made += [
            f"1 0 0 1 {72 + 130 * column} {730 - 18 * number} Tm ({cell}) Tj"
            for column, cell in enumerate(row)
            if cell
        ]
    write_drawn(path, [" ".join(made)], (HELVETICA, HELVETICA.replace("tica", "tica-Bold")))


def test_rows_without_any_line_have_the_heads_of_their_columns(tmp_path: Path) -> None:
    word = WordDocument()
    word.add_paragraph(BEFORE)
    table = add_table(word, FIGURES, None)
    for row in table.rows[1:]:
        for cell in row.cells[1:]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.add_paragraph(AFTER)
    path, document = read(word, tmp_path)
    assert [block.text for block in document.blocks] == [BEFORE, *SAID, AFTER]
    for number, quoted in enumerate(SAID, start=1):
        start = document.original.index(quoted)
        [(page, layout)] = layouts(path, document, start, start + len(quoted)).items()
        assert layout.boxes
        assert sorted(inside(path, page, layout.boxes)) == sorted(letters("".join(FIGURES[number])))


def test_a_head_is_told_by_its_weight_where_no_column_holds_figures(tmp_path: Path) -> None:
    rows = [("Taak", "Wie", "Hoe"), ("Toezicht", "raad", "brief"), ("Advies", "dorpsraad", "nota")]
    drawn(tmp_path / "a.pdf", rows, bold=1)
    [document] = read_library(tmp_path)
    said = ["Toezicht, Wie: raad; Hoe: brief", "Advies, Wie: dorpsraad; Hoe: nota"]
    assert [block.text for block in document.blocks] == [BEFORE, *said]


@pytest.mark.parametrize(
    ("rows", "bold"),
    [
        ([("Jan", "woont in", "Utrecht"), ("Piet", "werkt in", "Assen"), ("An", "is in", "Ede")], 0),
        ([("1", "Inleiding", "3"), ("1.1", "Doel", "4"), ("2", "Aanpak", "7")], 0),
        ([("", "Raming", "Uitkomst", ""), ("Post", "2024", "2025", "2024"), *[("A", "1", "2", "3")] * 3], 2),
        ([("Jan", "14", "16"), ("Piet", "", ""), ("", "15", "17"), ("Klaas", "18", "19")], 1),
    ],
    ids=["without a head", "a table of contents", "with heads of heads", "with a cell that is loose"],
)  # fmt: skip
def test_where_the_head_or_a_row_is_not_certain_rows_are_read_as_lines(
    tmp_path: Path, rows: list[tuple[str, ...]], bold: int
) -> None:
    drawn(tmp_path / "a.pdf", rows, bold)
    [document] = read_library(tmp_path)
    for row in rows:
        assert " ".join(filter(None, row)) in document.original
    assert ": " not in document.original


def test_where_cells_are_joined_rows_are_read_as_lines(tmp_path: Path) -> None:
    word = WordDocument()
    merged = add_table(word, FIGURES, "Table Grid")
    merged.cell(0, 1).merge(merged.cell(0, 2)).text = "Jaren"
    word.add_paragraph(BEFORE)
    _, document = read(word, tmp_path)
    assert "Aantal opgaven 14 16" in document.original
    assert "Jaren:" not in document.original


def test_lines_that_stand_on_their_head_do_not_keep_a_file_from_being_read(tmp_path: Path) -> None:
    word = WordDocument()
    word.add_paragraph(BEFORE)
    path, _ = read(word, tmp_path)
    with pypdfium2.PdfDocument(path) as pdf:
        page = pdf[0]
        for one in page.get_objects():
            one.transform(pypdfium2.PdfMatrix(a=-1, d=-1, e=600, f=800))
        page.gen_content()
        pdf.save(tmp_path / "omgekeerd.pdf")
    path.unlink()
    [document] = read_library(tmp_path)
    assert letters(BEFORE) in letters(document.original)

"""Word, OpenDocument, PDF and HTML: what is read of them, and what is not."""

from __future__ import annotations

import time
from pathlib import Path

import pypdfium2
import pytest
from office_files import LAST, LONG, convert, write_note, write_word
from pdf_files import write_pdf

from corpus import Document, read_library
from corpus.library import read_folder
from corpus.reading.html import read_html
from corpus.reading.parts import FileUnreadable, Reading, as_document
from corpus.reading.pdf import pdf_parts, read_pdf
from corpus.reading.pdf_lines import Line
from index.passages import cut_passages

PAGE = """<!doctype html><html lang="nl"><head><title>Afval | Gemeente</title>
<meta name="dcterms.modified" content="2026-03-02T10:00"></head><body>
<nav><a href="/">Home</a></nav><header>Gemeente Veenwoude</header>
<main><h1>Afval</h1><p>Papier wordt <b>op</b>&shy;ge&shy;haald<br>op woensdag.</p>
<p hidden>geheim</p><script>geheim</script><!-- geheim -->
<h2>Glas</h2><dl><dt>Bak</dt><dd>bij de winkel</dd></dl></main>
<footer>Contact</footer></body></html>"""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """Return the same nota, read from each kind of file."""
    folder = tmp_path_factory.mktemp("office")
    write_word(folder / "nota.docx")
    found: dict[str, Document] = {}
    for kind in ("docx", "odt", "pdf"):
        own = folder / kind
        own.mkdir()
        path = (
            folder / "nota.docx" if kind == "docx" else convert(folder / "nota.docx", kind, folder)
        )
        path.rename(own / path.name) if kind != "docx" else (own / path.name).write_bytes(
            path.read_bytes()
        )
        [found[kind]] = read_library(own)
    return found


@pytest.mark.parametrize("kind", ["docx", "odt", "pdf"])
def test_a_nota_is_read_with_its_structure(documents: dict[str, Document], kind: str) -> None:
    document = documents[kind]
    assert document.title == "Nota opgaven"
    headings = [block.text for block in document.blocks if block.kind == "heading"]
    assert headings == [*(f"Hoofdstuk {n} Samen werken" for n in range(1, 5)), "Stappen"]
    assert document.blocks[-1].section == ("Hoofdstuk 4 Samen werken", "Stappen")
    assert [block.text for block in document.blocks].count(LONG) >= 36
    for block in document.blocks:
        assert document.original[block.start : block.end] == block.text
    whole = [passage.text for passage in cut_passages(document) if passage.kind == "list"]
    assert any("begint met:\n• een gesprek met inwoners;\n• een brief" in text for text in whole)
    assert LAST in document.original
    for head in ("concept", "Postbus"):
        assert head not in document.original


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_table_of_an_office_program_is_read_by_row(
    documents: dict[str, Document], kind: str
) -> None:
    assert "Aantal opgaven, 2025: 14; 2026: 16" in [one.text for one in documents[kind].blocks]


def test_only_what_has_pages_tells_them(documents: dict[str, Document]) -> None:
    pdf = documents["pdf"]
    assert pdf.page_at(0) == 1
    assert pdf.page_at(pdf.original.index(LAST)) == len(pdf.pages) > 2
    assert documents["docx"].page_at(0) is None


def test_a_paragraph_goes_on_over_a_page(documents: dict[str, Document]) -> None:
    pdf = documents["pdf"]
    inside = [
        block for block in pdf.blocks if any(block.start < page < block.end for page in pdf.pages)
    ]
    assert inside
    assert all(block.text == LONG for block in inside)


@pytest.mark.parametrize("kind", ["docx", "odt", "pdf"])
def test_a_note_is_read_outside_the_sentence_that_it_is_to(tmp_path: Path, kind: str) -> None:
    write_note(tmp_path / "nota.fodt")
    convert(tmp_path / "nota.fodt", kind, tmp_path)
    (tmp_path / "nota.fodt").unlink()
    [document] = read_library(tmp_path)
    found = {block.text: block.kind for block in document.blocks}
    assert found == {
        "De raad stelt de begroting vast vóór 15 november.": "paragraph",
        "De griffier stuurt haar op.": "paragraph",
        "Artikel 189 van de wet.": "note",
    }
    passages = [passage.text for passage in cut_passages(document)]
    assert "Artikel 189 van de wet." in passages


def test_a_page_of_a_site_is_read_without_what_stands_around_it(tmp_path: Path) -> None:
    (tmp_path / "afval.html").write_text(PAGE, encoding="cp1252")
    [document] = read_library(tmp_path)
    assert (document.title, document.language, document.date) == ("Afval", "nl", "2026-03-02")
    assert [block.text for block in document.blocks] == [
        "Afval",
        "Papier wordt opgehaald op woensdag.",
        "Glas",
        "Bak: bij de winkel",
    ]


@pytest.mark.parametrize(
    ("inside", "read"),
    [
        ("<ul><li>een</li><!-- wacht --><li>twee</li></ul>", ["• een", "• twee"]),
        ("<ul><li>een</li><ul><li>twee</li></ul></ul>", ["• een", "• twee"]),
        ("<ul><li>een</li><li hidden>geheim</li></ul>", ["• een"]),
        (
            "<table><tr><th>Jaar</th><td>2024</td></tr><tr hidden><th>Plan</th><td>x</td></tr>"
            "<tr><th>Dag</th><td>1</td></tr></table>",
            ["Jaar: 2024", "Dag: 1"],
        ),
        (
            "<table><caption>Kop</caption><tr><td>naast<table><caption>Cijfers</caption>"
            "<tr><td>Jaar</td><td>2024</td></tr></table></td><td>erbij</td></tr></table>",
            ["Kop", "naast", "Cijfers", "Jaar: 2024", "erbij"],
        ),
        (
            "<dl><dt>Bak</dt><dd>bij <dl><dt>Glas</dt><dd>de winkel</dd></dl></dd></dl>",
            ["Bak: bij Glas de winkel"],
        ),
    ],
    ids=[
        "comment",
        "list in list",
        "hidden item",
        "hidden row",
        "table in table",
        "terms in terms",
    ],
)
def test_what_is_shown_is_read_once(inside: str, read: list[str]) -> None:
    assert [part.text for part in read_html(f"<main>{inside}</main>").parts] == read


def test_every_article_of_a_page_is_read() -> None:
    page = "<nav>Menu</nav><article><p>Een.</p></article><article><p>Twee.</p></article>"
    assert [part.text for part in read_html(page).parts] == ["Een.", "Twee."]


def test_an_answer_that_opens_below_its_question_is_its_section() -> None:
    page = (
        "<h1>Afval</h1><details><summary>Wanneer komt u?</summary><p>Woensdag.</p></details>"
        "<details><summary>Leeg</summary></details><p>Bel ons.</p>"
    )
    document = as_document("a", "a", read_html(page))
    assert [(block.text, block.section) for block in document.blocks] == [
        ("Afval", ()),
        ("Wanneer komt u?", ()),
        ("Woensdag.", ("Wanneer komt u?",)),
        ("Bel ons.", ()),
    ]


def test_words_that_a_line_end_cut_are_whole_again(tmp_path: Path) -> None:
    lines = [
        "Het samenwerkings-",
        "verband kiest onderwijs-",
        "en jeugdbeleid in het",
        "ﬁnanciële plan.",
    ]
    write_pdf(tmp_path / "a.pdf", [lines])
    assert [part.text for part in read_pdf(tmp_path / "a.pdf").parts] == [
        "Het samenwerkingsverband kiest onderwijs- en jeugdbeleid in het financiële plan."
    ]


def test_pages_without_text_are_told(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf", [["Een bladzijde tekst."], [], ["En nog een."]])
    contents = read_folder(tmp_path)
    assert contents.sources[0].blank_pages == (2,)
    [document] = contents.documents
    assert [document.page_at(block.start) for block in document.blocks] == [1, 3]


def test_a_page_with_its_number_only_holds_no_text(tmp_path: Path) -> None:
    write_pdf(tmp_path / "scan.pdf", [["1"], ["2"], ["3"]])
    with pytest.raises(FileUnreadable, match="holds no text"):
        read_pdf(tmp_path / "scan.pdf")
    write_pdf(tmp_path / "half.pdf", [["Een bladzijde tekst.", "1"], ["2"]])
    assert read_pdf(tmp_path / "half.pdf").blank_pages == (2,)


def test_a_note_belongs_to_its_own_page() -> None:
    def line(text: str, size: float, bottom: float) -> Line:
        return Line(text, size, False, 0, 5 * len(text), bottom, 200)

    pages = [
        [line("Het eerste blad staat hier vol.", 11, 700)],
        [line("Het tweede blad heeft een noot.", 11, 700), line("1 De noot zelf.", 8, 50)],
    ]
    document = as_document("a", "a", Reading(tuple(pdf_parts(pages))))
    assert {block.text: document.page_at(block.start) for block in document.blocks} == {
        "Het eerste blad staat hier vol.": 1,
        "De noot zelf.": 2,
        "Het tweede blad heeft een noot.": 2,
    }


def test_a_hundred_pages_are_read_in_three_seconds(tmp_path: Path) -> None:
    write_word(tmp_path / "lang.docx", chapters=92)
    path = convert(tmp_path / "lang.docx", "pdf", tmp_path)
    with pypdfium2.PdfDocument(path) as pdf:
        assert len(pdf) >= 100
    began = time.process_time()
    read_pdf(path)
    assert time.process_time() - began < 3

"""Every kind of file holds what the publication holds, and opens in the programs for it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
import pytest
from defusedxml import ElementTree
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from odf import table, teletype, text
from odf.opendocument import load
from office_files import convert
from pptx import Presentation

from assistant.publishing import (
    FORMATS,
    Heading,
    ItemList,
    Notes,
    PageBreak,
    Paragraph,
    Publication,
    Quotation,
    Run,
    Table,
    write_publication,
)
from assistant.publishing import text as runs
from assistant.publishing.formats import FormatName

NOTICE = "Gemaakt door AI op 21 november 2026."
NASTY = "Een \x00\x0b\ud800nul & <b>vet</b> ]]> _niet_ 'cursief' \ufffe"
CLEAN = "Een nul & <b>vet</b> ]]> _niet_ 'cursief' "


def publication(*blocks: Any) -> Publication:
    """Return a publication with these blocks, or with one of every kind."""
    return Publication(
        title="Proef & \x00toets",
        language="nl",
        notice=NOTICE,
        mark="Gemaakt door AI",
        author="Documentassistent (AI)",
        made_at=datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
        settings=(("zaad", "3"), ("lengte", "kort")),
        blocks=blocks
        or (
            Heading(1, runs("Deel een"), anchor="deel-1"),
            Paragraph(
                (
                    Run("Zie "),
                    Run("vet", is_bold=True),
                    Run(" en "),
                    Run("English", is_italic=True, language="en"),
                    Run(" en "),
                    Run("deel twee", target="deel-2"),
                    Run(" of "),
                    Run("buiten", url="https://example.org/?a=1&b=2"),
                )
            ),
            ItemList((runs("eerste"), runs("tweede")), "number"),
            ItemList((runs("weer eerste"),), "number"),
            ItemList((runs("aa"), runs("bb")), "letter"),
            Quotation(runs("The team is responsible.", language="en"), runs("Bron, 1–24")),
            PageBreak(),
            Heading(2, runs("Deel twee"), anchor="deel-2"),
            Table(
                ("Nederlands", "Engels"),
                ((runs("opgave"), runs("purpose", language="en")),),
                "Begrippen in twee talen",
            ),
            Paragraph(runs(NASTY)),
            Notes((runs("Zeg dit erbij."),)),
        ),
    )


def parts_of(file: bytes) -> dict[str, str]:
    """Return the XML parts of an office file; each must be well-formed."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        found = {}
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
                found[name] = archive.read(name).decode()
        return found


def test_word_has_real_headings_lists_and_a_header_row() -> None:
    document = docx.Document(io.BytesIO(write_publication(publication(), "docx")))
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["Proef & toets"] == "Title"
    assert styles["Deel een"] == "Heading 1"
    assert styles["Deel twee"] == "Heading 2"
    assert styles["The team is responsible."] == "Quote"
    assert styles[NOTICE] == "Notice"
    assert CLEAN in styles
    lists = {
        p.text: p._p.pPr.numPr.numId.val
        for p in document.paragraphs
        if p._p.pPr is not None and p._p.pPr.numPr is not None
    }
    assert set(lists) == {"eerste", "tweede", "weer eerste", "aa", "bb"}
    assert lists["eerste"] == lists["tweede"] != lists["weer eerste"]
    header = document.tables[0].rows[0]
    assert [cell.text for cell in header.cells] == ["Nederlands", "Engels"]
    assert header._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "Begrippen in twee talen" in document.element.xml


def test_word_names_its_language_and_that_of_other_text() -> None:
    file = write_publication(publication(), "docx")
    document = docx.Document(io.BytesIO(file))
    assert 'w:lang w:val="nl-NL"' in parts_of(file)["word/styles.xml"]
    english = [
        run.text
        for paragraph in document.element.body.iter(qn("w:p"))
        for run in paragraph.iter(qn("w:r"))
        if run.find(f"{qn('w:rPr')}/{qn('w:lang')}[@{qn('w:val')}='en-GB']") is not None
    ]
    assert english == ["English", "The team is responsible.", "purpose"]


def test_a_reference_inside_a_word_document_leads_to_its_bookmark() -> None:
    body = docx.Document(io.BytesIO(write_publication(publication(), "docx"))).element.body
    bookmarks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    anchors = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert [anchor for anchor in anchors if anchor] == ["b_deel_2"]
    assert "b_deel_2" in bookmarks


@pytest.mark.parametrize("file_format", ["docx", "pptx"])
def test_the_properties_of_an_office_file_tell_who_made_it_and_how(
    file_format: FormatName,
) -> None:
    file = io.BytesIO(write_publication(publication(), file_format))
    opened: Any = docx.Document(file) if file_format == "docx" else Presentation(file)
    properties = opened.core_properties
    assert properties.title == "Proef & toets"
    assert properties.comments == NOTICE
    assert properties.author == "Documentassistent (AI)"
    assert properties.keywords == "zaad: 3; lengte: kort"
    assert properties.created.date().isoformat() == "2026-11-21"
    assert properties.language == "nl-NL"


def test_opendocument_has_real_headings_lists_and_a_header_row() -> None:
    opened = load(io.BytesIO(write_publication(publication(), "odt")))
    body = opened.text
    headings = [
        (h.getAttribute("outlinelevel"), teletype.extractText(h))
        for h in body.getElementsByType(text.H)
    ]
    assert headings == [("1", "Deel een"), ("2", "Deel twee")]
    lists = [
        [teletype.extractText(item) for item in listed.getElementsByType(text.ListItem)]
        for listed in body.getElementsByType(text.List)
    ]
    assert lists == [["eerste", "tweede"], ["weer eerste"], ["aa", "bb"]]
    header = body.getElementsByType(table.TableHeaderRows)[0]
    assert teletype.extractText(header) == "NederlandsEngels"
    paragraphs = [teletype.extractText(p) for p in body.getElementsByType(text.P)]
    assert paragraphs[:2] == ["Proef & toets", NOTICE]
    assert CLEAN in paragraphs


def test_opendocument_names_its_language_its_maker_and_its_settings() -> None:
    parts = parts_of(write_publication(publication(), "odt"))
    assert 'fo:language="nl"' in parts["styles.xml"]
    content = parts["content.xml"]
    assert '<text:span text:style-name="Language_en">purpose</text:span>' in content
    assert re.search(r'style:name="Language_en".{0,80}fo:language="en"', content)
    assert 'xlink:href="#deel-2"' in content
    assert 'text:bookmark-start text:name="deel-2"' in content
    assert f"<dc:description>{NOTICE}</dc:description>" in parts["meta.xml"]
    assert "<dc:language>nl</dc:language>" in parts["meta.xml"]
    assert re.search(r'meta:name="zaad"[^>]*>3<', parts["meta.xml"])


def test_a_heading_begins_a_slide_and_notes_go_to_its_notes() -> None:
    file = write_publication(
        publication(
            Heading(1, runs("Deel")),
            Heading(2, runs("Punt een")),
            Paragraph(runs("Dit is het punt.")),
            Notes((runs("“The purpose”", language="en"), runs("Bron, 1–4"))),
            Heading(2, runs("Punt twee")),
            Table(("A", "B"), ((runs("a"), runs("b")),), "Wat bij wat hoort"),
        ),
        "pptx",
    )
    slides = list(Presentation(io.BytesIO(file)).slides)
    titles = [slide.shapes.title.text for slide in slides]
    assert titles == ["Proef & toets", "Deel", "Punt een", "Punt twee"]
    assert slides[2].placeholders[1].text == "Dit is het punt."
    assert slides[2].notes_slide.notes_text_frame.text == "“The purpose”\nBron, 1–4"
    assert NOTICE in slides[0].placeholders[1].text
    assert "Gemaakt door AI · 3" in [
        shape.text for shape in slides[2].shapes if shape.name == "Foot"
    ]
    xml = parts_of(file)
    assert 'descr="Wat bij wat hoort"' in xml["ppt/slides/slide4.xml"]
    assert 'lang="en-GB"' in xml["ppt/notesSlides/notesSlide1.xml"]


def test_markdown_begins_with_the_properties_and_shows_text_as_it_is() -> None:
    written = write_publication(publication(), "md").decode()
    front, body = written.removeprefix("---\n").split("\n---\n", 1)
    assert 'title: "Proef & toets"' in front
    assert 'lang: "nl"' in front
    assert f'description: "{NOTICE}"' in front
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    assert "<h1>Proef &amp; toets</h1>" in html
    assert "&lt;b&gt;vet&lt;/b&gt; ]]&gt; _niet_" in html
    assert html.count("<ol>") == 2
    assert '<span lang="en">The team is responsible.</span>' in html
    assert "<th>Nederlands</th>" in html


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_no_text_is_read_as_markup_in_markdown(content: str) -> None:
    written = write_publication(publication(Paragraph(runs(f"begin\n{content}"))), "md").decode()
    body = written.split("\n---\n", 1)[1]
    tokens = MarkdownIt("commonmark", {"html": True}).parse(body)
    assert [token.type for token in tokens if token.nesting == 1] == [
        "heading_open",
        "paragraph_open",
        "paragraph_open",
    ]
    shown = "".join(
        child.content if child.type in ("text", "text_special") else " "
        for child in tokens[-2].children or []
    )
    allowed = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", content)
    assert shown.split() == f"begin {allowed}".split()


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=40))
def test_any_text_makes_well_formed_files(content: str) -> None:
    whole = publication(
        Heading(1, runs(content)), Paragraph(runs(content)), Notes((runs(content),))
    )
    for file_format in ("docx", "odt", "pptx"):
        parts_of(write_publication(whole, file_format))


@pytest.mark.parametrize("file_format", ["docx", "odt", "pptx"])
def test_libreoffice_opens_the_file(file_format: FormatName, tmp_path: Path) -> None:
    path = tmp_path / f"proef{FORMATS[file_format].suffix}"
    path.write_bytes(write_publication(publication(), file_format))
    pdf = convert(path, "pdf", tmp_path)
    assert pdf.read_bytes().startswith(b"%PDF")


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table(("A", "B"), ((runs("a"),),), "")

"""A publication as a Word document (Office Open XML)."""

from __future__ import annotations

import io
from itertools import count

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from assistant.publishing.printable import one_line, printable
from assistant.publishing.publication import (
    Block,
    Heading,
    ItemList,
    Notes,
    PageBreak,
    Paragraph,
    Publication,
    Quotation,
    Run,
    Runs,
    Table,
)
from assistant.publishing.word_lists import add_list_style, begin_list
from assistant.publishing.word_styles import LANGUAGE_TAGS, TEXT_WIDTH, set_styles

# Word shows at most this much of a property, and python-docx refuses more.
_PROPERTY_CHARACTERS_MAX = 255


def to_docx(publication: Publication) -> bytes:
    """Return a publication as a .docx file: real headings, lists and header rows, A4."""
    document = docx.Document()
    set_styles(document, publication.language)
    _set_properties(document, publication)
    _Writer(document).write(publication)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_properties(document: WordDocument, publication: Publication) -> None:
    properties = document.core_properties
    settings = "; ".join(f"{name}: {value}" for name, value in publication.settings)
    properties.title = _property(publication.title)
    properties.author = _property(publication.author)
    properties.last_modified_by = _property(publication.author)
    properties.comments = _property(publication.notice)
    properties.subject = _property(publication.mark)
    properties.keywords = _property(settings)
    properties.language = LANGUAGE_TAGS[publication.language]
    properties.created = properties.modified = publication.made_at


def _property(content: str) -> str:
    whole = one_line(content)
    if len(whole) <= _PROPERTY_CHARACTERS_MAX:
        return whole
    return whole[: _PROPERTY_CHARACTERS_MAX - 1] + "…"


class _Writer:
    """Adds blocks to a Word document, one after the other."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._bookmarks = count(1)

    def write(self, publication: Publication) -> None:
        self._document.add_paragraph(one_line(publication.title), "Title")
        self._document.add_paragraph(one_line(publication.notice), "Notice")
        for block in publication.blocks:
            self._block(block)
        self._footer(one_line(publication.mark))

    def _block(self, block: Block) -> None:
        add = self._document.add_paragraph
        match block:
            case Heading():
                self._fill(add(style=f"Heading {block.level}"), block.runs, block.anchor)
            case Paragraph():
                paragraph = add()
                paragraph.paragraph_format.keep_with_next = block.is_lead or block.is_aside or None
                self._fill(paragraph, block.runs, block.anchor)
            case ItemList():
                list_number = begin_list(self._document, block.numbering)
                for place, runs in enumerate(block.items, 1):
                    paragraph = add(style="List Paragraph")
                    if block.numbering == "letter":
                        # What is chosen from stays on one page.
                        paragraph.paragraph_format.keep_with_next = place < len(block.items)
                    if place == len(block.items):
                        paragraph.paragraph_format.space_after = Pt(11)
                    add_list_style(paragraph, list_number)
                    self._fill(paragraph, runs)
            case Quotation():
                quote = add(style="Quote")
                # Without a source, what follows is about it: the options of a question.
                quote.paragraph_format.keep_with_next = True
                self._fill(quote, block.runs, block.anchor)
                if block.source:
                    self._fill(add(style="Quotation Source"), block.source)
            case Table():
                self._table(block)
            case PageBreak():
                add().add_run().add_break(WD_BREAK.PAGE)
            case Notes():
                for runs in block.paragraphs:
                    self._fill(add(style="Notice"), runs)

    def _fill(self, paragraph: WordParagraph, runs: Runs, anchor: str | None = None) -> None:
        identifier = str(next(self._bookmarks)) if anchor else ""
        if anchor:
            start = _element("w:bookmarkStart", id=identifier, name=_bookmark(anchor))
            paragraph._p.append(start)
        for run in runs:
            self._run(paragraph, run)
        if anchor:
            paragraph._p.append(_element("w:bookmarkEnd", id=identifier))

    def _run(self, paragraph: WordParagraph, run: Run) -> None:
        added = paragraph.add_run(printable(run.text))
        added.bold = run.is_bold or None
        added.italic = run.is_italic or None
        if run.language:
            tag = LANGUAGE_TAGS[run.language]
            added._r.get_or_add_rPr().append(_element("w:lang", val=tag))
        if not (run.target or run.url):
            return
        added.style = self._document.styles["Hyperlink"]
        link = OxmlElement("w:hyperlink")
        if run.target:
            link.set(qn("w:anchor"), _bookmark(run.target))
        else:
            address = printable(run.url or "")
            relation = paragraph.part.relate_to(
                address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
            link.set(qn("r:id"), relation)
        paragraph._p.replace(added._r, link)
        link.append(added._r)

    def _table(self, block: Table) -> None:
        table = self._document.add_table(rows=1, cols=len(block.header), style="Table Grid")
        description = one_line(block.description)
        table._tbl.tblPr.append(_element("w:tblDescription", val=description))
        row_properties = table.rows[0]._tr.get_or_add_trPr()
        row_properties.append(_element("w:cantSplit"))
        row_properties.append(_element("w:tblHeader"))
        for cell, name in zip(table.rows[0].cells, block.header, strict=True):
            self._cell(cell, (Run(name, is_bold=True),))
        for row in block.rows:
            added = table.add_row()
            added._tr.get_or_add_trPr().append(_element("w:cantSplit"))
            for cell, runs in zip(added.cells, row, strict=True):
                self._cell(cell, runs)
        # Word wants the width in the cells, LibreOffice in the columns.
        table.autofit = False
        for column, share in zip(table.columns, block.shares, strict=True):
            column.width = round(TEXT_WIDTH * share)
            for cell in column.cells:
                cell.width = round(TEXT_WIDTH * share)
        # Word joins a table to whatever follows it.
        self._document.add_paragraph()

    def _cell(self, cell: _Cell, runs: Runs) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = self._document.styles["Table Text"]
        self._fill(paragraph, runs)

    def _footer(self, mark: str) -> None:
        paragraph = self._document.sections[0].footer.paragraphs[0]
        paragraph.add_run(f"{mark} · ")
        page = OxmlElement("w:fldSimple")
        page.set(qn("w:instr"), "PAGE")
        paragraph._p.append(page)


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def _bookmark(anchor: str) -> str:
    # A bookmark begins with a letter, has no hyphens and at most 40 characters.
    return f"b_{anchor.replace('-', '_')}"[:40]

"""A publication as an OpenDocument text (.odt)."""

from __future__ import annotations

import io
from datetime import datetime
from itertools import count
from typing import Any

from odf import dc, meta, style, table, teletype, text  # type: ignore[import-untyped]
from odf.opendocument import OpenDocumentText  # type: ignore[import-untyped]

from assistant.publishing.opendocument_styles import add_styles, span_style
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


def to_odt(publication: Publication) -> bytes:
    """Return a publication as an .odt file: real headings, lists and header rows, A4."""
    document = OpenDocumentText()
    add_styles(document, publication.language, one_line(publication.mark))
    _set_properties(document, publication)
    _Writer(document).write(publication)
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def _set_properties(document: Any, publication: Publication) -> None:
    made_at = _timestamp(publication.made_at)
    for element, content in (
        (dc.Title(), publication.title),
        (dc.Language(), publication.language),
        (dc.Creator(), publication.author),
        (dc.Description(), publication.notice),
        (dc.Subject(), publication.mark),
        (dc.Date(), made_at),
        (meta.InitialCreator(), publication.author),
        (meta.CreationDate(), made_at),
    ):
        element.addText(one_line(content))
        document.meta.addElement(element)
    for name, value in publication.settings:
        element = meta.UserDefined(name=one_line(name), valuetype="string")
        element.addText(one_line(value))
        document.meta.addElement(element)


def _timestamp(made_at: datetime) -> str:
    return made_at.replace(tzinfo=None, microsecond=0).isoformat()


class _Writer:
    """Adds blocks to an OpenDocument text, one after the other."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._tables = count(1)
        self._columns: set[str] = set()

    def write(self, publication: Publication) -> None:
        body = self._document.text
        title = text.P(stylename="Title")
        title.addText(one_line(publication.title))
        body.addElement(title)
        notice = text.P(stylename="Notice")
        notice.addText(one_line(publication.notice))
        body.addElement(notice)
        for block in publication.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        add = self._document.text.addElement
        match block:
            case Heading():
                heading = text.H(outlinelevel=block.level, stylename=f"Heading_20_{block.level}")
                add(self._filled(heading, block.runs, block.anchor))
            case Paragraph():
                name = "Lead" if block.is_lead or block.is_aside else "Standard"
                add(self._filled(text.P(stylename=name), block.runs, block.anchor))
            case ItemList():
                listed = text.List(stylename=f"List_{block.numbering}")
                for runs in block.items:
                    item = text.ListItem()
                    item.addElement(self._filled(text.P(stylename="List_20_Text"), runs))
                    listed.addElement(item)
                add(listed)
            case Quotation():
                add(self._filled(text.P(stylename="Quotations"), block.runs, block.anchor))
                if block.source:
                    add(self._filled(text.P(stylename="Quotation_20_Source"), block.source))
            case Table():
                add(self._table(block))
            case PageBreak():
                add(text.P(stylename="Page_20_Break"))
            case Notes():
                for runs in block.paragraphs:
                    add(self._filled(text.P(stylename="Notice"), runs))

    def _filled(self, element: Any, runs: Runs, anchor: str | None = None) -> Any:
        if anchor:
            element.addElement(text.BookmarkStart(name=anchor))
        for run in runs:
            self._run(element, run)
        if anchor:
            element.addElement(text.BookmarkEnd(name=anchor))
        return element

    def _run(self, parent: Any, run: Run) -> None:
        style_name = span_style(run)
        if run.target or run.url:
            address = f"#{run.target}" if run.target else printable(run.url or "")
            link = text.A(href=address, type="simple")
            parent.addElement(link)
            parent = link
        if style_name:
            span = text.Span(stylename=style_name)
            parent.addElement(span)
            parent = span
        # Tabs, line ends and spaces in a row are elements of their own in OpenDocument.
        teletype.addTextToElement(parent, printable(run.text))

    def _table(self, block: Table) -> Any:
        added = table.Table(name=f"Table{next(self._tables)}", stylename="Table")
        description = table.Desc()
        description.addText(one_line(block.description))
        added.addElement(description)
        for share in block.shares:
            added.addElement(table.TableColumn(stylename=self._column_style(share)))
        header = table.TableHeaderRows()
        header.addElement(
            self._row(tuple((Run(name),) for name in block.header), "Table_20_Heading")
        )
        added.addElement(header)
        for row in block.rows:
            added.addElement(self._row(row, "Table_20_Text"))
        return added

    def _column_style(self, share: float) -> str:
        """Return the name of the style of a column of this width; added when it is new."""
        name = f"Column{round(share * 1000)}"
        if name not in self._columns:
            self._columns.add(name)
            added = style.Style(name=name, family="table-column")
            added.addElement(style.TableColumnProperties(columnwidth=f"{share * 16:.2f}cm"))
            self._document.automaticstyles.addElement(added)
        return name

    def _row(self, cells: tuple[Runs, ...], style_name: str) -> Any:
        row = table.TableRow(stylename="Table_20_Row")
        for runs in cells:
            cell = table.TableCell(stylename="Table_20_Cell", valuetype="string")
            cell.addElement(self._filled(text.P(stylename=style_name), runs))
            row.addElement(cell)
        return row

"""A publication as slides (PowerPoint, Office Open XML).

Every heading begins a slide: level 1 a slide that names a part, the others a slide with that
title and what follows as its content. Notes go to the notes of the slide.
"""

from __future__ import annotations

import io
from typing import Any, Final

from pptx import Presentation
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as PresentationType
from pptx.util import Cm, Pt

from assistant.publishing.powerpoint_layout import (
    BODY_POINTS,
    CONTENT_LAYOUT,
    FOOT_POINTS,
    INK,
    LANGUAGE_TAGS,
    PART_LAYOUT,
    QUIET,
    SOURCE_POINTS,
    TITLE_LAYOUT,
    prepare_layouts,
)
from assistant.publishing.printable import one_line, printable
from assistant.publishing.publication import (
    LETTERS,
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
from corpus import Language

_BULLET: Final = "• "


def to_pptx(publication: Publication) -> bytes:
    """Return a publication as a .pptx file of wide slides, each with a title of its own."""
    presentation = Presentation()
    prepare_layouts(presentation)
    _set_properties(presentation, publication)
    writer = _Writer(presentation, publication.language, one_line(publication.mark))
    writer.write(publication)
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def _set_properties(presentation: PresentationType, publication: Publication) -> None:
    properties = presentation.core_properties
    settings = "; ".join(f"{name}: {value}" for name, value in publication.settings)
    properties.title = one_line(publication.title)[:255]
    properties.author = properties.last_modified_by = one_line(publication.author)[:255]
    properties.comments = one_line(publication.notice)[:255]
    properties.subject = one_line(publication.mark)[:255]
    properties.keywords = one_line(settings)[:255]
    properties.language = LANGUAGE_TAGS[publication.language]
    properties.created = properties.modified = publication.made_at


class _Writer:
    """Adds slides to a presentation, one after the other."""

    def __init__(self, presentation: PresentationType, language: Language, mark: str) -> None:
        self._presentation = presentation
        self._language = language
        self._mark = mark
        self._slide: Any = None
        self._body: Any = None

    def write(self, publication: Publication) -> None:
        self._begin(TITLE_LAYOUT, (Run(publication.title),))
        self._paragraph((Run(publication.notice),), points=SOURCE_POINTS)
        for block in publication.blocks:
            self._block(block)
        self._end()

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._begin(PART_LAYOUT if block.level == 1 else CONTENT_LAYOUT, block.runs)
            case Paragraph():
                self._paragraph(block.runs, SOURCE_POINTS if block.is_aside else BODY_POINTS)
            case ItemList():
                for place, runs in enumerate(block.items):
                    self._paragraph((Run(_item_mark(block, place)), *runs))
            case Quotation():
                self._paragraph(block.runs)
                if block.source:
                    self._paragraph(block.source, points=SOURCE_POINTS)
            case Table():
                self._table(block)
            case Notes():
                self._notes(block)
            case PageBreak():
                pass  # a slide is a page

    def _begin(self, layout: int, title: Runs) -> None:
        self._end()
        self._slide = self._presentation.slides.add_slide(self._presentation.slide_layouts[layout])
        self._slide.shapes.title.text_frame.clear()
        paragraph = self._slide.shapes.title.text_frame.paragraphs[0]
        for run in title:
            self._run(paragraph, Run(one_line(run.text), language=run.language), None)
        self._body = None
        if layout != TITLE_LAYOUT:
            self._foot()

    def _end(self) -> None:
        # A place without content shows as "Click to add text" to whoever edits the slide.
        if self._slide is not None and self._body is None:
            self._remove_place()

    def _remove_place(self) -> None:
        for place in self._slide.placeholders:
            if place.placeholder_format.idx == 1:
                place._element.getparent().remove(place._element)

    def _foot(self) -> None:
        width, height = self._presentation.slide_width, self._presentation.slide_height
        assert width is not None
        assert height is not None
        box = self._slide.shapes.add_textbox(Cm(1.5), height - Cm(1.3), width - Cm(3), Cm(0.9))
        box.name = "Foot"
        box.text_frame.word_wrap = True
        paragraph = box.text_frame.paragraphs[0]
        self._run(paragraph, Run(f"{self._mark} · "), FOOT_POINTS)
        self._run(paragraph, Run(str(len(self._presentation.slides))), FOOT_POINTS)
        # A field, so that the number still holds when slides are moved.
        number = paragraph.runs[-1]._r
        number.tag = qn("a:fld")
        number.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
        number.set("type", "slidenum")

    def _paragraph(self, runs: Runs, points: float = BODY_POINTS) -> None:
        if self._body is None:
            self._body = self._slide.placeholders[1].text_frame
            self._body.word_wrap = True
            self._body.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE
        is_empty = not self._body.text
        paragraph = self._body.paragraphs[0] if is_empty else self._body.add_paragraph()
        paragraph.space_after = Pt(8)
        for run in runs:
            self._run(paragraph, run, points)

    def _run(self, paragraph: Any, run: Run, points: float | None) -> None:
        for place, line in enumerate(printable(run.text).split("\n")):
            if place:
                paragraph.add_line_break()
            added = paragraph.add_run()
            added.text = line
            added.font.name = "Arial"
            if points is not None:
                added.font.size = Pt(points)
                added.font.color.rgb = INK if points == BODY_POINTS else QUIET
            if run.is_bold:
                added.font.bold = True
            if run.is_italic:
                added.font.italic = True
            added._r.get_or_add_rPr().set("lang", LANGUAGE_TAGS[run.language or self._language])
            if run.url:
                added.hyperlink.address = printable(run.url)

    def _table(self, block: Table) -> None:
        place = self._slide.placeholders[1]
        left, top, width, height = place.left, place.top, place.width, place.height
        table_height = Cm(1.1) * (len(block.rows) + 1)
        if self._body is None:
            # What follows the table comes below it.
            self._remove_place()
            below = top + table_height + Cm(0.5)
            box = self._slide.shapes.add_textbox(left, below, width, Cm(2))
            self._body = box.text_frame
            self._body.word_wrap = True
        else:
            top += height // 2
        shape = self._slide.shapes.add_table(
            len(block.rows) + 1, len(block.header), left, top, width, table_height
        )
        shape._element.nvGraphicFramePr.cNvPr.set("descr", one_line(block.description))
        for column, share in zip(shape.table.columns, block.shares, strict=True):
            column.width = round(width * share)
        header = tuple((Run(name, is_bold=True),) for name in block.header)
        for row_number, row in enumerate((header, *block.rows)):
            for column, runs in enumerate(row):
                paragraph = shape.table.cell(row_number, column).text_frame.paragraphs[0]
                for run in runs:
                    self._run(paragraph, run, None)
                for added in paragraph.runs:
                    added.font.size = Pt(SOURCE_POINTS)

    def _notes(self, block: Notes) -> None:
        frame = self._slide.notes_slide.notes_text_frame
        for runs in block.paragraphs:
            empty = not frame.text
            paragraph = frame.paragraphs[0] if empty else frame.add_paragraph()
            for run in runs:
                self._run(paragraph, run, None)


def _item_mark(block: ItemList, place: int) -> str:
    match block.numbering:
        case "number":
            return f"{place + 1}. "
        case "letter":
            return f"{LETTERS[place]}. "
        case _:
            return _BULLET

"""How a Word document looks: type, colours, page, language."""

from __future__ import annotations

from typing import Final

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from corpus import Language

LANGUAGE_TAGS: Final[dict[Language, str]] = {"nl": "nl-NL", "en": "en-GB"}
TEXT_WIDTH: Final[int] = Cm(16)  # A4 without its margins

_FONT: Final = "Arial"  # on every office machine; Liberation Sans has its measures
_INK: Final = RGBColor(0x1A, 0x1A, 0x1A)
_HEADING: Final = RGBColor(0x15, 0x42, 0x73)  # 9.9 : 1 on white
_QUIET: Final = RGBColor(0x4A, 0x4A, 0x4A)  # 8.9 : 1 on white
_SIZES: Final = {"Title": 24, "Heading 1": 17, "Heading 2": 13.5, "Heading 3": 11.5}


def set_styles(document: WordDocument, language: Language) -> None:
    """Set page, language and styles of a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    normal = _style(document, "Normal")
    _set_font(normal, 11, _INK)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.15
    for name, points in _SIZES.items():
        style = _style(document, name)
        _set_font(style, points, _HEADING)
        style.font.bold = True
        style.paragraph_format.space_before = Pt(0 if name == "Title" else points)
        style.paragraph_format.space_after = Pt(5)
        style.paragraph_format.keep_with_next = True
    _remove_rule_below(_style(document, "Title"))
    quote = _style(document, "Quote")
    _set_font(quote, 11, _INK)
    quote.font.italic = False
    quote.paragraph_format.left_indent = Cm(0.8)
    quote.paragraph_format.space_before = Pt(5)
    quote.paragraph_format.space_after = Pt(2)
    _add_rule_left(quote)
    source = _added(document, "Quotation Source", 9.5)
    source.paragraph_format.left_indent = Cm(0.8)
    source.paragraph_format.space_after = Pt(9)
    _added(document, "Notice", 9.5).paragraph_format.space_after = Pt(9)
    table_text = _added(document, "Table Text", 10)
    table_text.font.color.rgb = _INK
    table_text.paragraph_format.space_before = table_text.paragraph_format.space_after = Pt(2)
    _set_font(_style(document, "Footer"), 9, _QUIET)
    item = _style(document, "List Paragraph")
    item.paragraph_format.space_after = Pt(4)
    for spacing in item.element.get_or_add_pPr().findall(qn("w:contextualSpacing")):
        item.element.pPr.remove(spacing)
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline = True
    link.font.color.rgb = _HEADING
    _set_language(document, language)


def _style(document: WordDocument, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _added(document: WordDocument, name: str, points: float) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    _set_font(style, points, _QUIET)
    return style


def _set_font(style: ParagraphStyle, points: float, colour: RGBColor) -> None:
    style.font.name = _FONT
    style.font.size = Pt(points)
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        # The template names the fonts of its theme, which would go before ours.
        if attribute.endswith("Theme"):
            del fonts.attrib[attribute]
    fonts.set(qn("w:cs"), _FONT)
    fonts.set(qn("w:eastAsia"), _FONT)


def _set_language(document: WordDocument, language: Language) -> None:
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGE_TAGS[language])


def _remove_rule_below(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _add_rule_left(style: ParagraphStyle) -> None:
    border = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", "8FA6BF")):
        border.set(qn(f"w:{name}"), value)
    borders = OxmlElement("w:pBdr")
    borders.append(border)
    # The schema of WordprocessingML wants borders before spacing and indents.
    properties = style.element.get_or_add_pPr()
    later = next((child for child in properties if child.tag in _AFTER_BORDERS), None)
    if later is None:
        properties.append(borders)
    else:
        later.addprevious(borders)


_AFTER_BORDERS: Final = frozenset(
    qn(f"w:{name}") for name in ("shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "rPr")
)

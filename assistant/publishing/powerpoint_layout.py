"""How slides look: wide, large dark type on white, one place for content."""

from __future__ import annotations

from typing import Any, Final

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation
from pptx.util import Cm

from corpus import Language

LANGUAGE_TAGS: Final[dict[Language, str]] = {"nl": "nl-NL", "en": "en-GB"}

# The layouts of python-pptx's template, by number.
TITLE_LAYOUT: Final = 0
CONTENT_LAYOUT: Final = 1
PART_LAYOUT: Final = 2

BODY_POINTS: Final = 26.0
SOURCE_POINTS: Final = 16.0
FOOT_POINTS: Final = 11.0
INK: Final[RGBColor] = RGBColor(0x1A, 0x1A, 0x1A)  # type: ignore[no-untyped-call]
QUIET: Final[RGBColor] = RGBColor(0x4A, 0x4A, 0x4A)  # type: ignore[no-untyped-call]
_HEADING: Final = "154273"
_TITLE_POINTS: Final = 32
_MARGIN: Final = Cm(1.5)


def prepare_layouts(presentation: Presentation) -> None:
    """Make the template's narrow slides wide, with a title and one place for content."""
    presentation.slide_width, presentation.slide_height = Cm(33.867), Cm(19.05)
    width = Cm(33.867) - 2 * _MARGIN
    # Title top, title height, content top, content height.
    places = {
        TITLE_LAYOUT: (Cm(4.5), Cm(4), Cm(9), Cm(5.5)),
        CONTENT_LAYOUT: (Cm(1), Cm(3), Cm(4.4), Cm(13)),
        PART_LAYOUT: (Cm(6), Cm(3.2), Cm(9.6), Cm(4)),
    }
    for number, (title_top, title_height, body_top, body_height) in places.items():
        layout = presentation.slide_layouts[number]
        for shape in list(layout.placeholders):
            kind = shape.placeholder_format.idx
            if kind == 0:
                _place(shape, title_top, title_height, width)
                anchor = MSO_ANCHOR.TOP if number == CONTENT_LAYOUT else MSO_ANCHOR.BOTTOM
                _set_title(shape.text_frame, anchor)
            elif kind == 1:
                _place(shape, body_top, body_height, width)
                shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
                _remove_bullets(shape)
            else:
                # Date, foot and number of the template: the foot is a text of its own.
                shape._element.getparent().remove(shape._element)


def _place(shape: Any, top: int, height: int, width: int) -> None:
    shape.left, shape.top, shape.width, shape.height = _MARGIN, top, width, height


def _set_title(frame: Any, anchor: MSO_ANCHOR) -> None:
    frame.vertical_anchor = anchor
    frame.word_wrap = True
    _set_level(frame, size=_TITLE_POINTS * 100, colour=_HEADING, bold=True)


def _remove_bullets(shape: Any) -> None:
    _set_level(shape.text_frame, size=int(BODY_POINTS * 100), colour=str(INK), bold=False)


def _set_level(frame: Any, size: int, colour: str, bold: bool) -> None:
    """Set the style of the first level of a placeholder, which slides take over."""
    styles = frame._txBody.find(qn("a:lstStyle"))
    for child in list(styles):
        styles.remove(child)
    styles.append(
        parse_xml(
            f'<a:lvl1pPr {nsdecls("a")} marL="0" indent="0" algn="l"><a:buNone/>'
            f'<a:defRPr sz="{size}" b="{int(bold)}" cap="none"><a:solidFill>'
            f'<a:srgbClr val="{colour}"/></a:solidFill>'
            '<a:latin typeface="Arial"/></a:defRPr></a:lvl1pPr>'
        )
    )

"""Slides (.pptx): what stands on each and what is said with it; the number of a slide is its page.

Each slide is written as HTML, which is read as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

from corpus.reading.html import read_html
from corpus.reading.office import UNREADABLE, check_archive
from corpus.reading.parts import FileUnreadable, Part, Reading

# On every slide alike, as running heads are.
_FURNITURE: Final = frozenset({"DATE", "FOOTER", "HEADER", "SLIDE_NUMBER"})
_LISTS: Final = frozenset({"BODY", "OBJECT", "VERTICAL_BODY", "VERTICAL_OBJECT"})


def read_slides(path: Path) -> Reading:
    """Read slides with their notes; those that are hidden are left out, but counted.

    :raises FileUnreadable: it is no such file, or is protected with a password.
    """
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    check_archive(path)
    try:
        presentation = Presentation(str(path))
    except (KeyError, OSError, PackageNotFoundError, ValueError) as error:
        raise FileUnreadable(UNREADABLE) from error
    parts: list[Part] = []
    blank: list[int] = []
    waiting = 0
    for number, slide in enumerate(presentation.slides, start=1):
        waiting += 1
        read = _parts(slide, is_first=number == 1)
        if not read:
            blank.append(number)
            continue
        # The pages without text that went before begin where this one does.
        parts += [replace(read[0], pages=(0,) * waiting), *read[1:]]
        waiting = 0
    told = presentation.core_properties
    return Reading(
        parts=tuple(parts),
        title=None if parts and parts[0].level == 0 else told.title or None,
        date=f"{told.modified:%Y-%m-%d}" if told.modified else None,
        blank_pages=tuple(blank),
    )


def _parts(slide: Any, *, is_first: bool) -> tuple[Part, ...]:
    if slide._element.get("show") == "0":
        return ()
    title = slide.shapes.title
    heading = escape(title.text_frame.text) if title is not None else ""
    lines = [f'<h1 class="{"title" if is_first else ""}">{heading}</h1>'] if heading else []
    for shape in _shapes(slide.shapes):
        if title is None or shape.shape_id != title.shape_id:
            lines.extend(_lines(shape))
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame):
        lines += [f'<div class="note">{escape(one.text)}</div>' for one in notes.paragraphs]
    return read_html(f"<main>{''.join(lines)}</main>").parts


def _shapes(shapes: Any) -> Iterator[Any]:
    """Yield the shapes in the order in which they are read out, those of groups as well."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        elif not shape.is_placeholder or shape.placeholder_format.type.name not in _FURNITURE:
            yield shape


def _lines(shape: Any) -> Iterator[str]:
    if getattr(shape, "has_table", False):
        rows = (
            "".join(f"<td>{escape(cell.text)}</td>" for cell in row.cells)
            for row in shape.table.rows
        )
        yield f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    elif shape.has_text_frame:
        said = [escape(one.text) for one in shape.text_frame.paragraphs if one.text.strip()]
        is_list = shape.is_placeholder and shape.placeholder_format.type.name in _LISTS
        tag = "li" if is_list and len(said) > 1 else "p"
        inside = "".join(f"<{tag}>{one}</{tag}>" for one in said)
        yield f"<ul>{inside}</ul>" if tag == "li" else inside

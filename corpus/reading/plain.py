"""Plain text: a first line that can be a title is one, else the file's name is.

A text of which each line is a paragraph stays as it is, character for character; one that was
broken into lines of some width is joined to paragraphs first.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.description import StructureHints
from corpus.document import Document
from corpus.language import detect_language
from corpus.reading.parts import Reading, as_document
from corpus.reading.wrapped import wrapped_parts
from corpus.structure import read_blocks

_TITLE_CHARACTERS_MAX: Final = 80
_LETTER: Final = re.compile(r"[^\W\d_]")


def read_plain(identifier: str, name: str, original: str) -> Document:
    """Return the document that a plain text is.

    :param name: of its file, without the ending.
    """
    if (parts := wrapped_parts(original)) is not None:
        return as_document(identifier, title_from(name), Reading(parts))
    lines = [line.strip() for line in original.lstrip("\ufeff").splitlines() if line.strip()]
    first_line = lines[0]
    heading = first_line.lstrip("# ")
    # A title is not searched, so a text of one line is text.
    is_title = (
        _LETTER.search(heading) is not None
        and len(lines) > 1
        and len(first_line) <= _TITLE_CHARACTERS_MAX
        and first_line[-1] not in ".:;,"
    )
    title = heading if is_title else title_from(name)
    hints = StructureHints(title_lines=(heading,)) if is_title else StructureHints()
    return undescribed(identifier, title, original, hints)


def title_from(name: str) -> str:
    """Return a title for people from the name of a file."""
    return name.replace("_", " ").replace("-", " ").strip() or name


def undescribed(
    identifier: str, title: str, original: str, hints: StructureHints | None = None
) -> Document:
    """Return a document of which nothing is known but its text and title."""
    return Document(
        id=identifier,
        title=title,
        language=detect_language(f"{title}\n{original}"),
        original=original,
        blocks=read_blocks(original, None, hints or StructureHints()),
    )

"""Documents as plain values, and one writer per kind of file.

>>> from assistant.publishing import Heading, Paragraph, Publication, text, write_publication

A writer is loaded when a file of its kind is first written.
"""

from assistant.publishing.formats import FORMATS, FileFormat, write_publication
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
    Table,
    plain,
    text,
)

__all__ = [
    "FORMATS",
    "Block",
    "FileFormat",
    "Heading",
    "ItemList",
    "Notes",
    "PageBreak",
    "Paragraph",
    "Publication",
    "Quotation",
    "Run",
    "Table",
    "plain",
    "text",
    "write_publication",
]

"""What a folder of documents holds: what was read of it, and what was skipped and why."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Document
from corpus.origin import Origin
from corpus.reasons import Reason


@dataclass(frozen=True, slots=True)
class Source:
    """A file or a described folder that was read; ``name``: its path within the folder.

    ``encoding``: what a text was in, where that is not UTF-8; ``blank_pages``: the numbers of its
    pages without text, ``scanned_pages`` those read from pictures of text. ``origin``: what a
    documents.toml tells of it.
    """

    name: str
    encoding: str | None = None
    blank_pages: tuple[int, ...] = ()
    scanned_pages: tuple[int, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a line of one, that was not read; ``reason`` says why and what to do.

    ``why``: the same by its code, where it has one.
    """

    name: str
    reason: str
    why: Reason | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that a folder holds, in the order of its names."""

    documents: tuple[Document, ...]
    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...] = ()

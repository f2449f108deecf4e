"""What the tools give back; a model reads these descriptions, so they are short."""

from __future__ import annotations

from typing_extensions import TypedDict

from assistant.answer import Outcome
from corpus import Language


class Hit(TypedDict):
    """A passage; ``start`` and ``end`` are its place in the document.

    ``is_scan``: read from a scan, may contain reading errors; ``is_translation``: text is a working
    translation of the document.
    """

    document: str
    title: str
    section: list[str]
    text: str
    start: int
    end: int
    url: str | None
    is_scan: bool
    is_translation: bool


class Hits(TypedDict):
    """What was found, best first."""

    hits: list[Hit]


class Quotation(TypedDict):
    """A quotation, word for word; ``number`` is its marker in the answer.

    ``is_scan``: it was read from a scan and may contain reading errors; say so.
    """

    number: int
    document: str
    title: str
    quote: str
    translation: str | None
    is_scan: bool
    start: int
    end: int
    url: str | None


class Said(TypedDict):
    """An answer with markers such as [1], and the quotations that it rests on."""

    text: str
    outcome: Outcome
    language: Language
    citations: list[Quotation]


class Read(TypedDict):
    """``text`` are the characters from ``start`` to ``end`` of ``characters`` in all."""

    document: str
    title: str
    language: Language
    start: int
    end: int
    characters: int
    text: str
    url: str | None


class Listed(TypedDict):
    """A document in the list."""

    document: str
    title: str
    language: Language
    characters: int


class Documents(TypedDict):
    """A part of the documents, of ``total``."""

    documents: list[Listed]
    total: int

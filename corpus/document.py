"""A document and its parts, each with its place in the original text."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import Literal

from corpus.catalogue import CatalogueEntry
from corpus.items import ItemBank
from corpus.language import Language
from corpus.open_questions import OpenQuestions

BlockKind = Literal["title", "heading", "paragraph", "list_item", "byline", "code", "note"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that can be quoted: ``original[start:end] == text``, always.

    ``translation`` is the same sentence in the other language, where the document has one.
    """

    start: int
    end: int
    text: str
    translation: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or byline: ``original[start:end]``.

    ``section`` holds the headings above it, outermost first; ``translated_section`` the same
    headings in the other language (empty without a translation).
    """

    kind: BlockKind
    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]
    section: tuple[str, ...] = ()
    translated_section: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What to know before using a quotation.

    Of when its document is, until which day that holds, and the id of the version after it;
    ``is_scan``: its text was read from a picture, and can have mistakes of reading.
    """

    date: str | None = None
    valid_until: datetime.date | None = None
    replaced_by: str | None = None
    is_scan: bool = False

    def is_past(self, today: datetime.date) -> bool:
        """Tell whether it holds no more."""
        return self.valid_until is not None and self.valid_until < today


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a library; ``original`` is its text as it is shown and quoted.

    ``pages``: where in it each page begins, from the first; empty where a file has no pages.
    ``file``: its path within the folder; ``kind``: the ending of that, such as "pdf";
    ``encoding``: what its text was in, where that is not UTF-8; ``blank_pages``: the numbers of its
    pages without text, ``scanned_pages`` those read from pictures of text. ``url``: where it was published; ``copies``: the ids that other files with
    the same text would have had; ``replaces``: the file of the version before it; ``replaced_by``:
    the id of the one after it.
    """

    id: str
    title: str
    language: Language
    original: str = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)
    translated_title: str | None = None
    short_title_nl: str | None = None
    short_title_en: str | None = None
    about_nl: str | None = None
    about_en: str | None = None
    translation: str | None = field(default=None, repr=False)
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    rights: str | None = None
    names_nl: tuple[str, ...] = ()
    names_en: tuple[str, ...] = ()
    subjects_nl: tuple[str, ...] = ()
    subjects_en: tuple[str, ...] = ()
    numbered_as: tuple[str, ...] = ()
    catalogue: tuple[CatalogueEntry, ...] = field(default=(), repr=False)
    open_questions: OpenQuestions = field(default=OpenQuestions(), repr=False)
    pages: tuple[int, ...] = field(default=(), repr=False)
    items: ItemBank = field(default=ItemBank(), repr=False)
    file: str | None = None
    kind: str | None = None
    encoding: str | None = None
    blank_pages: tuple[int, ...] = ()
    scanned_pages: tuple[int, ...] = ()
    url: str | None = None
    valid_until: datetime.date | None = None
    replaces: str | None = None
    replaced_by: str | None = None
    copies: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """Of when it is and whether it still holds."""
        return Standing(self.date, self.valid_until, self.replaced_by)

    def standing_of(self, start: int, end: int) -> Standing:
        """Return what to know of ``original[start:end]``."""
        first, last = self.page_at(start) or 0, self.page_at(max(start, end - 1)) or 0
        is_scan = any(first <= page <= last for page in self.scanned_pages)
        return replace(self.standing, is_scan=is_scan)

    def block_at(self, position: int) -> Block:
        """Return the block that holds a position of the original; the title stands at 0."""
        return next(one for one in self.blocks if one.start <= position < max(one.end, 1))

    def page_at(self, position: int) -> int | None:
        """Return the number of the page that a place of the original stands on, if it has pages."""
        return bisect_right(self.pages, position) or None

    def address_at(self, page: int | None) -> str | None:
        """Return where its original opens at a page; ``None`` unless it is a PDF that is published."""
        if page is None or self.url is None or self.kind != "pdf" or "#" in self.url:
            return None
        return f"{self.url}#page={page}"

    def names_in(self, language: Language) -> tuple[str, ...]:
        """Return what people call the document, besides its title."""
        return self.names_nl if language == "nl" else self.names_en

    def subjects_in(self, language: Language) -> tuple[str, ...]:
        """Return what the whole document is about."""
        return self.subjects_nl if language == "nl" else self.subjects_en

    def title_in(self, language: Language) -> str:
        """Return the title for a reader of ``language``; the original one if there is no other."""
        if language == self.language or self.translated_title is None:
            return self.title
        return self.translated_title

    def about_in(self, language: Language) -> str:
        """Return what it is, in a few words; empty where nobody wrote that down."""
        return (self.about_nl if language == "nl" else self.about_en) or ""

    def short_title_in(self, language: Language) -> str:
        """Return what it is called behind a quotation; its title if that has no shorter form."""
        short = self.short_title_nl if language == "nl" else self.short_title_en
        return short or self.title_in(language)

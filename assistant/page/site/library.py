"""The list of documents, page by page: a library may hold thousands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from assistant.page.site.reading import reading_minutes, words
from assistant.standing import facts_of, validity_of
from corpus import Document, Language

DOCUMENTS_PER_PAGE: Final = 25
# A longer list of documents can be filtered by title, here and where one chooses from it.
WITHOUT_FILTER_MAX: Final = 10
_FILTERED_MAX: Final = 100
_NUMBERS_MAX: Final = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the list; what is not known of it is empty or 0.

    ``original_title`` is empty where it is the title itself; ``validity``: until when it holds and
    whether there is a newer version, whose id is ``replaced_by``; ``blank_pages``: the numbers of
    pages without text, ``scanned_pages`` of those that were read from pictures of it.
    """

    id: str
    title: str
    title_language: Language
    original_title: str
    language: Language
    facts: tuple[str, ...]
    validity: tuple[str, ...]
    replaced_by: str
    copies: str
    words: int
    minutes: int
    kind: str
    pages: int
    encoding: str
    blank_pages: str
    scanned_pages: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the list, or what a filter leaves of it; pages and places count from 1."""

    entries: tuple[Entry, ...]
    first: int
    page: int
    pages: int
    documents: int


class Catalogue:
    """The documents of a library in their order."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self._ids: Sequence[str] = tuple(documents)
        self._places = {identifier: place for place, identifier in enumerate(self._ids)}

    def find(self, identifier: str) -> Document | None:
        """Return a document, ``None`` if there is none by that id."""
        return self.documents[identifier] if identifier in self._places else None

    def shelf(self, page: int, language: Language) -> Shelf | None:
        """Return one page of the list for a reader of ``language``, ``None`` beyond the last."""
        pages = max(1, -(-len(self._ids) // DOCUMENTS_PER_PAGE))
        if not 1 <= page <= pages:
            return None
        first = (page - 1) * DOCUMENTS_PER_PAGE
        ids = self._ids[first : first + DOCUMENTS_PER_PAGE]
        entries = tuple(entry(self.documents[identifier], language) for identifier in ids)
        return Shelf(entries, first + 1, page, pages, len(self._ids))

    def filtered(self, words: str, language: Language) -> Shelf:
        """Return the documents, a hundred at most, whose titles hold some words."""
        wanted = words.casefold().split()
        found = (
            document
            for document in self.documents.values()
            if all(
                one in f"{document.title_in(language)} {document.title}".casefold()
                for one in wanted
            )
        )
        entries = tuple(entry(one, language) for one in islice(found, _FILTERED_MAX))
        return Shelf(entries, 1, 1, 1, len(self._ids))

    def before(self, identifier: str, language: Language) -> Entry | None:
        """Return the document before another in the list, ``None`` at its beginning."""
        return self._beside(identifier, -1, language)

    def after(self, identifier: str, language: Language) -> Entry | None:
        """Return the document after another in the list, ``None`` at its end."""
        return self._beside(identifier, 1, language)

    def _beside(self, identifier: str, step: int, language: Language) -> Entry | None:
        place = self._places[identifier] + step
        if not 0 <= place < len(self._ids):
            return None
        return entry(self.documents[self._ids[place]], language)


def entry(document: Document, language: Language) -> Entry:
    """Return what the list tells of a document to a reader of ``language``."""
    title = document.title_in(language)
    is_translated = title != document.title
    return Entry(
        id=document.id,
        title=title,
        title_language=language if is_translated else document.language,
        original_title=document.title if is_translated else "",
        language=document.language,
        facts=facts_of(document, language),
        validity=validity_of(document.standing, language),
        replaced_by=document.replaced_by or "",
        copies=", ".join(document.copies),
        words=words(document),
        minutes=reading_minutes(document),
        kind=(document.kind or "").upper(),
        pages=len(document.pages),
        encoding=document.encoding or "",
        blank_pages=_some(document.blank_pages),
        scanned_pages=_some(document.scanned_pages),
    )


def _some(numbers: Sequence[int]) -> str:
    more = ", …" if len(numbers) > _NUMBERS_MAX else ""
    return ", ".join(map(str, numbers[:_NUMBERS_MAX])) + more

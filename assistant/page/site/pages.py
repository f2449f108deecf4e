"""The pages, from what a reader asks for to HTML. Nothing here knows of a server."""

from __future__ import annotations

import logging
import textwrap
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol

from assistant.course.excerpt import without_capitals
from assistant.errors import QuestionError
from assistant.page.glossary import by_letter
from assistant.page.guard import faults
from assistant.page.site.library import WITHOUT_FILTER_MAX, Catalogue, Entry, Shelf, entry
from assistant.page.site.model import Model, find_models
from assistant.page.site.originals import Originals
from assistant.page.site.reading import headings, is_place, read_parts
from assistant.page.site.rendering import View, render, texts_in
from assistant.page.site.ring import SIZE, ring
from assistant.page.site.searching import Hit, find_terms, search_library, with_standing
from assistant.page.site.sheet import open_sheet, page_count
from assistant.settings import Settings
from assistant.understanding.question import tidy_question
from corpus import Document, Language, detect_language
from corpus.glossary import Term
from corpus.reading.page_views import PageNotShown, page_picture
from index.retriever import HybridRetriever

_log: Final = logging.getLogger(__name__)
_MIDDLE_CHARACTERS: Final = 16


class SiteAssistant(Protocol):
    """What the pages need of an assistant; ``retriever`` is asked for only by a search."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by id."""

    @property
    def glossary(self) -> tuple[Term, ...]:
        """The terms of the field; none for documents without a glossary."""

    @property
    def retriever(self) -> HybridRetriever:
        """The search in the documents."""


class NoSuchPage(Exception):  # named by what is the matter, as the errors are
    """What was asked for is not there; ``what`` is the end of the key of the text that says so."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Pages:
    """The pages of one assistant.

    :param build: the id of the build that it reads, if there is one.
    :param originals: the files that the build was made of, if they can be told.
    """

    def __init__(
        self,
        assistant: SiteAssistant,
        settings: Settings,
        build: str = "",
        originals: Originals | None = None,
    ) -> None:
        self._assistant = assistant
        self._originals = originals or Originals(settings.documents)
        self._build = build
        self._settings = settings
        self._catalogue = Catalogue(assistant.documents)

    @cached_property
    def models(self) -> tuple[Model, ...]:
        """The models that can be drawn."""
        return find_models(self._assistant.documents.values())

    def library(self, view: View, page: int | None, words: str = "") -> str:
        """Return one page of the list of documents, or those whose titles hold some words.

        :raises NoSuchPage: the list has no such page.
        """
        if words.strip():
            shelf: Shelf | None = self._catalogue.filtered(words, view.language)
        else:
            shelf = None if page is None else self._catalogue.shelf(page, view.language)
        if shelf is None:
            raise NoSuchPage("page")
        has_filter = shelf.documents > WITHOUT_FILTER_MAX
        return render(
            "library.html",
            view,
            shelf=shelf,
            has_filter=has_filter,
            words=words.strip(),
            **self._sections(),
        )

    def find(self, identifier: str) -> Document:
        """Return a document.

        :raises NoSuchPage: there is none by that id.
        """
        document = self._catalogue.find(identifier)
        if document is None:
            raise NoSuchPage("document")
        return document

    def original(self, document: Document) -> Path:
        """Return the PDF that a document was read from.

        :raises NoSuchPage: it is none, or it is not that file any more.
        """
        path = self._originals.find(document) if self._originals.has_pages(document) else "gone"
        if not isinstance(path, Path):
            raise NoSuchPage("original")
        return path

    def picture(self, document: Document, number: int | None) -> bytes:
        """Return a page of a PDF as PNG.

        :raises NoSuchPage: it has no such page, or that cannot be drawn.
        """
        path = self.original(document)
        if number is None or not 1 <= number <= page_count(document):
            raise NoSuchPage("place")
        try:
            return page_picture(path, number)
        except PageNotShown as error:
            raise NoSuchPage("original") from error

    def document(
        self,
        view: View,
        document: Document,
        place: tuple[int, int] | None,
        page: int | None = None,
    ) -> str:
        """Return a document to read, with ``original[start:end]`` marked for a ``place``.

        :param page: the number of the page of a PDF to show beside it; default: that of the place.
        :raises NoSuchPage: there is no text at that place, or no such page.
        """
        language = view.language
        if place is not None and not is_place(document, *place):
            raise NoSuchPage("place")
        if page is not None and not 1 <= page <= page_count(document):
            raise NoSuchPage("place")
        parts = read_parts(document, *(place or (0, 0)))
        return render(
            "document.html",
            view,
            entry=entry(document, language),
            parts=parts,
            quoted_until=max((n for n, part in enumerate(parts) if part.is_marked), default=-1),
            place=place,
            is_scan=place is not None and document.standing_of(*place).is_scan,
            sheet=place and open_sheet(self._originals, document, place, page),
            headings=headings(document, language),
            elements=frozenset(
                element.start
                for model in self.models
                if model.document.id == document.id
                for element in model.elements
            ),
            is_beside=document.translation is not None and language != document.language,
            newer=self._newer(document, language),
            address=document.address_at(place and document.page_at(place[0])) or document.url,
            rights=document.rights,
            rights_language=detect_language(document.rights or "", language),
            before=self._catalogue.before(document.id, language),
            after=self._catalogue.after(document.id, language),
        )

    def search(self, view: View, words: str | None) -> str:
        """Return the search page, with what was found for ``words`` if there are any.

        What goes wrong is told on the page, and logged without the words.
        """
        text = texts_in(view.language)
        message, has_searched = "", False
        hits: tuple[Hit, ...] = ()
        terms: tuple[Term, ...] = ()
        if words is not None:
            maximum = self._settings.question_characters_max
            try:
                tidy = tidy_question(words, maximum, view.language)
                found = search_library(tidy, view.language, self._assistant.retriever)
                hits = with_standing(found, self._assistant.documents, view.language)
                terms = find_terms(tidy, self._assistant.glossary)
                has_searched = True
            except QuestionError as error:
                is_too_long = error.code == "question_too_long"
                key = "site.search_too_long" if is_too_long else "site.search_empty"
                message = text(key, maximum=maximum)
            except Exception as error:
                _log.error("A search failed: %s", faults.place(error))
                message = text("site.search_failed")
        return render(
            "search.html",
            view,
            words=(words or "")[: self._settings.question_characters_max],
            message=message,
            hits=hits,
            terms=terms,
            documents=self._assistant.documents,
            has_searched=has_searched,
            **self._sections(),
        )

    def glossary(self, view: View) -> str:
        """Return the glossary.

        :raises NoSuchPage: the library has none.
        """
        glossary = self._assistant.glossary
        if not glossary:
            raise NoSuchPage("glossary")
        return render(
            "glossary.html",
            view,
            count=len(glossary),
            letters=by_letter(glossary, view.language),
            documents=self._assistant.documents,
            has_model=bool(self.models),
        )

    def model(self, view: View) -> str:
        """Return the pictures of the models.

        :raises NoSuchPage: no document draws one.
        """
        if not self.models:
            raise NoSuchPage("model")
        pictures = [_picture(model, view.language) for model in self.models]
        has_glossary = bool(self._assistant.glossary)
        return render(
            "model.html",
            view,
            pictures=pictures,
            size=SIZE,
            has_glossary=has_glossary,
            without_capitals=without_capitals,
        )

    def about(self, view: View) -> str:
        """Return what the assistant is, can and cannot do."""
        return render(
            "about.html",
            view,
            count=len(self._assistant.documents),
            build=self._build,
            chat_model=self._settings.chat_model,
            feedback_days=self._settings.feedback_days,
            keeps_question=self._settings.feedback_question_text,
            has_log=self._settings.log != "off",
            has_tracing=self._settings.langsmith_tracing,
        )

    def accessibility(self, view: View) -> str:
        """Return the page on accessibility."""
        return render(
            "accessibility.html",
            view,
            status=self._settings.accessibility_status,
            statement=self._settings.accessibility_statement,
        )

    def not_found(self, view: View, what: str, told: str = "") -> str:
        """Return the page that says that something is not there.

        :param told: what it says, if that is not the text of its own for ``what``.
        """
        return render("not_found.html", view, what=what, told=told)

    def _newer(self, document: Document, language: Language) -> Entry | None:
        newer = self._catalogue.find(document.replaced_by or "")
        return None if newer is None else entry(newer, language)

    def _sections(self) -> dict[str, bool]:
        return {"has_glossary": bool(self._assistant.glossary), "has_model": bool(self.models)}


def _picture(model: Model, language: Language) -> dict[str, Any]:
    """Return what the template needs to draw a model for a reader of ``language``."""
    document = model.document
    title = document.title_in(language)
    counts = [len(part.elements) for part in model.parts]
    return {
        "model": model,
        "title": title,
        "title_language": language if title != document.title else document.language,
        "name_language": document.language if document.translation is None else language,
        "middle": textwrap.wrap(title, _MIDDLE_CHARACTERS)[:5],
        "segments": ring(counts),
        "is_numbered_twice": any(element.elsewhere for element in model.elements),
    }

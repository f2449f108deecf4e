"""Searching and reading the library of the edition of now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, cast

from anyio import CapacityLimiter, to_thread

from assistant.api.errors import ApiProblem, failure
from assistant.errors import QuestionError
from assistant.page.editions import Edition
from assistant.page.site.pages import SiteAssistant
from assistant.understanding.question import choose_documents, tidy_question
from corpus import Document, Language, detect_language
from index.errors import NotReached
from index.ranking import RankedPassage

# As many as the desk answers; a search takes some 25 ms of a processor.
_SEARCHES_AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True)
class Library:
    """The documents, and the search over them.

    :param current: returns the edition of now.
    """

    current: Callable[[], Edition]
    characters_max: int
    searching: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_SEARCHES_AT_ONCE))

    async def search(
        self, words: str, count: int, language: Language | None, documents: Iterable[str] = ()
    ) -> tuple[list[RankedPassage], Language]:
        """Return the best passages, and the language in which to show them.

        :param documents: the ids of those to look in; none: all of them.
        :raises ApiProblem: nothing can be searched for with these words, in these documents, or
            now.
        """
        try:
            tidied = tidy_question(words, self.characters_max, language)
        except QuestionError as error:
            raise ApiProblem(400, error.code, str(error), "q") from None
        within = self.chosen(documents)
        searched = cast(SiteAssistant, self.current().assistant).retriever.limited_to(within)
        shown_in = language or detect_language(tidied, is_question=True)
        try:
            found = await to_thread.run_sync(
                lambda: searched.search(tidied, count), limiter=self.searching
            )
        except NotReached as error:
            raise failure(error, shown_in) from None
        return found, shown_in

    def chosen(self, documents: Iterable[str]) -> frozenset[str]:
        """Return the ids of the documents to look in; none for all of them.

        :raises ApiProblem: one of them is not there.
        """
        try:
            return choose_documents(documents, self.current().documents)
        except QuestionError as error:
            raise ApiProblem(400, error.code, str(error), "documents") from None

    def documents(self, offset: int, limit: int) -> tuple[Sequence[Document], int]:
        """Return a part of the documents in their order, and how many there are."""
        edition = self.current()
        listed = islice(edition.documents, offset, offset + limit)
        return [edition.documents[one] for one in listed], len(edition.documents)

    def document(self, identifier: str) -> Document:
        """Return a document.

        :raises ApiProblem: there is none by that id.
        """
        edition = self.current()
        if identifier not in edition.documents:
            raise ApiProblem(404, "no_such_document", "There is no document by that id.", "id")
        return edition.documents[identifier]

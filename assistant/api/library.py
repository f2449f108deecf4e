"""Searching and reading a library, as its edition of now has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, cast

from anyio import CapacityLimiter, to_thread

from assistant.api.errors import ApiProblem, failure
from assistant.errors import LibraryNotReady, LibraryUnknown, QuestionError
from assistant.page.branches import Branches
from assistant.page.conversation import Desk
from assistant.page.editions import Edition
from assistant.page.site.pages import SiteAssistant
from assistant.understanding.question import choose_documents, tidy_question
from corpus import AssistantError, Document, Language, detect_language
from index.errors import NotReached
from index.ranking import RankedPassage

# As many as the desk answers; a search takes some 25 ms of a processor.
_SEARCHES_AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True)
class Library:
    """The documents, and the search over them.

    :param name: empty for the one that answers where none is named.
    :param current: returns the edition of now.
    :param desk: where its questions are asked.
    """

    name: str
    current: Callable[[], Edition]
    desk: Desk
    characters_max: int
    searching: CapacityLimiter

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


@dataclass(frozen=True, slots=True)
class Shelves:
    """Every library, for programs.

    :param desk: where questions to the first are asked.
    """

    branches: Branches
    desk: Desk
    characters_max: int
    searching: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_SEARCHES_AT_ONCE))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all, the first of that which answers where none is named."""
        return tuple(one.name for one in self.branches.libraries)

    def find(self, name: str, language: Language = "en") -> Library:
        """Return a library by its name, the first without one; to open it takes a second.

        :param language: of the problem.
        :raises ApiProblem: there is none of that name, or it cannot be searched.
        """
        branches = self.branches
        try:
            library = branches.libraries.find(name, language)
            editions = branches.opened(library) or branches.open(library, language)
        except LibraryUnknown as error:
            raise ApiProblem(400, "library_unknown", str(error), "library") from None
        except LibraryNotReady as error:
            raise ApiProblem(503, "library_not_ready", str(error), "library") from None
        except AssistantError as error:
            raise failure(error, language) from None
        is_first = library is branches.libraries.default
        name = "" if is_first else library.name
        current = editions.current
        desk = self.desk if is_first else self.desk.over(current)
        return Library(name, current, desk, self.characters_max, self.searching)

    async def find_soon(self, name: str, language: Language) -> Library:
        """Return a library as :meth:`find` does; others are answered while it is opened.

        :raises ApiProblem: as :meth:`find` does.
        """
        return await to_thread.run_sync(self.find, name, language)

"""What the page answers from, and how it goes over to a new build without a pause.

An edition is an opened assistant with all that the page makes of it. Who begins something, a
question or a page, asks ``Editions.current`` once and keeps to that. So nothing is made from two
builds, and an edition is closed when the last one who keeps to it lets it go.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import cast

from assistant.answer import Draft, Reply, Turn
from assistant.page.conversation import Assistant
from assistant.page.course import CoursePage
from assistant.page.site.originals import Originals
from assistant.page.site.pages import Pages, SiteAssistant
from assistant.page.suggestions import Suggestions
from assistant.service import Assistant as OpenedAssistant
from assistant.settings import Settings
from corpus import Document, Language
from corpus.glossary import Term


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Edition:
    """An assistant and all that the page makes of it.

    :param build: the id of the build that it reads, empty if it reads none.
    :param opened: what is to be closed when nobody uses it any more.
    """

    assistant: Assistant
    suggestions: Suggestions
    pages: Pages
    course: CoursePage
    build: str
    opened: ExitStack

    @classmethod
    def of(cls, assistant: Assistant, settings: Settings) -> Edition:
        """Return the edition of an assistant, which stays the caller's to close."""
        build, originals = "", None
        if isinstance(assistant, OpenedAssistant):
            build, originals = assistant.build, Originals(settings.documents, assistant.files)
        return cls(
            assistant,
            Suggestions.of(assistant),
            Pages(cast(SiteAssistant, assistant), settings, build, originals),
            CoursePage(assistant),
            build,
            ExitStack(),
        )

    @classmethod
    def owning(cls, assistant: OpenedAssistant, settings: Settings) -> Edition:
        """Return the edition of an assistant, which is closed when nobody uses it any more."""
        edition = cls.of(assistant, settings)
        edition.opened.callback(assistant.close)
        weakref.finalize(edition, edition.opened.close)
        return edition

    @property
    def models(self) -> OpenedAssistant | None:
        """The assistant, where another index can be opened with its models."""
        return self.assistant if isinstance(self.assistant, OpenedAssistant) else None

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by id; to be read only while the edition is kept."""
        return self.assistant.documents

    @property
    def glossary(self) -> tuple[Term, ...]:
        """The terms of the field."""
        return self.assistant.glossary

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        documents: Collection[str] = (),
    ) -> Iterator[Draft | Reply]:
        """Answer a question as the assistant does, which is not closed before the end.

        :raises QuestionError: when it cannot be answered as it stands.
        """
        yield from self.assistant.stream(question, history, language, documents)


class Editions:
    """The place where the edition of now is chosen; safe to use from several threads."""

    def __init__(self, first: Edition) -> None:
        self._current = first
        self._renewals: list[Callable[[], None]] = []

    def current(self) -> Edition:
        """Return the edition of now."""
        return self._current

    def replace(self, edition: Edition) -> None:
        """Answer from another edition whatever is begun from here on."""
        self._current = edition
        for renew in self._renewals:
            renew()

    def close(self) -> None:
        """Close the edition of now, when nobody is answered any more."""
        self._current.opened.close()

    def when_replaced(self, renew: Callable[[], None]) -> None:
        """Call ``renew`` after each replacement."""
        self._renewals.append(renew)

"""The libraries that a server answers from: the first from the beginning, each other from when it is
first asked for. They share the models, and take up new builds each for itself."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Lock

from assistant.libraries import Libraries, NamedLibrary
from assistant.page.editions import Edition, Editions
from assistant.page.new_builds import taking_up_new_builds
from corpus import Language


class Branches:
    """What each library is answered from; safe to use from several threads."""

    def __init__(self, first: Editions, libraries: Libraries) -> None:
        """Begin with one.

        :param first: answers from the first of ``libraries``.
        """
        self.libraries = libraries
        self.first = first
        self._open = {self.libraries.default.name: first}
        self._opening = Lock()
        self._opened = ExitStack()

    def opened(self, library: NamedLibrary) -> Editions | None:
        """Return what a library is answered from, if it is open."""
        return self._open.get(library.name)

    def open(self, library: NamedLibrary, language: Language) -> Editions:
        """Return what a library is answered from; to open it takes a second.

        :param language: of the error.
        :raises LibraryNotReady: it has no index that can be used.
        :raises AssistantError: its index cannot be opened.
        """
        with self._opening:
            if (found := self.opened(library)) is not None:
                return found
            settings = library.settings
            assistant = library.open(language, beside=self.first.current().models)
            editions = Editions(Edition.owning(assistant, settings))
            self._opened.callback(editions.close)
            self._opened.enter_context(taking_up_new_builds(editions, settings))
            self._open[library.name] = editions
            return editions

    def close(self) -> None:
        """Close them all, when nobody is answered any more."""
        self._opened.close()
        self.first.close()

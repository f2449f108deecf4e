"""Choosing another library: where the pages of each begin."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.libraries import Libraries, NamedLibrary
from assistant.page.site.links import CHAT, Links, path_of_library
from corpus import Language


@dataclass(frozen=True, slots=True)
class Choice:
    """A library that can be chosen: its title, and the link to its chat page."""

    title: str
    link: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class LibraryChoice:
    """The libraries as seen from the pages of one.

    :param here: that one; ``None``: a page of none of them, at the root.
    """

    libraries: Libraries
    here: NamedLibrary | None

    def entries(self, links: Links, language: Language) -> tuple[Choice, ...]:
        """Return what can be chosen; nothing where there is only one.

        :param links: as they stand on the page.
        """
        if len(self.libraries) == 1:
            return ()
        first = self.libraries.default
        back = "" if self.here in (None, first) else "../../"
        return tuple(
            Choice(
                one.title(language),
                Links(
                    links.base + back + path_of_library("" if one is first else one.name),
                    links.home,
                ).page(CHAT, language),
                one is self.here,
            )
            for one in self.libraries
        )

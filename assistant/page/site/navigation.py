"""The links at the top of every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from assistant.page.site.choice import LibraryChoice
from assistant.page.site.links import Links
from corpus import Language


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation: a page by its name in ``links.PATHS``, and the key of its text."""

    page: str
    text: str


NAVIGATION: Final = (
    Entry("chat", "site.chat"),
    Entry("library", "site.library"),
    Entry("course", "course.page_title"),
    Entry("about", "site.about"),
)
# Pages that lie within another one of the navigation.
WITHIN: Final = {
    "document": "library",
    "search": "library",
    "glossary": "library",
    "model": "library",
    "style": "about",
    "manage": "library",
}


def navigation_html(language: Language, home: Language, choice: LibraryChoice | None = None) -> str:
    """Return the navigation as HTML, for the chat page, which is not made from the templates.

    :param home: the language of the settings, whose chat page lies at the root.
    :param choice: the libraries to choose from.
    """
    from assistant.page.site.rendering import render_part

    links = Links("" if language == home else "../", home)
    return render_part("_navigation.html", language, "chat", links, choice)

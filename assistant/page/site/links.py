"""The address of every page, in each language, as a relative link.

Relative, so that the pages also work below a path of a proxy, whether or not it tells which. The
paths stay the same whatever the language of the settings is, so that a link stays good; only the
chat page lies at the root in that language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from corpus import Language

CHAT: Final = "chat"
# A page that is added here, in NAVIGATION and in the routes is a page of the site.
PATHS: Final[Mapping[str, Mapping[Language, str]]] = {
    "library": {"nl": "bibliotheek", "en": "en/library"},
    "search": {"nl": "zoeken", "en": "en/search"},
    "glossary": {"nl": "begrippen", "en": "en/glossary"},
    "model": {"nl": "model", "en": "en/model"},
    "course": {"nl": "cursusmateriaal", "en": "en/course-material"},
    "about": {"nl": "over", "en": "en/about"},
    "style": {"nl": "over/stijl", "en": "en/about/style"},
    "accessibility": {"nl": "toegankelijkheid", "en": "en/accessibility"},
}
# Only there where the settings name who may manage the documents.
MANAGE: Final[Mapping[Language, str]] = {"nl": "beheer", "en": "en/manage"}
# The pages that take files.
UPLOADS: Final = frozenset(f"/{path}/bestanden" for path in MANAGE.values())
SECURITY_TXT: Final = ".well-known/security.txt"
# What must be readable without signing in: how accessible the pages are, and whom to tell.
PUBLIC: Final = frozenset(
    f"/{path}"
    for path in (
        *PATHS["accessibility"].values(),
        SECURITY_TXT,
        "style/site.css",
        "style/tokens.css",
    )
)
QUOTATION_ANCHOR: Final = "citaat"
SHEET_ANCHOR: Final = "bladzijde"
# Where the pictures of pages, and the files that the documents were read from, lie by their ids.
PICTURE: Final = "bladzijdebeeld"
ORIGINAL: Final = "origineel"
# The pages of every library but the first lie below its name here.
LIBRARIES: Final = "in"


@dataclass(frozen=True, slots=True)
class Links:
    """Links as they stand on one page.

    :param base: the way from that page to the root: ``""`` for ``/over``, ``"../"`` for
        ``/en/about``.
    :param home: the language whose chat page lies at the root.
    """

    base: str
    home: Language

    def page(self, name: str, language: Language) -> str:
        """Return the link to a page by its name in ``PATHS``, or to the chat page."""
        if name == CHAT:
            return self._to("" if language == self.home else f"{language}/")
        return self._to((MANAGE if name == "manage" else PATHS[name])[language])

    def document(self, language: Language, document: str) -> str:
        """Return the link to a document, for a reader of ``language``."""
        return f"{self.page('library', language)}/{quote(document, safe='')}"

    def search(self, language: Language, words: str | None) -> str:
        """Return the link to the search page, with what is found for some words if there are any."""
        page = self.page("search", language)
        return page if words is None else f"{page}?{urlencode({'woorden': words})}"

    def quotation(self, language: Language, document: str, start: int, end: int) -> str:
        """Return the link to ``original[start:end]`` of a document, shown marked in its place."""
        address = self.document(language, document)
        return f"{address}?van={start}&tot={end}#{QUOTATION_ANCHOR}"

    def sheet(
        self,
        language: Language,
        document: str,
        start: int,
        end: int,
        page: int | None = None,
    ) -> str:
        """Return the link to the picture of a page of a PDF, beside ``original[start:end]``.

        :param page: its number; default: the one that the quotation begins on.
        """
        shown = "" if page is None else f"&bladzijde={page}"
        address = self.document(language, document)
        return f"{address}?van={start}&tot={end}{shown}#{SHEET_ANCHOR}"

    def picture(self, document: str, page: int) -> str:
        """Return the address of the picture of a page of a PDF."""
        return self._to(f"{PICTURE}/{quote(document, safe='')}?{urlencode({'bladzijde': page})}")

    def original(self, document: str, page: int) -> str:
        """Return the link to the PDF that a document was read from, opened at a page."""
        return self._to(f"{ORIGINAL}/{quote(document, safe='')}#page={page}")

    def place(self, language: Language, document: str, start: int) -> str:
        """Return the link to the block of a document that begins at ``start``."""
        return f"{self.document(language, document)}#{block_anchor(start)}"

    def file(self, path: str) -> str:
        """Return the link to a file at the root, such as a style sheet."""
        return self._to(path)

    def _to(self, path: str) -> str:
        return f"{self.base}{path}" or "./"


def base_of(path: str, root: str = "") -> str:
    """Return the way to the root from a path such as ``/en/library/some-id``, still encoded.

    :param root: the path of the root itself, encoded or not.
    """
    return "../" * (path.count("/") - root.count("/") - 1)


def block_anchor(start: int) -> str:
    """Return the id of the block that begins at ``start``; the same in both languages."""
    return f"b{start}"


def path_of_library(name: str) -> str:
    """Return the way from the root to the pages of a library; without a name, to those of the first."""
    return f"{LIBRARIES}/{quote(name, safe='')}/" if name else ""

"""The citations of an answer in each way that clients read them.

Some show only the links in the text, some the annotations of the message, and ours is the whole
record. The list below the text is taken off again when it comes back with a conversation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from assistant.answer import Answer, Citation
from assistant.page.site.links import Links, path_of_library
from assistant.page.source_names import source_name
from assistant.reply_record import CitationRecord, citation_record
from assistant.texts import load_texts
from corpus import LANGUAGES, Document, Language

_HEADINGS: Final = "|".join(re.escape(load_texts(one)["page.sources"]) for one in LANGUAGES)
_LIST: Final = re.compile(
    rf"\n\n\*\*(?:{_HEADINGS})\*\*\n(?:\n\d+\. \[(?:\\.|[^\]\\\n])*\]\([^)\s]*\))+\s*\Z"
)
_MARKDOWN: Final = re.compile(r"([\\`*_\[\]<>])")


class LinkedCitation(CitationRecord):
    """A citation with ``url``: the source, opened at the quotation."""

    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the sources can be read.

    :param address: of this server as its clients call it, with a slash at the end.
    :param has_page: whether the pages for readers are there as well.
    :param library: its name, empty for the first.
    """

    address: str
    home: Language
    has_page: bool
    library: str = ""

    def quotation(self, citation: Citation, language: Language) -> str:
        """Return the link to a quotation, for a reader of ``language``."""
        return self.part(citation.document, citation.start, citation.end, language)

    def part(self, document: str, start: int, end: int, language: Language) -> str:
        """Return the link to ``original[start:end]`` of a document."""
        if self.has_page:
            return self._links.quotation(language, document, start, end)
        return self._record(document, start=start, end=end)

    def document(self, document: str, language: Language) -> str:
        """Return the link to a document."""
        if self.has_page:
            return self._links.document(language, document)
        return self._record(document)

    @property
    def _links(self) -> Links:
        return Links(self.address + path_of_library(self.library), self.home)

    def _record(self, document: str, **part: int) -> str:
        asked = urlencode({**part, **({"library": self.library} if self.library else {})})
        address = f"{self.address}v1/documents/{quote(document, safe='')}"
        return f"{address}?{asked}" if asked else address


def linked(answer: Answer, place: Place) -> list[LinkedCitation]:
    """Return the citations as plain values, each with its link."""
    return [
        {**citation_record(one), "url": place.quotation(one, answer.language)}
        for one in answer.citations
    ]


def source_list(answer: Answer, documents: Mapping[str, Document], place: Place) -> str:
    """Return what goes below the text: a numbered list of links; empty without citations."""
    if not answer.citations:
        return ""
    heading = load_texts(answer.language)["page.sources"]
    lines = [
        f"{one.number}. [{_escaped(_name(one, documents, answer))}]"
        f"({place.quotation(one, answer.language)})"
        for one in answer.citations
    ]
    return "\n".join((f"\n\n**{heading}**\n", *lines))


def without_source_list(text: str) -> str:
    """Return an answer as it was before the list of its sources."""
    return _LIST.sub("", text)


def url_citations(
    answer: Answer, documents: Mapping[str, Document], place: Place
) -> Iterator[dict[str, Any]]:
    """Yield each citation as OpenAI annotates it: at its first marker in the text."""
    for one in answer.citations:
        marker = f"[{one.number}]"
        start = answer.text.find(marker)
        if start >= 0:
            yield {
                "type": "url_citation",
                "url_citation": {
                    "url": place.quotation(one, answer.language),
                    "title": _name(one, documents, answer),
                    "start_index": start,
                    "end_index": start + len(marker),
                },
            }


def _name(citation: Citation, documents: Mapping[str, Document], answer: Answer) -> str:
    return source_name(citation, documents[citation.document], answer.language)


def _escaped(name: str) -> str:
    return _MARKDOWN.sub(r"\\\1", name)

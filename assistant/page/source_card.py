"""What every card of the source panel needs: the reader's language, and the line on its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.page.site import Links
from corpus import Document, Language


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the panel is made: ``texts`` and ``language`` are those of the page.

    ``links`` is the way to the pages of the documents; without it, none is linked to.
    """

    texts: Mapping[str, str]
    language: Language
    links: Links | None = None

    def lang(self, written_in: Language) -> str:
        """Return the attribute for words in a language; none where the page's own is meant."""
        return "" if written_in == self.language else f' lang="{written_in}"'


def place_html(
    section: Sequence[str], document: Document, blocks: range, spoken: Language, reader: Reader
) -> str:
    """Return the section, whose it is, and the original title where that is another.

    :param spoken: the language of the answer.
    """
    if spoken != document.language and blocks:
        section = document.blocks[blocks[0]].translated_section or section
    facts = " · ".join(filter(None, (*document.authors, document.publisher, document.date)))
    steps = "".join(
        f'<span class="step"{reader.lang(spoken)}>{escape(step)}</span>'
        for step in (*section, facts)
        if step
    )
    note = written_in_html(document, reader)
    if document.title_in(spoken) != document.title:
        title = f"<cite{reader.lang(document.language)}>{escape(document.title)}</cite>"
        note = f"<br>{escape(reader.texts['page.original'])} {title}{note}"
    return f'<p class="place">{steps}{note}</p>'


def written_in_html(document: Document, reader: Reader) -> str:
    """Return the remark that a document is in the other language than the page."""
    if document.language == reader.language:
        return ""
    note = escape(reader.texts["page.written_in_" + document.language])
    return f' <span class="note">{note}</span>'


def text_html(text: str) -> str:
    """Return a text of a document; a byline keeps its lines, with no empty ones between them."""
    lines = text.split("\n")
    return "<br>".join(escape(line) for line in lines if line or len(lines) == 1)

"""What every card of the source panel needs: for whom it is, and the line on its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.page.site import Links
from assistant.standing import facts_of, validity_of
from assistant.texts import load_texts
from corpus import Document, Language


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom something is made: ``language`` is that of the page.

    ``links`` is the way to the pages of the documents; without it, none is linked to.
    """

    language: Language
    links: Links | None = None

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of the interface."""
        return load_texts(self.language)

    def lang(self, written_in: Language) -> str:
        """Return the attribute for words in a language; none where the page's own is meant."""
        return "" if written_in == self.language else f' lang="{written_in}"'


def place_html(
    section: Sequence[str], document: Document, blocks: range, spoken: Language, reader: Reader
) -> str:
    """Return the headings above some paragraphs; nothing where there are none.

    :param spoken: the language of the answer.
    """
    if spoken != document.language and blocks:
        section = document.blocks[blocks[0]].translated_section or section
    lang = reader.lang(spoken)
    steps = "".join(f'<span class="step"{lang}>{escape(step)}</span>' for step in section if step)
    return f'<p class="place">{steps}</p>' if steps else ""


def origin_html(document: Document, spoken: Language, reader: Reader) -> str:
    """Return whose a document is, and its original title where that is another.

    :param spoken: the language of the answer.
    """
    facts = escape(" · ".join(facts_of(document, reader.language)))
    original = ""
    if document.title_in(spoken) != document.title:
        title = f"<cite{reader.lang(document.language)}>{escape(document.title)}</cite>"
        original = f"{escape(reader.texts['page.original'])} {title}"
    told = " · ".join(filter(None, (facts, original))) + written_in_html(document, reader)
    origin = f'<p class="origin">{told}</p>' if told else ""
    return origin + _validity_html(document, reader)


def _validity_html(document: Document, reader: Reader) -> str:
    """Return until when a document holds, and where the version after it is."""
    told = "".join(
        f'<span class="note">{escape(one)}</span> '
        for one in validity_of(document.standing, reader.language)
    )
    if document.replaced_by is not None and reader.links is not None:
        address = escape(reader.links.document(reader.language, document.replaced_by))
        told += f'<a href="{address}">{escape(reader.texts["document.newer"])}</a>'
    return f'<p class="validity">{told}</p>' if told else ""


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

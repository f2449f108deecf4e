"""Sentences of the sources, as material to make items of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from assistant.answer import Citation
from corpus import Block, Document, Language, Sentence
from corpus.numbering import without_number

_LIST_MARK: Final = re.compile(r"^(?:[•‣▪●*–-]\s+|\d{1,2}[.)]\s+)")

# Document and offsets.
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as the reader gets it, in the language it is in."""

    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One sentence or heading of a document, and the block it stands in."""

    document: Document
    block: Block
    sentence: Sentence

    @property
    def place(self) -> Place:
        """Document and offsets: two excerpts of one place are the same."""
        return self.document.id, self.sentence.start, self.sentence.end

    def wording(self, language: Language) -> Wording:
        """Return the sentence for a reader of ``language``, on one line, without list marks.

        Where the document has no translation the reader gets the original.
        """
        if language == self.document.language or self.sentence.translation is None:
            return Wording(_shown(self.sentence.text), self.document.language)
        return Wording(_shown(self.sentence.translation), language)

    def name(self, language: Language) -> str:
        """Return a heading as the name of its part: without number, not in capitals only."""
        return without_capitals(without_number(self.wording(language).text, self.document))

    def section(self, language: Language) -> tuple[str, ...]:
        """Return the headings above it in ``language``, the original ones if there are no others."""
        own = language == self.document.language
        return self.block.section if own else self.block.translated_section or self.block.section

    def section_name(self, language: Language) -> str:
        """Return the heading that the sentence stands under, or the title of its document."""
        section = self.section(language)
        if not section:
            return self.document.title_in(language)
        for block in self.document.blocks:
            if block.kind == "heading" and block.text == self.block.section[-1]:
                return Excerpt(self.document, block, block.sentences[0]).name(language)
        return section[-1]

    def citation(self, language: Language, number: int = 1) -> Citation:
        """Return the citation for a reader of ``language``: the whole sentence, verbatim."""
        translation = self.sentence.translation if language != self.document.language else None
        return Citation(
            number=number,
            document=self.document.id,
            title=self.document.title_in(language),
            language=self.document.language,
            section=self.section(language),
            quote=self.document.original[self.sentence.start : self.sentence.end],
            start=self.sentence.start,
            end=self.sentence.end,
            translation=translation,
            page=self.document.page_at(self.sentence.start),
            standing=self.document.standing_of(self.sentence.start, self.sentence.end),
        )


def excerpts_of(document: Document) -> tuple[Excerpt, ...]:
    """Return the sentences of the running text and the lists of a document."""
    return tuple(
        Excerpt(document, block, sentence)
        for block in document.blocks
        if block.kind in ("paragraph", "list_item")
        for sentence in block.sentences
    )


def citations_of(excerpts: Iterable[Excerpt], language: Language) -> tuple[Citation, ...]:
    """Return the citations of excerpts, numbered from 1, each place once."""
    places = {excerpt.place: excerpt for excerpt in excerpts}
    return tuple(
        excerpt.citation(language, number) for number, excerpt in enumerate(places.values(), 1)
    )


def without_capitals(name: str) -> str:
    """Return a name that is all capitals in sentence case, any other name as it is."""
    if not name.isupper():
        return name
    lowered = name.lower()
    first = next(place for place, letter in enumerate(lowered) if letter.isalpha())
    return lowered[:first] + lowered[first].upper() + lowered[first + 1 :]


def _shown(text: str) -> str:
    shown = _LIST_MARK.sub("", " ".join(text.split()))
    # Of a quotation of several sentences, the first has only the opening mark.
    for opening, closing in (("“", "”"), ("‘", "’")):
        if shown.startswith(opening) and closing not in shown:
            shown = shown[1:]
        if shown.endswith(closing) and opening not in shown:
            shown = shown[:-1]
    return shown

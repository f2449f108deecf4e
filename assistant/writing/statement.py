"""What a writer hands over: statements, each with the quotation it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Citation
from corpus import Block, Document, Language, Sentence
from corpus.structure import byline_lines

StatementKind = Literal["sentence", "item", "speaker"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of a document's original; ``translation`` where the reader needs one.

    ``block``: the one that it begins in, or one with the section that is to be named as its place.
    """

    document: Document
    block: Block
    start: int
    end: int
    translation: str | None = None

    def section_in(self, language: Language) -> tuple[str, ...]:
        """Return the headings above it; the original ones if there are no others."""
        is_own = language == self.document.language
        return self.block.section if is_own else self.block.translated_section or self.block.section

    def cited(self, number: int) -> Citation:
        """Return the citation of it."""
        document = self.document
        return Citation(
            number=number,
            document=document.id,
            title=document.title,
            language=document.language,
            section=self.block.section,
            quote=document.original[self.start : self.end],
            start=self.start,
            end=self.end,
            translation=self.translation,
            page=document.page_at(self.start),
            standing=document.standing_of(self.start, self.end),
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is said in an answer, in the reader's language, and what it rests on.

    ``kind``: running text, an item of a list, or the speaker of the statement before it;
    ``answering``: of several sentences the one that answers; ``speaker``: whose words they are.
    """

    text: str
    quotation: Quotation
    kind: StatementKind = "sentence"
    answering: str = ""
    speaker: str = ""

    def overlaps(self, other: Statement) -> bool:
        """Tell whether two statements rest on the same text."""
        mine, theirs = self.quotation, other.quotation
        return (
            mine.document.id == theirs.document.id
            and mine.start < theirs.end
            and theirs.start < mine.end
        )


def statement_of(
    document: Document,
    sentences: Sequence[Sentence],
    language: Language,
    kind: StatementKind = "sentence",
) -> Statement:
    """Return a statement that says neighbouring sentences of a document."""
    translations = [sentence.translation or "" for sentence in sentences]
    is_translated = language != document.language and all(translations)
    said = translations if is_translated else [sentence.text for sentence in sentences]
    text = " ".join(said)
    start, end = sentences[0].start, sentences[-1].end
    translation = text if is_translated else None
    quotation = Quotation(document, document.block_at(start), start, end, translation)
    shown = ", ".join(byline_lines(text)) if kind == "speaker" else " ".join(text.split())
    return Statement(shown, quotation, kind)

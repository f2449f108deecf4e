"""What a writer hands over: statements, each with the quotation it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from assistant.answer import Citation
from corpus import Block, Document, Language, Sentence, other_language
from index.passages import Passage

StatementKind = Literal["sentence", "item", "speaker"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a quotation stands: document and section, with their names in both languages."""

    document: str
    language: Language
    title: str
    section: tuple[str, ...]
    headings_nl: tuple[str, ...]
    headings_en: tuple[str, ...]

    def headings_in(self, language: Language) -> tuple[str, ...]:
        """Return title and section path in one language."""
        return self.headings_nl if language == "nl" else self.headings_en

    def below(self, heading: Sentence) -> Source:
        """Return the source of the text that a heading of this source opens."""
        named = {self.language: heading.text, other_language(self.language): heading.translation}
        return replace(
            self,
            section=(*self.section, heading.text),
            headings_nl=(*self.headings_nl, named["nl"] or heading.text),
            headings_en=(*self.headings_en, named["en"] or heading.text),
        )

    @classmethod
    def of_passage(cls, passage: Passage) -> Source:
        """Return the source of a passage."""
        return cls(
            passage.document,
            passage.language,
            passage.title,
            passage.section,
            passage.headings_in("nl"),
            passage.headings_in("en"),
        )

    @classmethod
    def of_block(cls, document: Document, block: Block) -> Source:
        """Return the source of a heading or paragraph."""

        def headings(language: Language) -> tuple[str, ...]:
            path = block.section if language == document.language else block.translated_section
            return (document.title_in(language), *(path or block.section))

        return cls(
            document.id,
            document.language,
            document.title,
            block.section,
            headings("nl"),
            headings("en"),
        )


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of a document's original; ``translation`` where the reader needs one."""

    source: Source
    start: int
    end: int
    translation: str | None

    def cited(self, number: int, document: Document, language: Language) -> Citation:
        """Return the citation of it, in its document, for a reader of ``language``."""
        source = self.source
        return Citation(
            number=number,
            document=source.document,
            title=source.title,
            language=source.language,
            section=source.section,
            quote=document.original[self.start : self.end],
            start=self.start,
            end=self.end,
            translation=self.translation if language != source.language else None,
            page=document.page_at(self.start),
            standing=document.standing_of(self.start, self.end),
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is said in an answer, in the reader's language, and what it rests on.

    ``kind``: running text, an item of a list, or the speaker of the statement before it.
    ``label``: words of ours in front of the quotation, such as "nummer 5"; ``answering``: of
    several sentences the one that answers.
    """

    text: str
    quotation: Quotation
    kind: StatementKind = "sentence"
    label: str = ""
    answering: str = ""

    def overlaps(self, other: Statement) -> bool:
        """Tell whether two statements rest on the same text."""
        mine, theirs = self.quotation, other.quotation
        return (
            mine.source.document == theirs.source.document
            and mine.start < theirs.end
            and theirs.start < mine.end
        )

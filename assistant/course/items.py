"""What course material consists of: items, each with the citations it stands on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.course.excerpt import Wording
from corpus import Language


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says, for the reader, with the citation of it; then that of who says it."""

    text: str
    language: Language
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item; ``id`` depends on its content only, so it means the same under every seed."""

    id: str
    citations: tuple[Citation, ...]

    @property
    def label(self) -> str:
        """What it is about, on one line, to tell it from others of its kind."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class KeyPoint(Item):
    """What a source says on the subject, under the name of its part."""

    heading: str
    said: Said

    @property
    def label(self) -> str:
        return self.said.text


@dataclass(frozen=True, slots=True)
class Reading(Item):
    """A section to read; ``said`` is how it begins."""

    title: str
    section: str
    said: Said

    @property
    def label(self) -> str:
        return f"{self.title} – {self.section}" if self.section else self.title


@dataclass(frozen=True, slots=True)
class TermEntry(Item):
    """A term in both languages with its explanation in the reader's."""

    nl: str
    en: str
    explanation: str

    @property
    def label(self) -> str:
        return f"{self.nl} – {self.en}"


@dataclass(frozen=True, slots=True)
class Choice(Item):
    """A multiple-choice question; ``options[right]`` is the one right answer.

    ``given`` is what it is about: a quotation, or an explanation of a term.
    ``asks`` is what it asks about, so that no other question shows it.
    """

    question: str
    given: Wording | None
    is_quotation: bool
    options: tuple[str, ...]
    right: int
    asks: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.question} {self.given.text}" if self.given else self.question


@dataclass(frozen=True, slots=True)
class Matching(Item):
    """What belongs together: ``left[n]`` belongs to ``right[pairs[n]]``, and to no other.

    ``asks`` is what it asks about, so that no other question shows it.
    """

    question: str
    left: tuple[Wording, ...]
    right: tuple[str, ...]
    pairs: tuple[int, ...]
    asks: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.question


@dataclass(frozen=True, slots=True)
class Gap(Item):
    """A quotation with a word left out; ``hint`` is its first letter and its length."""

    before: str
    after: str
    answer: str
    hint: str
    text: Wording

    @property
    def label(self) -> str:
        return self.text.text

    @property
    def asks(self) -> tuple[str, ...]:
        """What it asks about, so that no other question shows it."""
        return (self.text.text,)


@dataclass(frozen=True, slots=True)
class OpenQuestion(Item):
    """A question to answer in one's own words, with a model answer from the sources."""

    question: str
    model_answer: tuple[Said, ...]

    @property
    def label(self) -> str:
        return self.question

    @property
    def asks(self) -> tuple[str, ...]:
        """What it asks about, so that no other question shows it."""
        return (self.model_answer[0].text,)


@dataclass(frozen=True, slots=True)
class Case(Item):
    """A dilemma: what the sources say for a statement and against it."""

    title: str
    statement: str
    in_favour: tuple[Said, ...]
    against: tuple[Said, ...]
    questions: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.title}. {self.statement}"


@dataclass(frozen=True, slots=True)
class Flashcard(Item):
    """Two sides of a card; ``other_name`` is the term in the other language."""

    front: str
    back: str
    other_name: str = ""

    @property
    def label(self) -> str:
        return self.front


@dataclass(frozen=True, slots=True)
class ProgrammePart(Item):
    """A part of a half-day; ``starts_at`` counts minutes from the beginning."""

    title: str
    starts_at: int
    minutes: int
    text: str
    said: Said

    @property
    def label(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True)
class Slide(Item):
    """One point."""

    title: str
    said: Said

    @property
    def label(self) -> str:
        return self.said.text


Question = Choice | Matching | Gap | OpenQuestion


def item_id(sort: str, *content: object) -> str:
    """Return the id of an item: its sort and six hexadecimal digits of what it is about."""
    digest = hashlib.sha256("\x1f".join(map(str, content)).encode()).hexdigest()
    return f"{sort}-{digest[:6]}"

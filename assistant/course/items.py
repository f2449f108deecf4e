"""What course material consists of: items, each with the citations it stands on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.course.excerpt import Wording
from corpus import Language
from corpus.items import ExerciseForm


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says, for the reader, with the citation of it; then that of who says it."""

    text: str
    language: Language
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """What a source says, and the same in our own words where the bank has them."""

    lead: str
    said: Said


@dataclass(frozen=True, slots=True)
class Item:
    """One item; ``id`` depends on its content only, so it means the same under every seed.

    ``goal`` is what someone who has done it can do; empty where nobody wrote that down.
    """

    id: str
    citations: tuple[Citation, ...]
    goal: str

    @property
    def label(self) -> str:
        """What it is about, on one line, to tell it from others of its kind."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Lesson(Item):
    """What the sources say: the points of the answer to ``asked``, or one sentence by itself.

    ``title`` is the name of the part of the document where the first of them stands.
    """

    title: str
    asked: str
    points: tuple[Point, ...]

    @property
    def label(self) -> str:
        return self.asked or self.points[0].said.text


@dataclass(frozen=True, slots=True)
class Reading(Item):
    """A section to read."""

    title: str
    section: str

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

    ``given`` is a quotation that it is about. ``reasons`` say for each option why it is right or
    wrong; a question without a bank has none.
    """

    question: str
    given: Wording | None
    options: tuple[str, ...]
    reasons: tuple[str, ...]
    right: int

    @property
    def label(self) -> str:
        return f"{self.question} {self.given.text}" if self.given else self.question


@dataclass(frozen=True, slots=True)
class OpenQuestion(Item):
    """A question to answer in one's own words, with the points of a good answer."""

    question: str
    points: tuple[Point, ...]

    @property
    def label(self) -> str:
        return self.question


@dataclass(frozen=True, slots=True)
class Case(Item):
    """A situation with a decision to take; ``hard`` and ``notes`` are for the trainer alone."""

    title: str
    situation: str
    questions: tuple[str, ...]
    sides: tuple[Point, ...]
    hard: str
    notes: str

    @property
    def label(self) -> str:
        return self.title


@dataclass(frozen=True, slots=True)
class Exercise(Item):
    """What participants do; ``fields`` are a form to fill in, or the statements to stand for."""

    title: str
    form: ExerciseForm
    minutes: int
    instruction: str
    fields: tuple[str, ...]
    said: Said

    @property
    def label(self) -> str:
        return self.title


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
    """A part of a meeting; ``starts_at`` counts minutes from the beginning.

    A break has a title and minutes only.
    """

    title: str
    starts_at: int
    minutes: int
    form: str
    material: str
    trainer: str

    @property
    def label(self) -> str:
        return self.title


def item_id(sort: str, *content: object) -> str:
    """Return the id of an item: its sort and six hexadecimal digits of what it is about."""
    digest = hashlib.sha256("\x1f".join(map(str, content)).encode()).hexdigest()
    return f"{sort}-{digest[:6]}"

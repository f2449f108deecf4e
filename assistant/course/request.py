"""What a trainer asks for."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from corpus import Language

SubjectKind = Literal["question", "element", "dimension", "document", "role", "library"]
Length = Literal["short", "normal", "long"]
Kind = Literal[
    "handout", "quiz", "cases", "exercises", "flashcards", "glossary", "programme", "slides"
]

LENGTHS: Final[tuple[Length, ...]] = get_args(Length)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

SUBJECT_CHARACTERS_MAX: Final = 300
AUDIENCE_CHARACTERS_MAX: Final = 80
SEED_MAX: Final = 999_999


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many items of each sort a course has, and how long the meeting is."""

    goals: int
    lessons: int
    readings: int
    choices: int
    open_questions: int
    cases: int
    exercises: int
    flashcards: int
    minutes: int


# Two hours, half a day, a day.
SIZES: Final = MappingProxyType[Length, Sizes](
    {
        "short": Sizes(3, 4, 3, 4, 2, 1, 2, 8, 120),
        "normal": Sizes(5, 7, 5, 8, 4, 2, 3, 14, 210),
        "long": Sizes(10, 11, 8, 15, 5, 4, 5, 24, 420),
    }
)


@dataclass(frozen=True, slots=True)
class CourseRequest:
    """A subject and how to make course material of it.

    ``subject``: the question, the number or name of an element or dimension, the id of a
    document, the name of a role; empty for the whole library.
    ``without``: ids of items to leave out. ``redrawn``: ids of items to put another in the place
    of, one after the other: the id of an item that came in its place may follow.
    """

    subject_kind: SubjectKind
    subject: str
    language: Language
    audience: str = ""
    length: Length = "normal"
    kinds: tuple[Kind, ...] = KINDS
    seed: int = 1
    without: frozenset[str] = frozenset()
    redrawn: tuple[str, ...] = ()

    @property
    def sizes(self) -> Sizes:
        """How many items of each sort."""
        return SIZES[self.length]

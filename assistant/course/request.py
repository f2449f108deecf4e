"""What a trainer asks for."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, get_args

from corpus import Language

SubjectKind = Literal["question", "element", "dimension", "document", "role", "library"]
Length = Literal["short", "normal", "long"]
Kind = Literal["handout", "quiz", "cases", "flashcards", "glossary", "programme", "slides"]

SUBJECT_KINDS: Final[tuple[SubjectKind, ...]] = get_args(SubjectKind)
LENGTHS: Final[tuple[Length, ...]] = get_args(Length)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

SUBJECT_CHARACTERS_MAX: Final = 300
AUDIENCE_CHARACTERS_MAX: Final = 80
SEED_MAX: Final = 999_999


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many items of each sort a course has, and how long a half-day is."""

    key_points: int
    readings: int
    choices: int
    matchings: int
    gaps: int
    open_questions: int
    cases: int
    flashcards: int
    slides: int
    minutes: int


SIZES: Final = MappingProxyType[Length, Sizes](
    {
        "short": Sizes(5, 3, 4, 1, 2, 2, 1, 8, 5, 120),
        "normal": Sizes(8, 5, 6, 2, 3, 3, 2, 14, 8, 180),
        "long": Sizes(14, 8, 10, 3, 5, 5, 3, 24, 12, 210),
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

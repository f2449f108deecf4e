"""A part of a question, with what was found for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.question_kind import AnswerType
from corpus import Language
from index.ranking import RankedPassage


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question, with what was found for it, best first.

    ``word_weights``: how rare each stemmed word of the part is, without those that the library does
    not have; ``speaker``: who is named in it; ``also``: other names of what is asked; ``said``: the answer before, when this
    one follows up on it; ``unknown_weight``: how rare the words are that
    the library does not have.
    """

    question: str
    language: Language
    passages: tuple[RankedPassage, ...]
    word_weights: Mapping[str, float]
    kind: AnswerType = "any"
    speaker: str | None = None
    also: tuple[str, ...] = ()
    said: str = ""
    unknown_weight: float = 0.0
    names_the_subject: bool = False

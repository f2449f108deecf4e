"""A part of a question, with what was found for it and what the reader makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evidence.judgement import Judgement
from corpus import Language
from corpus.glossary import Term
from index.ranking import RankedPassage


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question, with what was found for it, best first.

    ``speaker``: who is named in it, of those who are quoted in the library; ``about``: the speaker
    or source that it is the part about, of a question that names several;
    ``names_the_subject``: it names something that only the library has; ``term``: of the glossary,
    if the question asks what it means; ``number``: of the numbered element that it is about.
    """

    question: str
    language: Language
    passages: tuple[RankedPassage, ...]
    judgement: Judgement
    speaker: str | None = None
    about: str = ""
    names_the_subject: bool = False
    term: Term | None = None
    number: int | None = None

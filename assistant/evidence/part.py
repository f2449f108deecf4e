"""A part of a question, with what was found for it and what the reader makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evidence.judgement import Judgement
from assistant.understanding.search_plan import Search
from corpus import Language
from index.ranking import RankedPassage


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question: what was searched for, in which language, and what was found for it,
    best first."""

    search: Search
    language: Language
    passages: tuple[RankedPassage, ...]
    judgement: Judgement

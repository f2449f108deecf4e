"""What the searches of a question know of each passage, and the order that follows from it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from index.entries import EntryKind
from index.fusion import Weights, z_scores
from index.passages import Passage
from index.ranking import RankedPassage


@dataclass(slots=True)
class Candidate:
    """What the four searches know of one passage; ``nan`` where a search did not return it."""

    passages: float = math.nan
    sentences: float = math.nan
    questions: float = math.nan
    keywords: float = math.nan
    by_sentence: dict[int, float] = field(default_factory=dict)
    asked_of_sentence: dict[int, float] = field(default_factory=dict)

    def note(self, kind: EntryKind, position: int, similarity: float) -> None:
        """Take in an entry of the passage that a search returned."""
        best = getattr(self, kind)
        if math.isnan(best) or similarity > best:
            setattr(self, kind, similarity)
        if kind == "sentences":
            self.by_sentence[position] = similarity
        elif kind == "questions":
            asked = self.asked_of_sentence
            asked[position] = max(similarity, asked.get(position, similarity))

    def as_ranked(self, passage: Passage, score: float) -> RankedPassage:
        """Return the passage with what is known of it."""
        return RankedPassage(
            passage=passage,
            score=score,
            passage_similarity=self.passages,
            question_similarity=self.questions,
            keywords=0.0 if math.isnan(self.keywords) else self.keywords,
            sentence_similarities=_per_sentence(self.by_sentence, passage),
            sentence_question_similarities=_per_sentence(self.asked_of_sentence, passage),
        )


def _per_sentence(values: Mapping[int, float], passage: Passage) -> tuple[float, ...]:
    return tuple(values.get(position, math.nan) for position in range(len(passage.sentences)))


def in_order(
    candidates: dict[int, Candidate], weights: Weights
) -> list[tuple[int, Candidate, float]]:
    """Return the candidates as (passage number, what is known of it, score), best first."""
    numbers, scores = ranked(candidates, weights)
    return [
        (number, candidates[number], score) for number, score in zip(numbers, scores, strict=True)
    ]


def ranked(candidates: dict[int, Candidate], weights: Weights) -> tuple[list[int], list[float]]:
    """Return the candidates' numbers, best first, and their scores in that order."""
    fused = _fuse(list(candidates.values()), weights)
    order = np.argsort(-fused, kind="stable")
    numbers = list(candidates)
    return [numbers[place] for place in order], fused[order].tolist()


def _fuse(candidates: Sequence[Candidate], weights: Weights) -> NDArray[np.float64]:
    total = np.zeros(len(candidates))
    for name in ("passages", "sentences", "keywords", "questions"):
        weight = getattr(weights, name)
        if weight and candidates:
            column = np.array([getattr(candidate, name) for candidate in candidates])
            total += weight * z_scores(column)
    return total

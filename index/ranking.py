"""A passage with its score."""

from __future__ import annotations

from dataclasses import dataclass

from index.passages import Passage


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage that a search returned; a higher score is better, only within one search.

    ``passage_similarity`` and ``question_similarity`` are cosines of the question with the passage
    as a whole and with its best catalogue question, ``keywords`` is its BM25 score;
    ``sentence_similarities`` has one cosine per sentence, ``sentence_question_similarities`` one
    with the best catalogue question to that sentence. ``nan``: that search did not return it.
    """

    passage: Passage
    score: float
    passage_similarity: float = float("nan")
    question_similarity: float = float("nan")
    keywords: float = 0.0
    sentence_similarities: tuple[float, ...] = ()
    sentence_question_similarities: tuple[float, ...] = ()

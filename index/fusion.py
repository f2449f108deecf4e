"""Bringing the scores of several searches together.

Each search has a scale of its own, so its scores become z-scores over the candidates before they
are added with weights (linear combination after z-normalisation; Fox & Shaw 1994, CombSUM;
Bruch, Gai & Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval", find it better
than reciprocal rank fusion). A candidate that a search did not return gets the lowest score seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each search counts, relative to the passage vectors' 1.0."""

    passages: float = 1.0
    sentences: float = 1.0
    keywords: float = 1.0
    questions: float = 1.0


def z_scores(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``(scores - mean) / standard deviation``; zeros where all are equal.

    NaN stands for "not returned by this search" and counts as the lowest score that was.
    """
    known = ~np.isnan(scores)
    if not known.any():
        return np.zeros_like(scores)
    filled = np.where(known, scores, scores[known].min())
    spread = filled.std()
    if spread < 1e-9:
        return np.zeros_like(scores)
    result: NDArray[np.float64] = (filled - filled.mean()) / spread
    return result


def merge_by_slots(
    order: Sequence[int], groups: Mapping[int, int], ranked: Mapping[int, Sequence[int]]
) -> list[int]:
    """Fill the places that ``order`` gives each group with that group's own ranking.

    ``order`` ranks all candidates by what can be compared between groups; ``ranked[group]`` ranks
    a group's candidates by everything known about them. A group's keywords can so change the
    order within it, but never push another group down.
    """
    iterators = {group: iter(candidates) for group, candidates in ranked.items()}
    return [next(iterators[groups[candidate]]) for candidate in order]

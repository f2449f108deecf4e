"""How near a question about anything else comes to a library.

A library of many subjects has something near every question, one of a single subject has not: the
same cosine means less in the first. So a cosine counts as so many standard deviations above those
of the general questions by which languages are centred, as recognisers of speakers do with the
voices of others (zero normalisation: Auckenthaler, Carey & Lloyd-Thomas 2000).
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import LANGUAGES
from index.centring import Centring, general_text
from index.entries import EntryKind, collection_name
from index.vector_cache import text_digest


class Background(NamedTuple):
    """Mean and standard deviation of the cosines of general questions with the nearest entry."""

    mean: float = 0.0
    deviation: float = 1.0

    def above(self, similarity: float) -> float:
        """Return how many standard deviations a cosine lies above; 0 where it is not known."""
        return 0.0 if math.isnan(similarity) else (similarity - self.mean) / self.deviation


class BackgroundCount:
    """Counts how near general questions come, one collection after another."""

    def __init__(self, vectors: dict[bytes, NDArray[np.float32]], centring: Centring) -> None:
        """Take the general questions.

        :param vectors: of the general texts, by digest.
        """
        self._asked = {
            text.language: centring(
                np.stack([vectors[text_digest("query", one)] for one in text.sentences]),
                "query",
                text.language,
            )
            for text in general_text()
            if text.role == "query"
        }
        self._nearest: defaultdict[str, list[NDArray[np.float32]]] = defaultdict(list)

    def add(self, kind: EntryKind, entries: NDArray[np.float32]) -> None:
        """Add the centred vectors of entries in one language."""
        for language in LANGUAGES:
            near = (self._asked[language] @ entries.T).max(axis=1)
            self._nearest[collection_name(kind, language)].append(near)

    def found(self) -> dict[str, Background]:
        """Return, for each kind of entry, how near questions in a language come."""
        nearest = {name: np.max(near, axis=0) for name, near in self._nearest.items()}
        return {
            name: Background(float(near.mean()), max(float(near.std()), 0.01))
            for name, near in nearest.items()
        }

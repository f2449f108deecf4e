"""Whether a library answers a question, learnt from the questions that it is known to answer and
those that it is known to leave open.

A network of one hidden layer over the question's vector, fitted when an index is made: beside the
votes of the nearest known questions it sees which ways of asking are left open anywhere.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Chosen on folds of the train split (eval/choices.md). 18,000 questions take four seconds.
_HIDDEN: Final = 256
_DECAY: Final = 1.0
_EPOCHS: Final = 20
_BATCH: Final = 256
# Of fewer there is nothing to learn.
_QUESTIONS_MIN: Final = 200

Array = NDArray[np.float32]


class Answerability:
    """A fitted network; ``weights`` as :meth:`fit` makes them, none where too little is known."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = dict(weights)

    @classmethod
    def fit(cls, answered: Sequence[Array], left_open: Sequence[Array]) -> Answerability:
        """Fit a network to tell two kinds of questions apart.

        :param answered: vectors of questions that are answered, each ``(n, dimensions)``.
        :param left_open: vectors of those that are not.
        """
        counts = [sum(map(len, known)) for known in (answered, left_open)]
        if min(counts) < _QUESTIONS_MIN:
            return cls({})
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.neural_network import MLPClassifier

        vectors = np.concatenate([*answered, *left_open])
        mean, deviation = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
        network = MLPClassifier(
            (_HIDDEN,), alpha=_DECAY, batch_size=_BATCH, max_iter=_EPOCHS, tol=0, random_state=0
        )
        is_answered = [True] * counts[0] + [False] * counts[1]
        with warnings.catch_warnings():
            # So many rounds and no more is what is wanted: that it says so is no news.
            warnings.simplefilter("ignore", ConvergenceWarning)
            network.fit((vectors - mean) / deviation, is_answered)
        (first, last), (first_bias, last_bias) = network.coefs_, network.intercepts_
        # The scaling goes into the first layer.
        first = first / deviation[:, np.newaxis]
        weights = {
            "first": first,
            "first_bias": first_bias - mean @ first,
            "last": last[:, 0],
            "last_bias": last_bias,
        }
        return cls({name: value.astype(np.float32) for name, value in weights.items()})

    def log_odds(self, vector: Array) -> float:
        """Return the log-odds that a question is answered; 0 where too little is known.

        :param vector: of the question, shape ``(dimensions,)``.
        """
        if not self._weights:
            return 0.0
        hidden = np.maximum(vector @ self._weights["first"] + self._weights["first_bias"], 0)
        return float(hidden @ self._weights["last"] + self._weights["last_bias"][0])

    def save(self, path: Path) -> None:
        """Write the weights to a ``.npz`` file."""
        np.savez(path, **self._weights)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> Answerability:
        """Read what :meth:`save` wrote."""
        with np.load(path) as stored:
            return cls(dict(stored))

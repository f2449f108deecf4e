"""Whether a library answers a question, learnt from the questions that it is known to answer and
those that it is known to leave open.

Networks of one hidden layer over the question's vector, fitted when an index is made: beside the
votes of the nearest known questions they see which ways of asking are left open anywhere. Their
mean is what counts: one by itself differs from the next by a fifth of what questions differ by.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Chosen on folds of the train split (eval/choices.md). 20,000 questions take four seconds each.
_NETWORKS: Final = 3
_HIDDEN: Final = 256
_DECAY: Final = 1.0
_EPOCHS: Final = 20
_BATCH: Final = 256
# Of fewer there is nothing to learn.
_QUESTIONS_MIN: Final = 200

Array = NDArray[np.float32]


class Answerability:
    """Fitted networks; ``weights`` as :meth:`fit` makes them, none where too little is known."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = dict(weights)

    @classmethod
    def fit(cls, answered: Sequence[Array], left_open: Sequence[Array]) -> Answerability:
        """Fit networks to tell two kinds of questions apart.

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
        networks = [
            MLPClassifier(
                (_HIDDEN,), alpha=_DECAY, batch_size=_BATCH, max_iter=_EPOCHS, tol=0, random_state=n
            )
            for n in range(_NETWORKS)
        ]
        is_answered = [True] * counts[0] + [False] * counts[1]
        with warnings.catch_warnings():
            # So many rounds and no more is what is wanted: that it says so is no news.
            warnings.simplefilter("ignore", ConvergenceWarning)
            for network in networks:
                network.fit((vectors - mean) / deviation, is_answered)
        # Side by side they are one network. The scaling goes into its first layer.
        first = np.hstack([one.coefs_[0] for one in networks]) / deviation[:, np.newaxis]
        last = np.vstack([one.coefs_[1] for one in networks]) / _NETWORKS
        first_bias, last_bias = ([one.intercepts_[layer] for one in networks] for layer in range(2))
        weights = {
            "first": first,
            "first_bias": np.concatenate(first_bias) - mean @ first,
            "last": last[:, 0],
            "last_bias": np.mean(last_bias, axis=0),
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

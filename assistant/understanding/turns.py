"""What kind of turn it is, before anything is searched: learnt from examples.

A linear model (multinomial logistic regression) over the bundled model's vector of what was typed.
The examples are in ``turns.toml``; ``python -m eval.training.turns`` fits the weights in
``turns.npz`` and prints the figures of eval/choices.md.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

import numpy as np
from numpy.typing import NDArray

TURNS_FILE: Final = Path(__file__).parent / "turns.toml"
WEIGHTS_FILE: Final = Path(__file__).parent / "turns.npz"

TurnKind = Literal[
    "question", "greeting", "thanks", "goodbye", "about_assistant", "about_library",
    "about_privacy", "make", "shorter", "continue", "example", "translate", "simpler", "correction",
    "summary", "risks", "advantages", "term",
]  # fmt: skip
# Kinds that are answered without the sources, and from which probability of any of them: then 0.99
# of all other turns are left to the sources (10-fold cross-validation; eval/choices.md).
SPOKEN: Final[frozenset[TurnKind]] = frozenset(
    {"greeting", "thanks", "goodbye", "about_assistant", "about_library", "about_privacy", "make"}
)
PROBABILITY_MIN: Final = 0.6


def turn_kind(vector: NDArray[np.float32]) -> TurnKind:
    """Return the kind of a turn; ``question`` when no other kind is sure.

    :param vector: of what was typed, embedded as a query by the bundled model; shape ``(384,)``.
    """
    kinds, weights, intercepts = _model()
    log_odds = weights @ vector + intercepts
    shares = np.exp(log_odds - log_odds.max())
    shares /= shares.sum()
    is_spoken = np.array([kind in SPOKEN for kind in kinds])
    if shares[is_spoken].sum() < PROBABILITY_MIN:
        return "question"
    return kinds[int(np.where(is_spoken, shares, 0.0).argmax())]


@cache
def _model() -> tuple[tuple[TurnKind, ...], NDArray[np.float32], NDArray[np.float32]]:
    with np.load(WEIGHTS_FILE) as stored:
        kinds = cast("tuple[TurnKind, ...]", tuple(stored["kinds"].tolist()))
        return kinds, stored["weights"], stored["intercepts"]

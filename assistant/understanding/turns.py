"""What kind of turn it is, before anything is searched: learnt from examples.

Linear models (logistic regression) over the bundled model's vector of what was typed: its kind, and
whether it leans on the conversation. The examples of kinds are in ``turns.toml``; ``python -m
eval.training.turns`` fits the weights in ``turns.npz`` and prints the figures of eval/choices.md.
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
# Kinds that are answered without the sources, those that do something with the last answer, and a
# term that is to be explained. From this probability of any of them: then 0.99 of all other turns
# are left to the sources as they are (10-fold cross-validation; eval/choices.md).
SPOKEN: Final[frozenset[TurnKind]] = frozenset(
    {"greeting", "thanks", "goodbye", "about_assistant", "about_library", "about_privacy", "make"}
)
ON_LAST_ANSWER: Final[frozenset[TurnKind]] = frozenset({"shorter", "simpler", "translate"})
TERM: Final[frozenset[TurnKind]] = frozenset({"term"})
PROBABILITY_MIN: Final = 0.6


def turn_kind(vector: NDArray[np.float32], among: frozenset[TurnKind] = SPOKEN) -> TurnKind:
    """Return the kind of a turn; ``question`` when none of some other kinds is sure.

    :param vector: of what was typed, embedded as a query by the bundled model; shape ``(384,)``.
    :param among: the kinds that it may be.
    """
    kinds, weights, intercepts = _model()
    log_odds = weights @ vector + intercepts
    shares = np.exp(log_odds - log_odds.max())
    shares /= shares.sum()
    is_among = np.array([kind in among for kind in kinds])
    if shares[is_among].sum() < PROBABILITY_MIN:
        return "question"
    return kinds[int(np.where(is_among, shares, 0.0).argmax())]


def follows_up(question: str, vector: NDArray[np.float32]) -> bool:
    """Tell whether a question leans on the conversation before it.

    :param vector: of the question, as for :func:`turn_kind`.
    """
    with_length = np.append(vector, length_signals(question))
    weights, intercept = _follow_up_model()
    return bool(weights @ with_length + intercept > 0)


def length_signals(question: str) -> NDArray[np.float32]:
    """Return what the vector does not tell: how long a question is; shape ``(2,)``."""
    words = len(question.split())
    return np.array([words / 10, np.log(words + 1)], dtype=np.float32)


@cache
def _follow_up_model() -> tuple[NDArray[np.float32], float]:
    with np.load(WEIGHTS_FILE) as stored:
        return stored["follow_up_weights"], float(stored["follow_up_intercept"])


@cache
def _model() -> tuple[tuple[TurnKind, ...], NDArray[np.float32], NDArray[np.float32]]:
    with np.load(WEIGHTS_FILE) as stored:
        kinds = cast("tuple[TurnKind, ...]", tuple(stored["kinds"].tolist()))
        return kinds, stored["weights"], stored["intercepts"]

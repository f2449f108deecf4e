"""What kind of turn it is, before anything is searched: learnt from examples.

Linear models (logistic regression) over the bundled model's vector of what was typed: its kind.
With its words beside the vector: whether it leans on the conversation, is too vague to answer, or
asks for several things, for what sets two apart, or for a document in brief. The examples of kinds
are in ``turns.toml``; ``python -m eval.training.turns`` fits the weights in ``turns.npz`` and
prints the figures of eval/choices.md.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal, cast

import numpy as np
from numpy.typing import NDArray

TURNS_FILE: Final = Path(__file__).parent / "turns.toml"
WEIGHTS_FILE: Final = Path(__file__).parent / "turns.npz"

TurnKind = Literal[
    "question", "greeting", "thanks", "goodbye", "about_assistant", "about_library", "term",
    "about_privacy", "make", "shorter", "continue", "example", "translate", "simpler", "correction",
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
# What is told of a question by its vector and its words.
ProbeName = Literal["follow_up", "vague", "several", "compares", "summary"]
LENGTHS: Final = 2
_BUCKETS: Final = 2048
_WORD_OR_MARK: Final = re.compile(r"\w+|[^\w\s]")


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


@dataclass(frozen=True, slots=True)
class Probe:
    """Tells one thing of a question, from ``log_odds_min`` on."""

    name: ProbeName
    log_odds_min: float = 0.0

    def __call__(self, question: str, vector: NDArray[np.float32]) -> bool:
        """Tell whether it is so."""
        return self.log_odds(question, vector) > self.log_odds_min

    def log_odds(self, question: str, vector: NDArray[np.float32]) -> float:
        """Return the log-odds that it is so.

        :param vector: of the question, as for :func:`turn_kind`.
        """
        weights, intercept = _probe(self.name)
        return float(weights @ np.concatenate([vector, word_signals(question)]) + intercept)


# It leans on the conversation; is too vague to answer, by what it says; needs several places; asks
# what sets two things apart; asks for a document in brief (its name taken out).
follows_up: Final = Probe("follow_up")
vague: Final = Probe("vague")
asks_for_several: Final = Probe("several", 0.25)
compares: Final = Probe("compares")
asks_for_summary: Final = Probe("summary", 1.2)


def word_signals(question: str) -> NDArray[np.float32]:
    """Return what the vector does not tell: how long a question is, and its very words.

    :return: shape ``(2 + 2048,)``; each word, mark and pair of neighbours sets one of the places
        behind the first two (Weinberger et al. 2009, feature hashing).
    """
    found = np.zeros(LENGTHS + _BUCKETS, dtype=np.float32)
    count = len(question.split())
    found[:LENGTHS] = count / 10, np.log(count + 1)
    words = _WORD_OR_MARK.findall(question.lower())
    pairs = (f"{one} {other}" for one, other in pairwise(["^", *words]))
    for text in (*words, *pairs):
        found[LENGTHS + zlib.crc32(text.encode()) % _BUCKETS] = 1.0
    return found


@cache
def _probe(name: ProbeName) -> tuple[NDArray[np.float32], float]:
    with np.load(WEIGHTS_FILE) as stored:
        return stored[f"{name}_weights"], float(stored[f"{name}_intercept"])


@cache
def _model() -> tuple[tuple[TurnKind, ...], NDArray[np.float32], NDArray[np.float32]]:
    with np.load(WEIGHTS_FILE) as stored:
        kinds = cast("tuple[TurnKind, ...]", tuple(stored["kinds"].tolist()))
        return kinds, stored["weights"], stored["intercepts"]

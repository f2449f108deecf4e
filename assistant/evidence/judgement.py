"""Whether anything answers a question, and which sentences do: calibrated probabilities.

Logistic models over the signals of each sentence, over those of a follow-up, and over the best of
what was found. They are fitted by ``python -m eval.training.judgement`` on questions that the
reader was not trained on; their weights lie in ``calibration.toml``, their figures in
eval/choices.md.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from assistant.evidence.follow_up import FollowUpSignals
from assistant.evidence.signals import SentenceSignals, as_row
from assistant.understanding.search_plan import Search
from corpus import Language
from index.known_questions import OpenNearness
from index.library_kind import LibraryKind
from index.ranking import RankedPassage

CALIBRATION_FILE: Final = Path(__file__).parent / "calibration.toml"


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model; ``weights`` in the order of the values that it is given."""

    intercept: float
    weights: Sequence[float]

    def log_odds(self, values: Sequence[float]) -> float:
        """Return the log-odds for some values."""
        pairs = zip(self.weights, values, strict=True)
        return self.intercept + sum(weight * value for weight, value in pairs)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The models for one kind of library, and from which probability a question is answered.

    ``threshold_across``: where the best sentence stands in the other language only. It comes less
    near then, answer or not.
    """

    sentence: Logistic
    answered: Logistic
    follow_up: Logistic
    threshold: float
    threshold_across: float


@dataclass(frozen=True, slots=True)
class JudgedPassage:
    """A passage that was found, with the probability that each of its sentences answers.

    Headings have 0.
    """

    ranked: RankedPassage
    probabilities: tuple[float, ...]

    @property
    def best(self) -> int:
        """The position of the sentence that answers best."""
        return max(range(len(self.probabilities)), key=self.probabilities.__getitem__)

    @property
    def odds(self) -> float:
        """The odds that its best sentence answers."""
        probability = min(max(self.probabilities), 1 - 1e-9)
        return probability / (1 - probability)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found for a question, most probable first, and the probability that it is answered
    at all; ``library``: by which kind of library it was judged."""

    passages: tuple[JudgedPassage, ...]
    answered: float
    threshold: float
    library: LibraryKind

    @property
    def is_answered(self) -> bool:
        """Tell whether the sources answer the question."""
        return self.answered >= self.threshold


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a question: what was searched for, in which language, what was found for it, best
    first, and what the reader makes of that."""

    search: Search
    language: Language
    passages: tuple[RankedPassage, ...]
    judgement: Judgement


@cache
def calibrated() -> Mapping[str, Any]:
    """Return what was calibrated, as it is written."""
    return tomllib.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))


@cache
def calibration(library: LibraryKind) -> Calibration:
    """Return the calibration for a kind of library."""
    values = calibrated()
    of_library = values[library]
    return Calibration(
        Logistic(**of_library["sentence"]),
        Logistic(**of_library["answered"]),
        Logistic(**values["follow_up"]),
        of_library["threshold"],
        of_library["threshold_across"],
    )


def judge(
    found: Sequence[tuple[RankedPassage, Sequence[tuple[int, SentenceSignals]]]],
    language: Language,
    library: LibraryKind,
    left_open: OpenNearness | None,
    followed_up: FollowUpSignals | None = None,
) -> Judgement:
    """Judge what was found for a question in ``language``.

    :param found: each passage with the signals of its sentences by position.
    :param left_open: how near the question is to those that the library leaves open.
    :param followed_up: of a question that follows up on an answer.
    """
    chosen = calibration(library)
    judged = []
    everything: list[tuple[float, SentenceSignals]] = []
    for ranked, of_passage in found:
        probabilities = [0.0] * len(ranked.passage.sentences)
        for position, signals in of_passage:
            log_odds = chosen.sentence.log_odds(as_row(signals))
            everything.append((log_odds, signals))
            if followed_up is not None:
                values = followed_up[ranked.passage.id][position]
                log_odds = chosen.follow_up.log_odds((log_odds, *values))
            probabilities[position] = probability(log_odds)
        judged.append(JudgedPassage(ranked, tuple(probabilities)))
    judged.sort(key=lambda one: -max(one.probabilities))
    if not everything:
        return Judgement((), 0.0, chosen.threshold, library)
    answered = chosen.answered.log_odds(answer_signals(everything, left_open))
    nearest = judged[0].ranked.passage
    is_across = nearest.language != language and not nearest.sentences[judged[0].best].translation
    threshold = chosen.threshold_across if is_across else chosen.threshold
    return Judgement(tuple(judged), probability(answered), threshold, library)


def answer_signals(
    sentences: Sequence[tuple[float, SentenceSignals]], left_open: OpenNearness | None
) -> tuple[float, ...]:
    """Return what tells whether a question is answered.

    The log-odds of the best sentence and of the second, the highest of each signal but the place,
    and how far the question is from those that the library leaves open.

    :param sentences: every sentence's log-odds and signals; at least one.
    """
    ranked = sorted((log_odds for log_odds, _ in sentences), reverse=True)
    second = ranked[1] if len(ranked) > 1 else ranked[0]
    columns = zip(*(as_row(signals)[:-1] for _, signals in sentences), strict=True)
    far = (0.0, 0.0, 0.0)
    if left_open is not None:
        far = (1.0 - left_open.similarity, -left_open.odds, -left_open.learnt)
    return (ranked[0], second, *map(max, columns), *far)


def probability(log_odds: float) -> float:
    """Return the probability, 0 to 1."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, log_odds))))

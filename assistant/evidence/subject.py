"""Whether a question is about the library's subject at all, which vectors can tell."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Final

from assistant.evidence.judgement import Logistic, probability
from corpus import Language
from corpus.words import tokens
from index.library_kind import LibraryKind
from index.ranking import RankedPassage

CALIBRATION_FILE: Final = Path(__file__).parent / "subject.toml"


@dataclass(frozen=True, slots=True)
class Evidence:
    """How near the sources come to a question.

    ``passage``, ``sentence``, ``question``: the highest cosine of any passage, sentence and
    catalogue question; ``coverage``: the share of the question's words, by rarity, that the best
    covering passage of the first three holds.
    """

    passage: float
    sentence: float
    question: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Calibration(Logistic):
    """A logistic model of "this question is about the library's subject"."""

    threshold: float

    def probability(self, evidence: Evidence) -> float:
        """Return the probability, 0 to 1, that the question is about the subject."""
        return probability(self.log_odds(astuple(evidence)))


def measure_evidence(
    passages: Sequence[RankedPassage],
    language: Language,
    word_weights: Mapping[str, float],
) -> Evidence:
    """Measure how near the passages found come to the question."""
    everything = sum(word_weights.values())
    best_covered = 0.0
    for ranked in passages[:3]:
        text = ranked.passage.text_in(language) or ranked.passage.text
        words = set(tokens(" ".join((*ranked.passage.headings_in(language), text)), language))
        covered = sum(weight for word, weight in word_weights.items() if word in words)
        best_covered = max(best_covered, covered)
    return Evidence(
        passage=_highest(ranked.passage_similarity for ranked in passages),
        sentence=_highest(value for ranked in passages for value in ranked.sentence_similarities),
        question=_highest(ranked.question_similarity for ranked in passages),
        coverage=best_covered / everything if everything else 0.0,
    )


@cache
def calibration(library: LibraryKind) -> Calibration:
    """Return the calibration that ``assistant eval calibrate`` has written.

    :param library: ``catalogued`` for one with translations and a catalogue, ``plain`` for bare
        documents, where a question in the other language shares no words with its answer.
    """
    values = tomllib.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    return Calibration(**values[library])


def is_outside_subject(evidence: Evidence, library: LibraryKind) -> bool:
    """Tell whether a question is not about the library at all."""
    chosen = calibration(library)
    return chosen.probability(evidence) < chosen.threshold


def _highest(values: Iterable[float]) -> float:
    return max((value for value in values if not math.isnan(value)), default=0.0)

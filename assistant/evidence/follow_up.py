"""What a question that follows up on an answer wants: mostly not what was said, but what comes next.

The question is read twice: made to stand on its own, where the words of the question before lead
back to its answer, and as it was typed. A logistic model over both, and over where the answer
before was quoted from; fitted by ``python -m eval.training.judgement``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.bold import without_bold
from index.passages import Passage

# How far from what was said a sentence is still near, in characters: e^-1 at this distance.
_NEAR_CHARACTERS: Final = 300
# A shorter sentence is in many answers by chance.
_SAID_CHARACTERS_MIN: Final = 12


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question as it was typed, and the answer before it."""

    question: str
    said: str


@dataclass(frozen=True, slots=True)
class FollowUpSignals:
    """A follow-up and one sentence.

    ``log_odds``: of the sentence for the question made to stand on its own; ``alone``: by the
    reader, for the question as typed; ``said``: 1 if the answer before quotes it; ``after`` and
    ``before``: 1 right behind (in front of) what was quoted, falling to 0 with the distance.
    """

    log_odds: float
    alone: float
    said: float
    after: float
    before: float


def said_stretches(passages: Iterable[Passage], said: str) -> list[tuple[str, int, int]]:
    """Return document, start and end of each sentence that an answer quotes."""
    spoken = " ".join(without_bold(said).split())
    return [
        (passage.document, sentence.start, sentence.end)
        for passage in passages
        for sentence in passage.sentences
        if any(
            len(text) >= _SAID_CHARACTERS_MIN and text in spoken
            for text in (
                " ".join(one.split()) for one in (sentence.text, sentence.translation) if one
            )
        )
    ]


def follow_up_signals(
    passage: Passage,
    position: int,
    log_odds: float,
    alone: float,
    stretches: Sequence[tuple[str, int, int]],
) -> FollowUpSignals:
    """Return the signals of a sentence of a passage."""
    sentence = passage.sentences[position]
    here = [(start, end) for document, start, end in stretches if document == passage.document]
    if any(start < sentence.end and sentence.start < end for start, end in here):
        return FollowUpSignals(log_odds, alone, 1.0, 0.0, 0.0)
    return FollowUpSignals(
        log_odds,
        alone,
        0.0,
        _nearness(sentence.start - end for start, end in here if start < sentence.start),
        _nearness(start - sentence.end for start, end in here if start > sentence.start),
    )


def _nearness(distances: Iterable[int]) -> float:
    return max((math.exp(-max(one, 0) / _NEAR_CHARACTERS) for one in distances), default=0.0)

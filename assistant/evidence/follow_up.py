"""What a question that follows up on an answer wants: mostly not what was said, but what comes next.

The question is read twice: made to stand on its own, where the words of the question before lead
back to its answer, and as it was typed. A logistic model over both, and over where the answer
before was quoted from; fitted by ``python -m eval.training.judgement``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.bold import without_bold
from assistant.evidence.signals import READ_LOG_ODDS_MIN
from corpus import Language, Sentence
from index.passages import Passage
from index.reader.reader import Reader

FollowUpSignals = Mapping[str, Sequence[tuple[float, ...]]]

# How far from what was said a sentence is still near, in characters: e^-1 at this distance.
_NEAR_CHARACTERS: Final = 300
# A shorter sentence is in many answers by chance.
_SAID_CHARACTERS_MIN: Final = 12


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question as it was typed, and the answer before it."""

    question: str
    said: str


def follow_up_signals(
    reader: Reader, passages: Sequence[Passage], language: Language, follow_up: FollowUp
) -> FollowUpSignals:
    """Return the signals of each sentence, by the id of its passage.

    The log-odds by the reader for the question as typed, and :func:`place_signals`.
    """
    stretches = said_stretches(passages, follow_up.said)
    readings = reader.read(follow_up.question, passages, language)
    return {
        passage.id: [
            (max(alone, READ_LOG_ODDS_MIN), *place_signals(passage.document, sentence, stretches))
            for sentence, alone in zip(passage.sentences, reading.sentences, strict=True)
        ]
        for passage, reading in zip(passages, readings, strict=True)
    }


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


def place_signals(
    document: str, sentence: Sentence, stretches: Iterable[tuple[str, int, int]]
) -> tuple[float, float, float]:
    """Return where a sentence stands to what an answer quotes.

    1 if it is quoted; 1 right behind what was quoted, falling to 0 with the distance; the same in
    front of it.
    """
    here = [(start, end) for other, start, end in stretches if other == document]
    if any(start < sentence.end and sentence.start < end for start, end in here):
        return 1.0, 0.0, 0.0
    after = _nearness(sentence.start - end for start, end in here if start < sentence.start)
    before = _nearness(start - sentence.end for start, end in here if start > sentence.start)
    return 0.0, after, before


def _nearness(distances: Iterable[int]) -> float:
    return max((math.exp(-max(one, 0) / _NEAR_CHARACTERS) for one in distances), default=0.0)

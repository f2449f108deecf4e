"""What is known of a question and each sentence that may answer it, as numbers.

The reader's judgement comes first; beside it stand what the searches saw, because they know what
the reader does not: which questions the catalogue says a sentence answers, and how rare a word is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Final

from corpus import Language
from corpus.words import tokens
from index.background import Background
from index.ranking import RankedPassage
from index.reader.reader import Reading

# What the reader says of a sentence beyond its reach, and about the lowest that it ever says.
READ_LOG_ODDS_MIN: Final = -12.0


@dataclass(frozen=True, slots=True)
class SentenceSignals:
    """A question and one sentence.

    ``read``, ``read_passage``: log-odds by the reader of the sentence and its passage;
    ``similarity``, ``passage_similarity``: cosines, in standard deviations above those of questions
    about anything else (:mod:`index.background`); ``asked``, ``passage_asked``: cosine with the
    nearest catalogue question to it; ``covered``, ``passage_covered``: share of the question's
    words, weighted by rarity, that sentence (with its headings) and passage hold; ``known``: the
    share that the library holds anywhere; ``place``: 1 for the passage found first, 1/2 for the
    second.
    """

    read: float
    read_passage: float
    similarity: float
    passage_similarity: float
    asked: float
    passage_asked: float
    covered: float
    passage_covered: float
    known: float
    place: float


def sentence_signals(
    ranked: RankedPassage,
    reading: Reading,
    place: int,
    language: Language,
    word_weights: Mapping[str, float],
    known_words: Set[str],
    background: tuple[Background, Background],
) -> Iterator[tuple[int, SentenceSignals]]:
    """Yield the position and the signals of each sentence that can be quoted.

    :param place: of the passage in the ranking, from 0.
    :param word_weights: rarity of each stemmed word of the question.
    :param known_words: those of them that the library holds.
    :param background: how near other questions come to passages, and to sentences.
    """
    passage = ranked.passage
    positions = range(len(passage.sentences))
    words = [set(tokens(passage.sentence_in(one, language), language)) for one in positions]
    headings = set().union(*words[: passage.headings])
    everything = sum(word_weights.values()) or 1.0
    of_passage, of_sentence = background

    def covered(held: Set[str]) -> float:
        return sum(weight for word, weight in word_weights.items() if word in held) / everything

    passage_covered = covered(set().union(*words))
    for position in positions[passage.headings :]:
        yield (
            position,
            SentenceSignals(
                read=max(reading.sentences[position], READ_LOG_ODDS_MIN),
                read_passage=reading.passage,
                similarity=of_sentence.above(_at(ranked.sentence_similarities, position)),
                passage_similarity=of_passage.above(ranked.passage_similarity),
                asked=_or_zero(_at(ranked.sentence_question_similarities, position)),
                passage_asked=_or_zero(ranked.question_similarity),
                covered=covered(words[position] | headings),
                passage_covered=passage_covered,
                known=covered(known_words),
                place=1 / (place + 1),
            ),
        )


def _at(values: Sequence[float], position: int) -> float:
    return values[position] if values else math.nan


def _or_zero(value: float) -> float:
    return 0.0 if math.isnan(value) else value


# Twenty times faster than dataclasses.astuple, which copies: 5 ms of some 95 for a question.
as_row: Final[Callable[[SentenceSignals], tuple[float, ...]]] = attrgetter(
    *(one.name for one in fields(SentenceSignals))
)
"""Return the signals in the order of their names."""

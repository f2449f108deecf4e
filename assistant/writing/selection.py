"""Which sentences answer a question.

Every sentence of the best passages gets a score: how near it is to the question (vectors), how
many of the question's words it holds (weighted by how rare they are), and how good its passage
is. The best few are taken, as few as will do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from corpus import Language, Sentence
from index.keywords import tokens
from index.ranking import RankedPassage


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a ranked passage and how well it answers, about 0 to 1."""

    ranked: RankedPassage
    position: int
    score: float

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.ranked.passage.sentences[self.position]


# Shares of the three parts. Chosen on the question set: see eval/choices.md.
_NEARNESS: Final = 0.5
_WORDS: Final = 0.3
_PASSAGE: Final = 0.2


def score_sentences(
    passages: Sequence[RankedPassage],
    question: str,
    language: Language,
    word_weights: Mapping[str, float],
) -> list[ScoredSentence]:
    """Score every sentence of the passages, best first.

    :param word_weights: weight per stemmed word of the question, higher for rarer words.
    """
    if not passages:
        return []
    wanted = {word: word_weights.get(word, 0.0) for word in set(tokens(question, language))}
    everything = sum(wanted.values())
    top, low = passages[0].score, passages[-1].score
    scored = []
    for ranked in passages:
        place = (ranked.score - low) / (top - low) if top > low else 1.0
        for position, sentence in enumerate(ranked.passage.sentences):
            words = set(tokens(_in_language(sentence, ranked, language), language))
            overlap = sum(weight for word, weight in wanted.items() if word in words)
            near = (
                ranked.sentence_similarities[position] if ranked.sentence_similarities else math.nan
            )
            score = (
                _NEARNESS * (0.0 if math.isnan(near) else max(0.0, near))
                + _WORDS * (overlap / everything if everything else 0.0)
                + _PASSAGE * place
            )
            scored.append(ScoredSentence(ranked, position, score))
    return sorted(scored, key=lambda one: -one.score)


def _in_language(sentence: Sentence, ranked: RankedPassage, language: Language) -> str:
    if language == ranked.passage.language or sentence.translation is None:
        return sentence.text
    return sentence.translation

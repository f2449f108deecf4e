"""Whether a question fits several things rather than one, and which: then it is asked back.

A logistic model over what the question says and how much of it carries meaning in the library. It
is fitted by ``python -m eval.training.judgement``; its figures are in eval/choices.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.judgement import Logistic, calibrated
from assistant.understanding.turns import vague
from corpus import Language
from index.reader.reader import Reader
from index.retriever import HybridRetriever

_READINGS_MAX: Final = 3


def vagueness_signals(
    question: str, vector: NDArray[np.float32], word_weights: Mapping[str, float]
) -> tuple[float, ...]:
    """Return what it says, as log-odds, its words, those that carry meaning, and the rarest."""
    rarest = max(word_weights.values(), default=0.0)
    words = len(question.split())
    return (vague.log_odds(question, vector), float(words), float(len(word_weights)), rarest)


def is_vague(question: str, vector: NDArray[np.float32], word_weights: Mapping[str, float]) -> bool:
    """Tell whether a question is too vague to answer.

    :param vector: of the question, embedded as a query by the bundled model; shape ``(384,)``.
    :param word_weights: rarity of each stemmed word of the question.
    """
    model = Logistic(**calibrated()["unclear"])
    # Then 0.007 of the answerable questions are asked back (eval/choices.md).
    return model.log_odds(vagueness_signals(question, vector, word_weights)) >= 0


def readings_of(
    question: str, asked_in: Language, language: Language, search: HybridRetriever, reader: Reader
) -> tuple[str, ...]:
    """Return two or three clear questions that a vague one may mean, or none.

    :return: those of the catalogue that come nearest, in ``language``, each to another section.
    """
    found: dict[tuple[str, ...], str] = {}
    for passage, known in search.nearest_questions(question, asked_in, language):
        section = (passage.document, *passage.section)
        if section in found or known in found.values():
            continue
        if not is_vague(known, reader.vector(known), search.index.word_weights(known, language)):
            found[section] = known
        if len(found) == _READINGS_MAX:
            break
    return tuple(found.values()) if len(found) > 1 else ()

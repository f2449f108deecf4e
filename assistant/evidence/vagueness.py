"""Whether a question fits several things rather than one, and is to be asked back.

A logistic model over what the question says and how much of it carries meaning in the library. It
is fitted by ``python -m eval.training.judgement``; its figures are in eval/choices.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.judgement import Logistic, calibrated
from assistant.understanding.turns import vague


def is_vague(question: str, vector: NDArray[np.float32], word_weights: Mapping[str, float]) -> bool:
    """Tell whether a question is too vague to answer.

    :param vector: of the question, embedded as a query by the bundled model; shape ``(384,)``.
    :param word_weights: rarity of each stemmed word of the question.
    """
    model = Logistic(**calibrated()["unclear"])
    signals = vagueness_signals(question, vector, word_weights)
    # Then 0.007 of the answerable questions are asked back (eval/choices.md).
    return model.log_odds(signals) >= 0


def vagueness_signals(
    question: str, vector: NDArray[np.float32], word_weights: Mapping[str, float]
) -> tuple[float, ...]:
    """Return what it says, as log-odds, its words, those that carry meaning, and the rarest."""
    rarest = max(word_weights.values(), default=0.0)
    words = len(question.split())
    return (vague.log_odds(question, vector), float(words), float(len(word_weights)), rarest)

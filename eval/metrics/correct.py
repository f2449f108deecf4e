"""Correct answers: the one figure that nothing else makes up for."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Answer
from eval.metrics.facts import fact_recall


def is_correct(answer: Answer, facts: Sequence[Sequence[str]], is_answerable: bool) -> bool:
    """Tell whether an answer is correct.

    To an answerable question: not a refusal, all facts in it, at least one citation. To an
    unanswerable one: a refusal. The mean is the accuracy over the whole set, so that an assistant
    that never refuses and one that always does both pay for it.
    """
    if not is_answerable:
        return answer.is_refusal
    is_complete = fact_recall(answer.plain_text, facts) in (None, 1.0)
    return not answer.is_refusal and is_complete and bool(answer.citations)

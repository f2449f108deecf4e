"""Precision and recall of refusing.

"Refused" is the predicted class and "unanswerable" the true one, as in Rajpurkar, Jia & Liang 2018
("Know What You Don't Know: Unanswerable Questions for SQuAD"). Each function gives its value for
one question, so that its mean over the questions it applies to is the precision or the recall.
"""

from __future__ import annotations


def refusal_precision(is_refusal: bool, is_answerable: bool) -> float | None:
    """Of a refusal: 1 if it was due, 0 if the question has an answer; ``None`` of an answer.

    Mean: ``|refused and unanswerable| / |refused|``.
    """
    return float(not is_answerable) if is_refusal else None


def refusal_recall(is_refusal: bool, is_answerable: bool) -> float | None:
    """Of an unanswerable question: 1 if it was refused, else 0; ``None`` of an answerable one.

    Mean: ``|refused and unanswerable| / |unanswerable|``.
    """
    return None if is_answerable else float(is_refusal)

"""nDCG@k: are the passages with evidence near the top?"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2


def ndcg_at(is_relevant: Sequence[bool], relevant_count: int, k: int = 10) -> float:
    """nDCG@k with binary relevance: a passage that holds some evidence counts 1, any other 0.

    ``DCG@k = Σ rel(i) / log2(i + 1)`` over the ranks i = 1 … k, divided by the DCG@k of a perfect
    ranking, in which the first ``min(k, relevant_count)`` passages are relevant (Järvelin &
    Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques"; the discount log2(i + 1)
    is the one that TREC uses). A question whose evidence no passage holds scores 0: it cannot be
    found, and that is a fault of the cutting, not of the question.

    :param is_relevant: per passage, best first, whether it holds some evidence.
    :param relevant_count: how many passages of the whole index hold some evidence.
    """
    gain = sum(1 / log2(rank + 1) for rank, hit in enumerate(is_relevant[:k], start=1) if hit)
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(k, relevant_count) + 1))
    return gain / ideal if ideal else 0.0

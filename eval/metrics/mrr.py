"""MRR@k: how far down is the first passage with evidence?"""

from __future__ import annotations

from collections.abc import Sequence


def reciprocal_rank_at(is_relevant: Sequence[bool], k: int = 10) -> float:
    """Reciprocal rank: ``1 / rank`` of the first relevant passage, 0 if none of the first k is.

    Its mean is the MRR@k (Voorhees 1999, "The TREC-8 Question Answering Track Report").

    :param is_relevant: per passage, best first, whether it holds some evidence.
    """
    for rank, hit in enumerate(is_relevant[:k], start=1):
        if hit:
            return 1 / rank
    return 0.0

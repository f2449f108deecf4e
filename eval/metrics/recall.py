"""Hit@k and Recall@k: is the evidence among the first k passages?

Two names that are often confused: with one right passage per question they are the same, with
several pieces of evidence they are not, so both are given.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence


def hit_at(held: Sequence[Collection[int]], k: int) -> float:
    """Hit@k: 1 if some passage among the first k holds some evidence, else 0.

    Its mean is the share of questions for which a reader of k passages has a piece of evidence
    (also called success@k or hit rate).

    :param held: per passage, best first, the positions of the evidence that it holds.
    """
    return float(any(held[:k]))


def recall_at(held: Sequence[Collection[int]], evidence_count: int, k: int) -> float:
    """Recall@k: the share of the evidence items that the first k passages hold together.

    ``|evidence in the first k| / |evidence|`` (Manning, Raghavan & Schütze 2008, "Introduction to
    Information Retrieval", chapter 8, with evidence items in the place of documents).

    :param evidence_count: how many evidence items the question has, at least 1.
    """
    found = {position for positions in held[:k] for position in positions}
    return len(found) / evidence_count

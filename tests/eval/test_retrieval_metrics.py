"""Each metric of retrieval against an example worked out by hand."""

from __future__ import annotations

import pytest

from eval.metrics.mrr import reciprocal_rank_at
from eval.metrics.ndcg import ndcg_at
from eval.metrics.recall import hit_at, recall_at

# Five passages; the second holds evidence 0, the fourth evidence 0 and 2. There are 3 items.
HELD: list[set[int]] = [set(), {0}, set(), {0, 2}, set()]


def test_hit_at_k_asks_for_any_evidence_among_the_first_k() -> None:
    assert hit_at(HELD, 1) == 0
    assert hit_at(HELD, 2) == 1
    assert hit_at([], 5) == 0


def test_recall_at_k_counts_each_evidence_item_once() -> None:
    assert recall_at(HELD, 3, 1) == 0
    assert recall_at(HELD, 3, 3) == pytest.approx(1 / 3)
    assert recall_at(HELD, 3, 5) == pytest.approx(2 / 3)


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    # Relevant at ranks 1 and 3, three relevant passages in the index:
    # DCG = 1/log2(2) + 1/log2(4) = 1 + 0.5; ideal = 1 + 1/log2(3) + 0.5 = 2.1309.
    assert ndcg_at([True, False, True, False], 3) == pytest.approx(1.5 / 2.130930, abs=1e-6)


def test_ndcg_of_a_perfect_ranking_is_one_even_when_k_is_too_small_for_all() -> None:
    assert ndcg_at([True, True], 5, k=2) == pytest.approx(1.0)


def test_ndcg_sees_nothing_beyond_k() -> None:
    assert ndcg_at([False, False, True], 1, k=2) == 0


def test_ndcg_of_evidence_that_no_passage_holds_is_zero() -> None:
    assert ndcg_at([False, False], 0) == 0


def test_reciprocal_rank_is_that_of_the_first_relevant_passage() -> None:
    assert reciprocal_rank_at([False, False, True, True]) == pytest.approx(1 / 3)
    assert reciprocal_rank_at([False, False, True], k=2) == 0
    assert reciprocal_rank_at([]) == 0

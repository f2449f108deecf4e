"""Tests of the difference between two runs, against p-values worked out by hand."""

from __future__ import annotations

import pytest

from eval.metrics.paired import mcnemar_p, randomisation_p


def test_mcnemar_counts_the_questions_that_changed_as_throws_of_a_coin() -> None:
    # Of 6 throws, none or six heads: 2 × 1/64. One of 4: (1 + 4) / 16, twice.
    assert mcnemar_p(0, 6) == pytest.approx(2 / 64)
    assert mcnemar_p(1, 3) == pytest.approx(2 * 5 / 16)


def test_mcnemar_finds_nothing_where_nothing_changed_or_as_much_each_way() -> None:
    assert mcnemar_p(0, 0) == 1.0
    assert mcnemar_p(3, 3) == 1.0


def test_randomisation_counts_the_choices_of_signs_that_are_at_least_as_far() -> None:
    # ±1 ±2: the sums 3, -1, 1, -3; of four, two are at least as far from 0 as 3.
    assert randomisation_p([1.0, 2.0, 0.0]) == pytest.approx(2 / 4)
    # Four equal rises: only all plus and all minus, 2 of 16.
    assert randomisation_p([0.5] * 4) == pytest.approx(2 / 16)


def test_randomisation_of_no_difference_is_one() -> None:
    assert randomisation_p([0.0, 0.0]) == 1.0
    assert randomisation_p([]) == 1.0


def test_many_differences_are_drawn_the_same_way_every_time() -> None:
    rises = [0.1] * 20 + [-0.1] * 4
    assert randomisation_p(rises) == randomisation_p(rises)
    # 16 or more of 24 throws too many, either way: 2 × P(X ≤ 4) of 24 = 0.0015.
    assert randomisation_p(rises) == pytest.approx(0.0015, abs=0.001)
    assert randomisation_p([0.1] * 40) > 0

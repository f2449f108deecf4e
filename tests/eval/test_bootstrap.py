"""The interval around a mean against probabilities worked out by hand."""

from __future__ import annotations

import pytest

from eval.metrics.bootstrap import Interval, mean_interval


def test_the_interval_of_one_hit_in_four_reaches_from_none_to_three() -> None:
    # Of four draws with chance 1/4: none with chance 0.316 (so the low end is 0); three or more
    # with 0.051 and four with 0.004 (so the 97.5th percentile is 3/4).
    assert mean_interval([0, 0, 1, 0]) == Interval(0.25, 0.0, 0.75, 4)


def test_the_interval_of_equal_values_is_that_value() -> None:
    assert mean_interval([0.5, 0.5, 0.5]) == Interval(0.5, 0.5, 0.5, 3)


def test_the_same_values_always_give_the_same_interval() -> None:
    values = [0.1, 0.4, 0.7, 0.9, 0.2]
    assert mean_interval(values) == mean_interval(values)


def test_the_interval_narrows_with_the_number_of_values() -> None:
    few, many = mean_interval([0, 1] * 10), mean_interval([0, 1] * 200)
    assert many.high - many.low < few.high - few.low
    # The standard error of 400 draws with chance 1/2 is 0.025; the interval is 1.96 of it each way.
    assert many.high - many.low == pytest.approx(4 * 0.0245, abs=0.01)


def test_a_mean_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        mean_interval([])

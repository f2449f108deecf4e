"""Latency, the curve of refusals, follow-ups and floors, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from math import exp
from pathlib import Path

import pytest

from assistant.errors import UsageProblem
from eval.figures import figures
from eval.floors import below_floors, read_floors
from eval.follow_ups import follow_up_figures
from eval.latency import latencies, stage_latency
from eval.refusal_curve import RefusalPoint, refusal_curve
from eval.run import Run

# Probability = 1 / (1 + exp(-nearness)): the nearness for a wanted probability is its log-odds.
CALIBRATION = {"intercept": 0.0, "weights": [1.0, 0.0, 0.0, 0.0], "threshold": 0.5}
NEAR, HALFWAY, FAR = (3.0, 0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), (-1.0, 0.0, 0.0, 0.0)


def test_percentiles_lie_between_the_values() -> None:
    # Of 1 … 5: the middle is 3; 95 % of the way from the first to the last, 4.8.
    found = stage_latency("write", [5.0, 1.0, 3.0, 2.0, 4.0])
    assert (found.median_ms, found.p95_ms, found.count) == (3.0, pytest.approx(4.8), 5)


def test_every_stage_has_its_latency(mill_run: Run) -> None:
    (total,) = latencies(mill_run.results)
    assert (total.stage, total.median_ms, total.count) == ("total", 1.0, 4)


@pytest.fixture
def nearness_run(mill_run: Run) -> Run:
    """Answered near; answered halfway; answered though far, as by name; refused for being far."""
    first, second, third, fourth = mill_run.results
    outside = {**fourth.reply, "outcome": "outside_subject"}
    return replace(
        mill_run,
        results=(
            replace(first, nearness=NEAR),
            replace(second, nearness=HALFWAY),
            replace(third, nearness=FAR),
            replace(fourth, nearness=FAR, reply=outside),
        ),
    )


def at(curve: tuple[RefusalPoint, ...], threshold: float) -> RefusalPoint:
    return next(one for one in curve if abs(one.threshold - threshold) < 1e-9)


def test_the_curve_at_the_threshold_in_use_is_what_happened(nearness_run: Run) -> None:
    now = at(refusal_curve(nearness_run.results, CALIBRATION), 0.5)
    assert (now.precision, now.recall, now.answerable_refused) == (1.0, 1.0, 0.0)


def test_the_curve_tells_what_other_thresholds_would_refuse(nearness_run: Run) -> None:
    curve = refusal_curve(nearness_run.results, CALIBRATION)
    # Below 1 / (1 + e) = 0.27 the last is answered too.
    assert 1 / (1 + exp(1)) == pytest.approx(0.27, abs=0.01)
    low = at(curve, 0.2)
    assert (low.precision, low.recall, low.answerable_refused) == (None, 0.0, 0.0)
    # Above 1 / (1 + 1/e) = 0.73 the second is refused; the third, let through by name, never is.
    high = at(curve, 0.8)
    assert (high.precision, high.recall) == (1 / 2, 1.0)
    assert high.answerable_refused == pytest.approx(1 / 3)
    assert at(curve, 1.0).answerable_refused == pytest.approx(2 / 3)


def test_a_refusal_on_other_grounds_does_not_hang_on_the_threshold(nearness_run: Run) -> None:
    *others, last = nearness_run.results
    by_form = replace(last, nearness=NEAR, reply={**last.reply, "outcome": "not_in_sources"})
    greeting = replace(by_form, nearness=None)
    for refused in (by_form, greeting):
        curve = refusal_curve([*others, refused], CALIBRATION)
        assert all(point.recall == 1.0 for point in curve)


def test_follow_ups_are_compared_with_the_question_as_typed(mill_run: Run) -> None:
    assert follow_up_figures(mill_run.results) == ()
    first, second, *_ = mill_run.results
    asked = [
        replace(first, alone={**first.scores, "hit_at_1": 0.0, "correct": 0.0}),
        replace(second, alone=second.scores),
    ]
    hit, *_, correct = follow_up_figures(asked)
    assert (hit.measure, hit.alone.mean, hit.understood.mean) == ("hit_at_1", 0.0, 1 / 2)
    assert (correct.measure, correct.alone.mean, correct.understood.mean) == ("correct", 0.0, 1 / 2)


def test_what_is_below_its_floor_is_named(mill_run: Run, tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text("[floors]\ncorrect = 0.8\nverbatim = 1.0\njudged_support = 0.5\n", "utf-8")
    everything = figures(mill_run.results)[0]
    assert below_floors(everything, read_floors(path)) == [
        "correct is 0.750, not 0.8 or more (n = 4)",
        "judged_support was not measured",
    ]


def test_a_floor_for_no_figure_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text("[floors]\ncorect = 0.8\n", "utf-8")
    with pytest.raises(UsageProblem, match="'corect' is not a figure"):
        read_floors(path)


def test_the_shipped_floors_are_figures_below_one() -> None:
    floors = read_floors(Path(__file__).parents[2] / "eval" / "floors.toml")
    assert {"correct", "hit_at_5", "verbatim", "refusal_recall"} <= set(floors)
    assert all(0 < floor <= 1 for floor in floors.values())

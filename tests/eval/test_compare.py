"""Two runs side by side, with what must come out worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.errors import UsageProblem
from eval.commands import app
from eval.compare import Comparison, Difference, compare
from eval.errors import BelowFloor, EvaluationError
from eval.record import run_record, write_json
from eval.run import Run

Worse = Callable[[Run], Run]


@pytest.fixture
def worse() -> Worse:
    """Make a run in which the first question went wrong and the second cites the evidence."""

    def make(run: Run) -> Run:
        first, second, *rest = run.results
        first = replace(first, scores={**first.scores, "correct": 0.0, "ndcg_at_10": 0.5})
        second = replace(second, scores={**second.scores, "citation_hit": 1.0})
        return replace(run, label="after", results=(first, second, *rest))

    return make


def difference(found: Comparison, name: str) -> Difference:
    return next(one for one in found.differences if one.measure.name == name)


def test_a_run_does_not_differ_from_itself(mill_run: Run) -> None:
    found = compare(mill_run, mill_run)
    assert found.changes == ()
    assert found.shared == 4
    for one in found.differences:
        assert (one.mean, one.low, one.high, one.p_value) == (0, 0, 0, 1)
        assert (one.better, one.worse) == (0, 0)
        assert not one.is_significant


def test_what_changed_is_counted_and_named_question_by_question(
    mill_run: Run, worse: Worse
) -> None:
    found = compare(mill_run, worse(mill_run))
    correct = difference(found, "correct")
    assert (correct.before, correct.after, correct.count) == (3 / 4, 2 / 4, 4)
    assert (correct.better, correct.worse) == (0, 1)
    assert correct.p_value == 1, "one question is no proof"
    assert difference(found, "citation_hit").better == 1
    assert {(one.question, one.measure, one.is_better) for one in found.changes} == {
        ("q1", "correct", False),
        ("q1", "ndcg_at_10", False),
        ("q2", "citation_hit", True),
    }


def test_many_questions_that_all_got_worse_are_more_than_chance(mill_run: Run) -> None:
    (first, *_) = mill_run.results
    many = [
        replace(first, question=replace(first.question, id=f"q{number}")) for number in range(10)
    ]
    before = replace(mill_run, results=tuple(many))
    after = replace(
        before,
        results=tuple(replace(one, scores={**one.scores, "correct": 0.0}) for one in many),
    )
    correct = difference(compare(before, after), "correct")
    assert correct.p_value == pytest.approx(2 / 2**10)
    assert correct.is_significant
    assert (correct.low, correct.high) == (-1, -1)


def test_more_words_are_worse(mill_run: Run) -> None:
    results = tuple(
        replace(one, scores={**one.scores, "words": (one.scores["words"] or 0) + 5})
        for one in mill_run.results
    )
    words = difference(compare(mill_run, replace(mill_run, results=results)), "words")
    assert (words.better, words.worse) == (0, 4)


def test_only_questions_of_both_runs_count(mill_run: Run) -> None:
    shorter = replace(mill_run, results=mill_run.results[:2])
    found = compare(mill_run, shorter)
    assert (found.shared, found.only_before, found.only_after) == (2, 2, 0)
    none = replace(mill_run, results=())
    with pytest.raises(EvaluationError, match="no question in common"):
        compare(mill_run, none)


@pytest.fixture
def files(mill_run: Run, worse: Worse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The two runs as ``before`` and ``after`` in the folder of runs."""
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    write_json(run_record(mill_run), tmp_path / "runs" / "before.json")
    write_json(run_record(worse(mill_run)), tmp_path / "runs" / "after.json")
    return tmp_path / "runs"


def test_the_command_shows_better_and_worse(files: Path) -> None:
    result = CliRunner().invoke(app, ["compare", "before", str(files / "after.json")])
    assert result.exit_code == 0, result.output
    assert "Worse in 1 of 4 questions:" in result.stdout
    assert "ndcg_at_10 1.00 → 0.50, correct 1.00 → 0.00" in result.stdout
    assert "Better in 1 of 4 questions:" in result.stdout
    as_json = CliRunner().invoke(app, ["compare", "before", "after", "--json"])
    record = json.loads(as_json.stdout)
    assert record["questions"] == 4
    assert {one["figure"] for one in record["differences"]} >= {"correct", "words"}


def test_a_figure_that_falls_too_far_fails_the_command(files: Path) -> None:
    assert files.is_dir()

    def error(*options: str) -> BaseException | None:
        return CliRunner().invoke(app, ["compare", "before", "after", *options]).exception

    assert error("--max-drop", "correct=0.25") is None
    assert error("--fail-under", "correct=0.5") is None
    fell = error("--max-drop", "correct=0.2")
    assert isinstance(fell, BelowFloor)
    assert str(fell) == "correct fell from 0.750 to 0.500, more than 0.2."
    low = error("--fail-under", "correct=0.6", "--fail-under", "judged_support=0.5")
    assert isinstance(low, BelowFloor)
    assert "correct is 0.500, not 0.6 or more" in str(low)
    assert "judged_support was not measured in both runs" in str(low)


@pytest.mark.parametrize("limit", ["correct", "correct=much", "corect=0.9"])
def test_a_limit_that_is_none_is_wrong_use(limit: str, files: Path) -> None:
    assert files.is_dir()
    result = CliRunner().invoke(app, ["compare", "before", "after", "--max-drop", limit])
    assert isinstance(result.exception, UsageProblem)

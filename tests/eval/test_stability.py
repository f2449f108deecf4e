"""Wordings of one question: the share of groups that cite one place in all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.results import Result
from eval.run import Run
from eval.stability import stability


def grouped(run: Run, *groups: str | None) -> list[Result]:
    """Return the first, answerable result of a run once per group."""
    first = run.results[0]
    assert first.question.is_answerable
    return [replace(first, question=replace(first.question, group=group)) for group in groups]


def elsewhere(result: Result) -> Result:
    """Return a result that cites another document."""
    cited = [{**one, "document": "ander"} for one in result.reply["citations"]]
    return replace(result, reply={**result.reply, "citations": cited})


def test_a_group_is_stable_when_all_its_wordings_cite_one_place(mill_run: Run) -> None:
    one, two, three, four = grouped(mill_run, "a", "a", "b", "b")
    found = stability([one, two, three, elsewhere(four)])
    assert found is not None
    assert (found.count, found.mean) == (2, pytest.approx(0.5))


def test_a_wording_that_is_refused_makes_its_group_unstable(mill_run: Run) -> None:
    one, two = grouped(mill_run, "a", "a")
    refused = replace(two, reply={**two.reply, "citations": []})
    found = stability([one, refused])
    assert found is not None
    assert found.mean == 0


def test_without_groups_there_is_nothing_to_tell(mill_run: Run) -> None:
    assert stability(grouped(mill_run, None, None)) is None
    assert stability(grouped(mill_run, "a", "b")) is None

"""A run of four questions whose figures are worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from io import StringIO
from math import log2
from typing import Any

import pytest
from rich.console import Console

from assistant.answer import Citation, Reply
from assistant.errors import QuestionError
from eval.errors import QuestionFailed
from eval.figures import Group, figures
from eval.questions import Question
from eval.record import run_record
from eval.run import Run, run
from eval.scores import MEASURES
from eval.table import markdown_tables, terminal_tables

Reply_ = Callable[..., Reply]
Scripted = Callable[[Mapping[str, Reply]], Any]


@pytest.fixture
def replies(
    mill_questions: tuple[Question, ...], cite: Callable[..., Citation], reply_with: Reply_
) -> dict[str, Reply]:
    """q1 right; q2 wrong and with the evidence second; q3 half; q4 refused."""
    wind = cite("molen", "De molen draait op wind.", 1)
    mill = cite("mill", "The mill runs on wind.", 2)
    prepared = (
        reply_with("De molen draait op de wind [1].", wind, found=("molen",)),
        reply_with("De molenaar van het dorp [2].", mill, found=("molen", "mill")),
        reply_with("It all runs on the wind [1] [2].", wind, mill, language="en", found=("molen",)),
        reply_with("That is not in these sources.", language="en", outcome="not_in_sources"),
    )
    return {question.text: reply for question, reply in zip(mill_questions, prepared, strict=True)}


@pytest.fixture
def mill_run(
    scripted: Scripted, replies: dict[str, Reply], mill_questions: tuple[Question, ...]
) -> Run:
    """The run of the four questions."""
    return run(scripted(replies), mill_questions)


def means(groups: tuple[Group, ...], name: str) -> dict[str, float | None]:
    group = next(group for group in groups if group.name == name)
    return {measure: figure.mean if figure else None for measure, figure in group.figures.items()}


def test_every_figure_of_the_run_is_as_worked_out_by_hand(mill_run: Run) -> None:
    found = means(figures(mill_run), "all")
    assert found == {
        # Three answerable questions: evidence at rank 1, at rank 2, and at rank 1 (half of it).
        "hit_at_1": pytest.approx(2 / 3),
        "hit_at_5": 1,
        "hit_at_10": 1,
        "recall_at_5": pytest.approx((1 + 1 + 0.5) / 3),
        "recall_at_10": pytest.approx((1 + 1 + 0.5) / 3),
        # q2: 1/log2(3); q3: one of two relevant passages, at rank 1.
        "ndcg_at_10": pytest.approx((1 + 1 / log2(3) + 1 / (1 + 1 / log2(3))) / 3),
        "mrr_at_10": pytest.approx((1 + 0.5 + 1) / 3),
        # q2 lacks its fact; q4 is rightly refused.
        "correct": 3 / 4,
        "fact_recall": pytest.approx(2 / 3),
        # q2 cites another sentence of the right document; q3 cites one of two rightly.
        "citation_hit": pytest.approx(2 / 3),
        "citation_precision": pytest.approx((1 + 0 + 0.5) / 3),
        # Told in words of their own, not in those of the quotations.
        "citation_recall": 0,
        "verbatim": 1,
        "refusal_precision": 1,
        "refusal_recall": 1,
        "answer_language": 1,
        "words": (6 + 5 + 6 + 6) / 4,
    }


def test_figures_are_grouped_by_kind_and_by_direction(mill_run: Run) -> None:
    groups = figures(mill_run)
    assert [(group.grouping, group.name, group.questions) for group in groups] == [
        ("all", "all", 4),
        ("kind", "fact", 1),
        ("kind", "cross_lingual", 1),
        ("kind", "synthesis", 1),
        ("kind", "unanswerable", 1),
        ("direction", "nl→nl", 1),
        ("direction", "nl→en", 1),
        ("direction", "both", 1),
    ]
    assert means(groups, "nl→en")["hit_at_1"] == 0
    assert means(groups, "unanswerable")["hit_at_1"] is None


def test_history_goes_with_the_question(
    scripted: Scripted, replies: dict[str, Reply], mill_questions: tuple[Question, ...]
) -> None:
    assistant = scripted(replies)
    run(assistant, mill_questions)
    assert assistant.asked == [(question.text, question.history) for question in mill_questions]


def test_a_question_that_is_not_accepted_is_named(
    scripted: Scripted, mill_questions: tuple[Question, ...]
) -> None:
    class Refusing(dict[str, Reply]):
        def __missing__(self, question: str) -> Reply:
            raise QuestionError("question_too_long", "Too long.")

    with pytest.raises(QuestionFailed, match="Question q1 was not accepted"):
        run(scripted(Refusing()), mill_questions)


def test_the_record_holds_everything_and_is_the_same_for_the_same_run(
    scripted: Scripted, replies: dict[str, Reply], mill_questions: tuple[Question, ...]
) -> None:
    records = []
    for _ in range(2):
        done = run(scripted(replies), mill_questions)
        record = run_record(done, figures(done), "test", {"passages": 10})
        records.append({name: value for name, value in record.items() if name != "created"})
    assert records[0] == records[1]
    record = json.loads(json.dumps(records[0]))
    assert record["label"] == "test"
    assert record["settings"] == {"passages": 10}
    assert record["versions"]["numpy"]
    assert len(record["corpus_hash"]) == 64
    assert len(record["figures"]) == 8
    second = record["results"][1]
    assert second["question"]["direction"] == "nl→en"
    assert second["reply"]["citations"][0]["quote"] == "The mill runs on wind."
    assert second["reply"]["timings_ms"] == {"total": 1.0}
    assert second["scores"]["mrr_at_10"] == 0.5


def test_tables_show_every_group_and_measure(mill_run: Run) -> None:
    groups = figures(mill_run)
    console = Console(width=180, record=True, file=StringIO())
    for table in terminal_tables(groups):
        console.print(table)
    for text in (console.export_text(), markdown_tables(groups)):
        for group in groups:
            assert group.name in text
        for measure in MEASURES:
            assert measure.title in text
    assert "| nl→en | 1 | 0.00 | 1.00 | 1.00 | 1.00 | 1.00 | 0.63 | 0.50 |" in markdown_tables(
        groups
    )

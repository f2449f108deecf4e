"""A run of four questions whose figures are worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import StringIO
from math import log2
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from assistant.answer import Reply, Turn
from assistant.errors import QuestionError
from eval.errors import QuestionFailed, RunUnreadable
from eval.figures import Group, figures
from eval.questions import Question
from eval.record import read_run, run_record, write_json
from eval.run import Run, ask_questions
from eval.scores import MEASURES
from eval.table import markdown_tables, terminal_tables
from eval.texts import measure_title

Scripted = Callable[[Mapping[str, Reply]], Any]


def means(groups: tuple[Group, ...], name: str) -> dict[str, float | None]:
    group = next(group for group in groups if group.name == name)
    return {measure: figure.mean if figure else None for measure, figure in group.figures.items()}


def test_every_figure_of_the_run_is_as_worked_out_by_hand(mill_run: Run) -> None:
    found = means(figures(mill_run.results), "all")
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
        # No chat model wrote.
        "statement_support": None,
        "reattributed": None,
        "dropped": None,
        "fallback": None,
        "first_text_s": None,
        "verified_s": None,
        # Nobody judged.
        "judged_support": None,
        "judged_completeness": None,
    }


def test_figures_are_grouped_by_kind_and_by_direction(mill_run: Run) -> None:
    groups = figures(mill_run.results)
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
    ask_questions(assistant, mill_questions)
    assert assistant.asked == [(question.text, question.history) for question in mill_questions]


def test_a_question_that_is_not_accepted_is_named(
    scripted: Scripted, mill_questions: tuple[Question, ...]
) -> None:
    class Refusing(dict[str, Reply]):
        def __missing__(self, question: str) -> Reply:
            raise QuestionError("question_too_long", "Too long.")

    with pytest.raises(QuestionFailed, match="Question q1 was not accepted"):
        ask_questions(scripted(Refusing()), mill_questions)


def test_a_follow_up_is_asked_alone_as_well(
    scripted: Scripted, replies: dict[str, Reply], mill_questions: tuple[Question, ...]
) -> None:
    history = (Turn("user", "Waar staat de molen?"), Turn("assistant", "Aan de dijk."))
    follow_up = replace(mill_questions[0], history=history)
    assistant = scripted(replies)
    (result,) = ask_questions(assistant, [follow_up])
    assert assistant.asked == [(follow_up.text, history), (follow_up.text, ())]
    assert result.alone == result.scores


def test_the_record_holds_everything_and_can_be_read_back(mill_run: Run, tmp_path: Path) -> None:
    record = run_record(mill_run)
    assert record["label"] == "mill"
    assert record["conditions"]["settings"]["chat_model"] is None
    assert len(record["figures"]) == 8
    second = record["results"][1]
    assert second["direction"] == "nl→en"
    assert second["reply"]["citations"][0]["quote"] == "The mill runs on wind."
    assert second["reply"]["timings_ms"] == {"total": 1.0}
    assert second["scores"]["mrr_at_10"] == 0.5
    write_json(record, tmp_path / "runs" / "mill.json")
    read = read_run(tmp_path / "runs" / "mill.json")
    assert run_record(read) == record
    assert read.results == mill_run.results


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "There is no run in"),
        ("{", "is not JSON"),
        ("[]", "was not written by this version"),
        ('{"format": 1}', "was not written by this version"),
        ('{"format": 2, "label": "x"}', "is damaged"),
    ],
)
def test_a_record_that_cannot_be_read_is_one_line(
    content: str | None, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(RunUnreadable, match=reason):
        read_run(path)


def test_tables_show_every_group_and_what_was_measured(mill_run: Run) -> None:
    groups = figures(mill_run.results)
    console = Console(width=220, record=True, file=StringIO())
    for table in terminal_tables(groups):
        console.print(table)
    measured = [measure for measure in MEASURES if groups[0].figures[measure.name]]
    for text in (console.export_text(), markdown_tables(groups)):
        for name in ("all", "kind: fact", "kind: unanswerable", "nl→en", "evidence in both"):
            assert name in text
        assert all(measure_title(measure.name) in text for measure in measured)
        assert "(judged)" not in text, "nothing was judged"
    row = "| nl→en | 1 | 0.00 | 1.00 | 1.00 | 1.00 | 1.00 | 0.63 | 0.50 |"
    assert row in markdown_tables(groups)

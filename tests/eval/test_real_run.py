"""A small run through the real assistant."""

from __future__ import annotations

import pytest
from rich.console import Console

from assistant import Assistant
from eval import SHIPPED_QUESTIONS
from eval.figures import figures
from eval.questions import read_questions
from eval.run import ask_questions
from eval.table import terminal_tables

# A fact, a list, a question across languages, a follow-up, and one that nobody can answer.
ASKED = ("q001", "q036", "q050", "q084", "q097")


def test_five_questions_through_the_real_assistant(
    assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = [
        question
        for question in read_questions(SHIPPED_QUESTIONS, assistant.documents)
        if question.id in ASKED
    ]
    done = ask_questions(assistant, questions)
    groups = figures(done)
    with capsys.disabled():
        console = Console(width=200)
        for table in terminal_tables(groups):
            console.print(table)
    assert [result.question.id for result in done] == list(ASKED)
    everything = groups[0].figures
    # Held whatever the quality: what is cited stands in its document.
    verbatim, hits = everything["verbatim"], everything["hit_at_10"]
    assert verbatim is not None
    assert verbatim.mean == 1
    assert hits is not None
    assert hits.mean >= 0.5
    again = ask_questions(assistant, questions)
    assert [result.scores for result in again] == [result.scores for result in done]

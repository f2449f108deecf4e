"""A run that was cut goes on where it stopped, and only if nothing changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant import Reply
from eval.errors import EvaluationError
from eval.journal import Journal
from eval.questions import Question
from eval.run import Run, ask_questions

Scripted = Callable[[Mapping[str, Reply]], Any]


def asked_before_the_cut(path: Path, conditions: Mapping[str, Any], run: Run, count: int) -> None:
    """Leave the journal of a run that was cut after some questions."""
    with Journal(path, conditions) as journal:
        for result in run.results[:count]:
            journal.keep(result)


def test_only_what_was_not_answered_is_asked(
    mill_run: Run,
    conditions: dict[str, Any],
    scripted: Scripted,
    replies: dict[str, Reply],
    mill_questions: tuple[Question, ...],
    tmp_path: Path,
) -> None:
    path = tmp_path / "runs" / "mill.jsonl"
    asked_before_the_cut(path, conditions, mill_run, 2)
    assistant = scripted(replies)
    with Journal(path, conditions) as journal:
        results = ask_questions(assistant, mill_questions, journal.known, journal.keep)
        journal.remove()
    assert [text for text, _ in assistant.asked] == [one.text for one in mill_questions[2:]]
    assert results == mill_run.results, "the same figures as in one go"
    assert not path.exists()


def test_every_answer_is_kept_the_moment_it_is_there(
    conditions: dict[str, Any],
    scripted: Scripted,
    replies: dict[str, Reply],
    mill_questions: tuple[Question, ...],
    tmp_path: Path,
) -> None:
    path = tmp_path / "mill.jsonl"
    lines: list[int] = []

    def note(done: int, _: int) -> None:
        lines.append(len(path.read_text(encoding="utf-8").splitlines()) - 1 - done)

    with Journal(path, conditions) as journal:
        ask_questions(scripted(replies), mill_questions, keep=journal.keep, progress=note)
    assert lines == [0, 0, 0, 0, 0]


def test_under_other_conditions_it_begins_anew(
    mill_run: Run, conditions: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "mill.jsonl"
    asked_before_the_cut(path, conditions, mill_run, 2)
    changed = {**conditions, "settings": {"chat_model": "ollama:llama3.2"}}
    with Journal(path, changed) as journal:
        assert journal.known == {}
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1


def test_a_line_that_was_cut_in_the_middle_is_asked_again(
    mill_run: Run, conditions: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "mill.jsonl"
    asked_before_the_cut(path, conditions, mill_run, 3)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[:-200], encoding="utf-8")
    with Journal(path, conditions) as journal:
        assert list(journal.known) == ["q1", "q2"]
        journal.keep(mill_run.results[2])
    last = path.read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(last)["question"]["id"] == "q3"


def test_a_file_that_is_no_journal_is_not_gone_on_with(
    conditions: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "mill.jsonl"
    path.write_bytes(b"\xff\xfe[]\n")
    with Journal(path, conditions) as journal:
        assert journal.known == {}


def test_a_folder_that_cannot_be_made_is_one_line(
    conditions: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "runs").write_text("a file", encoding="utf-8")
    with pytest.raises(EvaluationError, match="cannot be written"):
        Journal(tmp_path / "runs" / "mill.jsonl", conditions)

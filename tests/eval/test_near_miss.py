"""Asking a FAQ with its page there, and with it taken out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Settings
from eval.errors import QuestionsInvalid
from eval.faq import read_pages
from eval.near_miss import NearMiss, near_miss

PAGES = [
    ("Wat kost een parkeervergunning voor een jaar?", "Een parkeervergunning kost 84 euro per jaar.", "84 euro"),
    ("Hoe vaak wordt oud papier opgehaald?", "Oud papier wordt om de twee weken opgehaald.", "twee weken"),
    ("Wanneer is het zwembad open?", "Het zwembad is open van mei tot en met september.", "mei"),
    ("Wie leent de zaal in het wijkgebouw uit?", "De beheerder leent de zaal in het wijkgebouw uit.", "beheerder"),
]  # fmt: skip


def write(path: Path) -> Path:
    """Write the pages as a file of the command."""
    rows = [
        {"id": str(n), "question": question, "context": text, "answers": [answer]}
        for n, (question, text, answer) in enumerate(PAGES)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_every_question_is_asked_with_its_page_and_without(
    tmp_path: Path, settings: Settings
) -> None:
    pages = read_pages(write(tmp_path / "faq.jsonl"))
    work = tmp_path / "work"
    work.mkdir()
    changed = settings.model_copy(update={"data": tmp_path / "data"})
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "models").symlink_to(settings.models_directory)
    found = near_miss(pages, changed, work)
    assert found.count == len(PAGES)
    # Pages on quite other things are left: nothing there answers.
    assert found.refused_without == 1
    assert found.refused_with < found.refused_without
    assert found.answer_cited is not None
    assert found.answer_cited > 0


def test_f1_is_that_of_as_many_unanswerable_as_answerable_questions() -> None:
    assert NearMiss(10, 1.0, 0.0, None, 0.0).f1 == 1
    # 8 of 10 rightly refused, 2 of 10 wrongly: precision 0.8, recall 0.8.
    assert NearMiss(10, 0.8, 0.2, None, 0.0).f1 == pytest.approx(0.8)
    assert NearMiss(10, 0.0, 0.0, None, 0.0).f1 == 0


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "faq.jsonl"
    path.write_text('{"id": "1", "question": "Wat?", "context": "Dit."}\n{"id": "2"}\n')
    with pytest.raises(QuestionsInvalid, match="line 2"):
        read_pages(path)

"""What a question that follows up on an answer wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence.follow_up import place_signals, said_stretches
from corpus import read_library
from index.passages import Passage, cut_passages

TEXT = "De molen staat aan de dijk. De kap draait altijd mee. De molenaar woont in het dorp."


@pytest.fixture
def passage(tmp_path: Path) -> Passage:
    (tmp_path / "tekst.txt").write_text(TEXT, encoding="utf-8")
    (found,) = cut_passages(read_library(tmp_path)[0])
    return found


def signals(passage: Passage, place: int, said: str) -> tuple[float, float, float]:
    stretches = said_stretches([passage], said)
    return place_signals(passage.document, passage.sentences[place], stretches)


def test_what_was_said_is_told_from_what_comes_next(passage: Passage) -> None:
    answer = "“De molen staat  aan de dijk.” [1]\n\nBron: *De molen*"
    assert said_stretches([passage], answer) == [("tekst", 0, len("De molen staat aan de dijk."))]
    said, after, far = (signals(passage, place, answer) for place in range(3))
    assert said == (1.0, 0.0, 0.0)
    assert (after[0], after[2]) == (0.0, 0.0)
    assert 0 < far[1] < after[1] < 1


def test_what_stands_before_the_answer_is_near_it_too(passage: Passage) -> None:
    _, after, before = signals(passage, 1, "“De molenaar woont in het dorp.” [1]")
    assert before > 0.9
    assert after == 0.0


def test_nothing_is_near_an_answer_from_elsewhere(passage: Passage) -> None:
    assert signals(passage, 1, "Een ander stuk.") == (0.0, 0.0, 0.0)

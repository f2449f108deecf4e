"""What a question that follows up on an answer wants."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evidence.follow_up import follow_up_signals, said_stretches
from corpus import read_library
from index.passages import Passage, cut_passages

TEXT = "De molen staat aan de dijk. De kap draait altijd mee. De molenaar woont in het dorp."


@pytest.fixture
def passage(tmp_path: Path) -> Passage:
    (tmp_path / "tekst.txt").write_text(TEXT, encoding="utf-8")
    (found,) = cut_passages(read_library(tmp_path)[0])
    return found


def test_what_was_said_is_told_from_what_comes_next(passage: Passage) -> None:
    stretches = said_stretches([passage], "“De molen staat  aan de dijk.” [1]\n\nBron: *De molen*")
    assert stretches == [("tekst", 0, len("De molen staat aan de dijk."))]
    said, after, far = (
        follow_up_signals(passage, place, 1.0, -2.0, stretches) for place in range(3)
    )
    assert (said.said, said.after, said.before) == (1.0, 0.0, 0.0)
    assert (after.said, after.before) == (0.0, 0.0)
    assert 0 < far.after < after.after < 1
    assert (after.log_odds, after.alone) == (1.0, -2.0)


def test_what_stands_before_the_answer_is_near_it_too(passage: Passage) -> None:
    stretches = said_stretches([passage], "“De molenaar woont in het dorp.” [1]")
    signals = follow_up_signals(passage, 1, 0.0, 0.0, stretches)
    assert signals.before > 0.9
    assert signals.after == 0.0


def test_nothing_is_near_an_answer_from_elsewhere(passage: Passage) -> None:
    signals = follow_up_signals(passage, 1, 0.0, 0.0, said_stretches([passage], "Een ander stuk."))
    assert (signals.said, signals.after, signals.before) == (0.0, 0.0, 0.0)

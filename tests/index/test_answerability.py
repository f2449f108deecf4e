"""What is learnt from the questions that a library answers and those that it leaves open."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant import Assistant
from index.answerability import Answerability

DIMENSIONS = 16


@pytest.fixture(scope="module")
def known() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Open questions lie on a ring around the answered ones: no line tells them apart."""
    rng = np.random.default_rng(0)
    answered = rng.normal(size=(400, DIMENSIONS)) * 0.1
    around = rng.normal(size=(400, DIMENSIONS))
    around /= np.linalg.norm(around, axis=1, keepdims=True)
    return answered.astype(np.float32), around.astype(np.float32)


def test_questions_that_no_line_tells_apart_are_told_apart(
    known: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> None:
    answered, left_open = known
    learnt = Answerability.fit([answered[:300]], [left_open[:150], left_open[150:300]])
    right = [learnt.log_odds(one) > 0 for one in answered[300:]]
    right += [learnt.log_odds(one) < 0 for one in left_open[300:]]
    assert np.mean(right) > 0.8  # a line: 0.5


def test_of_too_few_questions_nothing_is_learnt(
    known: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> None:
    answered, left_open = known
    for few in (Answerability.fit([answered], [left_open[:20]]), Answerability.fit([], [])):
        assert few.log_odds(answered[0]) == 0.0


def test_what_was_learnt_is_read_back_as_it_was(
    known: tuple[NDArray[np.float32], NDArray[np.float32]], tmp_path: Path
) -> None:
    answered, left_open = known
    learnt = Answerability.fit([answered], [left_open])
    learnt.save(tmp_path / "answerability.npz")
    again = Answerability.load(tmp_path / "answerability.npz")
    assert [again.log_odds(one) for one in left_open] == [learnt.log_odds(one) for one in left_open]


def test_the_shipped_library_has_learnt_what_it_leaves_open(assistant: Assistant) -> None:
    """In words that stand in no list of known questions."""
    index = assistant.retriever.index
    learnt = []
    for question in (
        "Hoeveel euro kost een cursus over het werken met opgaveteams?",
        "Wie is verantwoordelijk voor de resultaten van een opgaveteam?",
    ):
        nearness = index.known_questions.open_nearness(index.query_vector(question, "nl"))
        assert nearness is not None
        learnt.append(nearness.learnt)
    assert learnt[0] > 0 > learnt[1]
    chosen = index.known_questions.open_nearness(
        index.query_vector("Wie is budgethouder?", "nl"), frozenset({"tip-16-mandaat"})
    )
    assert chosen is not None
    assert chosen.learnt == 0.0

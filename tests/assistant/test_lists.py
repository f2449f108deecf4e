"""Whether a question asks for a list."""

from __future__ import annotations

import pytest

from assistant.understanding.lists import asks_for_list


@pytest.mark.parametrize(
    "question",
    ["Noem de waarden", "Welke rollen zijn er?", "Wat zijn de pijlers?", "List the values",
     "What are the pillars?", "Geef een overzicht van de rollen"],
)  # fmt: skip
def test_a_question_for_a_list_is_known(question: str) -> None:
    assert asks_for_list(question)


def test_a_question_for_one_thing_asks_for_no_list() -> None:
    assert not asks_for_list("Wat is een waarde?")
    assert not asks_for_list("Who leads the team?")

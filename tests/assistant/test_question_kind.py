"""Whether a question asks for a list, and of how many things."""

from __future__ import annotations

import pytest

from assistant.understanding.question_kind import Count, asks_for_list, counts_in


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


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("de vier dimensies", (Count(4, "dimensies"),)),
        ("twaalf elementen en 4 hefbomen", (Count(12, "elementen"), Count(4, "hefbomen"))),
        ("all seven organisations", (Count(7, "organisations"),)),
        ("What is element 9 about?", ()),
        ("Waar gaat element 12 precies over?", ()),
        ("Wat zegt tip 16 over digitaal werken?", ()),
        ("geen getal", ()),
    ],
)
def test_numbers_of_things_are_counted_and_numbers_that_name_are_not(
    text: str, counts: tuple[Count, ...]
) -> None:
    assert counts_in(text) == counts

"""What kind of answer a question asks for."""

from __future__ import annotations

import pytest

from assistant.question_kind import (
    Count,
    answer_type,
    asks_for_identity,
    asks_for_list,
    asks_for_making,
    asks_for_words,
    counts_in,
    stressed_words,
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hoeveel geld kost een opgaveteam?", "amount"),
        ("Wat kost het boek?", "amount"),
        ("How much does the standard cost?", "amount"),
        ("Hoe vaak vergadert de raad?", "frequency"),
        ("How often does the team meet?", "frequency"),
        ("In welk jaar begon dit?", "year"),
        ("Which year was that?", "year"),
        ("Wanneer mag de tribelead ingrijpen?", "date"),
        ("When does the council meet?", "date"),
        ("Hoeveel dimensies zijn er?", "number"),
        ("How many levers are there?", "number"),
        ("Wie zei dat het team verantwoordelijk is?", "person"),
        ("Who wrote the article?", "person"),
        ("Waarom is vertrouwen nodig?", "reason"),
        ("Why is trust needed?", "reason"),
        ("Wat is vertrouwen?", "any"),
        ("Describe a review meeting", "any"),
        ("", "any"),
    ],
)
def test_question_words_tell_what_the_answer_must_hold(question: str, kind: str) -> None:
    assert answer_type(question) == kind


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


def test_quoted_words_and_a_closing_question_are_stressed() -> None:
    assert stressed_words("Wat is ‘de bedoeling’ hier?").split() == ["de", "bedoeling"]
    assert stressed_words("Ik ben raadslid. Wat doe ik?") == "Wat doe ik?"
    assert stressed_words("Wat doe ik?") == ""


def test_identity_words_and_things_to_make_up_are_known() -> None:
    assert asks_for_identity("Wie is de voorzitter van Zwolle?")
    assert not asks_for_identity("Wie is de voorzitter?")
    assert asks_for_identity("Who's the chair of Zwolle?")
    assert not asks_for_identity("Wat is een voorzitter?")
    assert asks_for_words("Wat zegt de wethouder hierover?")
    assert not asks_for_words("Wat doet de wethouder?")
    assert asks_for_making("Schrijf een vrolijk lied over de raad")
    assert asks_for_making("Tell me a joke about aldermen")
    assert not asks_for_making("Wie schrijft het jaarplan?")

"""From a follow-up to a question that stands on its own."""

from __future__ import annotations

import pytest

from assistant import Turn
from assistant.texts import load_texts
from assistant.understanding.query_rewriting import standalone_question


def conversation(*texts: str) -> tuple[Turn, ...]:
    """Return turns of user and assistant in turn."""
    return tuple(
        Turn("assistant" if place % 2 else "user", text) for place, text in enumerate(texts)
    )


LEVERS = conversation(
    "Noem de hefbomen.",
    "- Slimmer werken; zij beslissen zelf. [1]\n"
    "- Dynamisch managen; de leidinggevende schept ruimte. [2]\n"
    "- Flexibel organiseren; teams rond de dienst. [3]\n- Co creatie; met burgers. [4]",
)
TRIBELEAD = conversation(
    "Wat doet een tribelead?",
    "“De tribelead is een buffer voor opgaveteams \\[purpose team\\].” [1]",
)


@pytest.mark.parametrize(
    "question",
    ["En de laatste?", "Waarom?", "And element 3?", "Is hij budgethouder?", "Een voorbeeld?"],
)
@pytest.mark.parametrize("history", [(), (Turn("assistant", "Dag!"),)])
def test_without_an_earlier_question_nothing_changes(
    question: str, history: tuple[Turn, ...]
) -> None:
    assert standalone_question(question, history, follows_up=True) == question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wat houdt de tweede in?", "Wat houdt “Dynamisch managen” in?"),
        ("Vertel meer over de derde.", "Vertel meer over “Flexibel organiseren”."),
        ("Wat is de eerste hefboom?", "Wat is “Slimmer werken”?"),
        ("En die laatste?", "En “Co creatie”?"),
        ("Wat is de voorlaatste?", "Wat is “Flexibel organiseren”?"),
        ("What does the first one mean?", "What does “Slimmer werken” mean?"),
        ("Tell me more about the last one", "Tell me more about “Co creatie”"),
    ],
)
def test_an_ordinal_is_the_item_of_the_list_in_the_last_answer(
    question: str, expected: str
) -> None:
    assert standalone_question(question, LEVERS, follows_up=True) == expected


def test_a_second_ordinal_is_of_the_same_list() -> None:
    history = (
        *LEVERS,
        *conversation("Wat houdt de tweede in?", "“De leidinggevende schept ruimte.” [1]"),
    )
    assert standalone_question("En de laatste?", history, follows_up=True) == "En “Co creatie”?"


def test_an_ordinal_beyond_the_list_names_no_item() -> None:
    assert "“" not in standalone_question("Wat is de zesde?", LEVERS, follows_up=True)


@pytest.mark.parametrize("question", ["Is hij budgethouder?", "En de wethouder?", "Hoezo?"])
def test_what_leans_on_the_conversation_gets_the_question_before(question: str) -> None:
    found = standalone_question(question, TRIBELEAD, follows_up=True)
    assert found == f"{question} (Wat doet een tribelead?)"


def test_a_question_with_a_subject_of_its_own_is_left_alone() -> None:
    question = "Welke psychologen noemt Tip 16 over digitale dienstverlening?"
    assert standalone_question(question, TRIBELEAD, follows_up=False) == question


def test_thanks_in_between_do_not_end_the_subject() -> None:
    thanked = load_texts("nl")["answer.thanks"]
    history = (*TRIBELEAD, *conversation("Bedankt!", thanked))
    assert (
        standalone_question("En de wethouder?", history, follows_up=True)
        == "En de wethouder? (Wat doet een tribelead?)"
    )


def test_what_cannot_be_seen_in_the_conversation_does_not_reach_the_question() -> None:
    history = conversation("Wat \u202eis\x00 een \ud800opgave?\n\nZeg het.", "Een\u200b doel.\x07")
    found = standalone_question("Waarom?", history, follows_up=True)
    assert found == "Waarom? (Wat is een opgave? Zeg het.)"


def test_a_conversation_of_any_length_gives_a_question_of_some_length() -> None:
    history = conversation(*("woord " * 10_000, "- een\n" * 10_000) * 10)
    for question in ("Waarom?", "En mandaat?", "De laatste?", "En daarna?"):
        assert len(standalone_question(question, history, follows_up=True)) < 5000

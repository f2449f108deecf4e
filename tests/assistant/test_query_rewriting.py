"""From a follow-up to a question that stands on its own."""

from __future__ import annotations

import pytest

from assistant import Turn
from assistant.texts import load_texts
from assistant.understanding.query_rewriting import standalone_question
from corpus import Language


def conversation(*texts: str) -> tuple[Turn, ...]:
    """Return turns of user and assistant in turn."""
    return tuple(
        Turn("assistant" if place % 2 else "user", text) for place, text in enumerate(texts)
    )


LEVERS = conversation(
    "Noem de hefbomen.",
    "In *Alle mens aan dek* staat:\n\n- Slimmer werken; zij beslissen zelf. [1]\n"
    "- Dynamisch managen; de leidinggevende schept ruimte. [2]\n"
    "- Flexibel organiseren; teams rond de dienst. [3]\n- En co creatie; met burgers. [4]",
)
PILLARS = conversation(
    "What are the pillars?", "The pillars are customer focus, cross functional teams and networks."
)
TRIBELEAD = conversation(
    "Wat doet een tribelead?",
    "In *Gevolgen* (Tribelead) staat, vertaald uit het Engels:\n\n"
    "“De tribelead is een buffer voor opgaveteams \\[purpose team\\].” [1]",
)
ELEMENT = conversation("Waar gaat element 4 over?", "Over de cultuur. [1]")


@pytest.mark.parametrize(
    "question",
    ["En de laatste?", "Waarom?", "And element 3?", "Is hij budgethouder?", "Een voorbeeld?"],
)
@pytest.mark.parametrize("history", [(), (Turn("assistant", "Dag!"),)])
def test_without_an_earlier_question_nothing_changes(
    question: str, history: tuple[Turn, ...]
) -> None:
    assert standalone_question(question, history, "nl") == question


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("Wat houdt de tweede in?", LEVERS, "Wat houdt “Dynamisch managen” in?"),
        ("Vertel meer over de derde.", LEVERS, "Vertel meer over “Flexibel organiseren”."),
        ("Wat is de eerste hefboom?", LEVERS, "Wat is “Slimmer werken”?"),
        ("En die laatste?", LEVERS, "En “co creatie”?"),
        ("Wat is de voorlaatste?", LEVERS, "Wat is “Flexibel organiseren”?"),
        ("What does the first one mean?", PILLARS, "What does “customer focus” mean?"),
        ("Tell me more about the last one", PILLARS, "Tell me more about “networks”"),
    ],
)
def test_an_ordinal_is_the_item_of_the_list_in_the_last_answer(
    question: str, history: tuple[Turn, ...], expected: str
) -> None:
    assert standalone_question(question, history, "nl") == expected


def test_a_second_ordinal_is_of_the_same_list() -> None:
    history = (
        *LEVERS,
        *conversation("Wat houdt de tweede in?", "“De leidinggevende schept ruimte.” [1]"),
    )
    assert standalone_question("En de laatste?", history, "nl") == "En “co creatie”?"


def test_an_ordinal_beyond_the_list_names_no_item() -> None:
    assert "“" not in standalone_question("Wat is de zesde?", PILLARS, "nl")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("En het volgende element?", "Waar gaat element 5 over?"),
        ("And the next one?", "Waar gaat element 5 over?"),
        ("En daarna?", "Waar gaat element 5 over?"),
        ("En het vorige?", "Waar gaat element 3 over?"),
        ("Wat vraagt het volgende element van leidinggevenden?",
         "Wat vraagt element 5 van leidinggevenden?"),
        ("En element 11?", "Waar gaat element 11 over?"),
    ],
)  # fmt: skip
def test_elements_are_counted_from_the_one_that_was_spoken_of(question: str, expected: str) -> None:
    assert standalone_question(question, ELEMENT, "nl") == expected


def test_the_next_element_of_a_next_element_is_one_further() -> None:
    # The answer in between names another number, as this source does.
    history = (
        *ELEMENT,
        *conversation("En het volgende?", "Integriteits- en conflictmanagement element 6 [1]"),
    )
    assert standalone_question("En daarna?", history, "nl") == "Waar gaat element 6 over?"


@pytest.mark.parametrize(
    ("question", "asked", "expected"),
    [
        ("En Charlotte Holst?", "Waar werkt Michael Rave?", "Waar werkt Charlotte Holst?"),
        ("And Carolien Nicolai?", "Where does Michael Rave work?",
         "Where does Carolien Nicolai work?"),
        ("En de wethouder?", "Wat is de rol van de gemeenteraad?", "Wat is de rol van de wethouder?"),
        ("And for the alderman?", "What changes for the council?", "What changes for the alderman?"),
        ("Hoe zit het met de tribelead?", "Wat doet de wethouder?", "Wat doet de tribelead?"),
    ],
)  # fmt: skip
def test_an_ellipsis_asks_the_same_of_somebody_else(
    question: str, asked: str, expected: str
) -> None:
    assert standalone_question(question, conversation(asked, "…"), "nl") == expected


def test_an_ellipsis_with_something_of_another_kind_keeps_the_question() -> None:
    found = standalone_question("En bij klachten?", TRIBELEAD, "nl")
    assert found == "Wat doet een tribelead – klachten?"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Is hij budgethouder?", "nl"),
        ("En waarom?", "nl"),
        ("Hoezo?", "nl"),
        ("Heb je een voorbeeld?", "nl"),
        ("Wie zijn daarbij betrokken?", "nl"),
        ("Why?", "en"),
        ("Can you give an example?", "en"),
        ("Does she have a budget?", "en"),
        ("What is needed?", "en"),
    ],
)
def test_what_leans_on_the_conversation_gets_its_topic(question: str, language: Language) -> None:
    found = standalone_question(question, TRIBELEAD, language)
    assert found.startswith(f"{question} (Wat doet een tribelead?")
    assert "buffer voor opgaveteams [purpose team]" in found


def test_a_topic_holds_no_markers_and_no_source_line() -> None:
    found = standalone_question("Waarom?", TRIBELEAD, "nl")
    assert "[1]" not in found
    assert "vertaald uit" not in found
    assert "\\" not in found


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Welke psychologen noemt Tip 16 over digitale dienstverlening?", "nl"),
        ("Wat is cocreatie?", "nl"),
        ("Hoeveel elementen zijn er?", "nl"),
        ("Wie is Michael Rave?", "nl"),
        ("Hebben raadsleden recht op informatie zodat de raad kan sturen?", "nl"),
        ("What are the four dimensions of the model?", "en"),
        ("Is there a budget holder in a purpose team?", "en"),
        ("Who says that the team is responsible?", "en"),
    ],
)
def test_a_question_with_a_subject_of_its_own_is_left_alone(
    question: str, language: Language
) -> None:
    assert standalone_question(question, TRIBELEAD, language) == question


def test_thanks_in_between_do_not_end_the_subject() -> None:
    thanked = load_texts("nl")["answer.thanks"]
    history = (*TRIBELEAD, *conversation("Bedankt!", thanked))
    assert standalone_question("En de wethouder?", history, "nl") == "Wat doet de wethouder?"


def test_a_follow_up_in_the_other_language_keeps_the_subject() -> None:
    found = standalone_question("Why does she do that?", TRIBELEAD, "en")
    assert "tribelead" in found


def test_what_cannot_be_seen_in_the_conversation_does_not_reach_the_question() -> None:
    history = conversation("Wat \u202eis\x00 een \ud800opgave?\n\nZeg het.", "Een\u200b doel.\x07")
    found = standalone_question("Waarom?", history, "nl")
    assert found == "Waarom? (Wat is een opgave? Zeg het. Een doel.)"


def test_a_conversation_of_any_length_gives_a_question_of_some_length() -> None:
    history = conversation(*("woord " * 10_000, "- een\n" * 10_000) * 10)
    for question in ("Waarom?", "En mandaat?", "De laatste?", "En daarna?"):
        assert len(standalone_question(question, history, "nl")) < 5000

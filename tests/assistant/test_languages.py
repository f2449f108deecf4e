"""Dutch and English, for questions, answers and sources."""

from __future__ import annotations

import pytest

from assistant import Assistant, Turn
from corpus import Language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wat doet een tribelead voor de teams?", "nl"),
        ("What does a tribelead do for the teams?", "en"),
        ("Waarom is een purpose team accountable aan de wethouder?", "nl"),
        ("What is meant by 'werken vanuit de bedoeling'?", "en"),
        ("Wat voor weer wordt het?", "nl"),
        ("What is the weather like?", "en"),
    ],
)
def test_an_answer_is_in_the_language_of_the_question(
    assistant: Assistant, question: str, language: Language
) -> None:
    assert assistant.ask(question).answer.language == language


def test_the_readers_own_choice_goes_before_the_language_of_the_question(
    assistant: Assistant,
) -> None:
    question = "Wat doet een tribelead voor de teams?"
    english = assistant.ask(question, language="en").answer
    assert english.language == "en"
    assert "Source:" in english.text
    dutch = assistant.ask("What does a tribelead do for the teams?", language="nl").answer
    assert dutch.language == "nl"
    assert "Bron:" in dutch.text
    assert "vertaald uit het Engels" in dutch.text


def test_an_english_source_is_cited_in_english_with_a_translation_for_a_dutch_reader(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Waarvoor is de tribelead een buffer?").answer
    citation = next(
        one for one in answer.citations if one.document == "purpose-driven-municipality"
    )
    original = assistant.documents[citation.document].original
    assert citation.language == "en"
    assert original[citation.start : citation.end] == citation.quote
    assert "buffer for the whims of management" in citation.quote
    assert citation.translation
    assert "buffer" in citation.translation
    assert citation.translation != citation.quote
    assert "vertaald uit het Engels" in answer.text


def test_a_dutch_source_is_cited_in_dutch_with_a_translation_for_an_english_reader(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("What does dynamic managing ask of the role of managers?").answer
    citation = next(one for one in answer.citations if one.document == "alle-mens-aan-dek")
    assert citation.language == "nl"
    assert "Dynamisch managen" in citation.quote
    assert citation.translation
    assert "translated from Dutch" in answer.text


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("Wat is de rol van leiderschap volgens Bas van Delden?", "leiden-leadership-lunch"),
        ("What share of the success of innovation is social?", "alle-mens-aan-dek"),
        ("Wat vraagt werken in een team van ambtenaren, nu er geen eiland meer is?",
         "purpose-driven-municipality"),
        ("What does an organisation-wide mandate signal?", "tip-16-mandaat"),
        ("How should public organisations handle conflicting interests in society?",
         "iso-11367-elementen"),
    ],
)  # fmt: skip
def test_a_source_is_found_from_the_other_language(
    assistant: Assistant, question: str, document: str
) -> None:
    answer = assistant.ask(question).answer
    assert answer.outcome == "answered"
    assert document in {one.document for one in answer.citations}


def test_in_its_own_language_a_source_needs_no_translation(assistant: Assistant) -> None:
    answer = assistant.ask("What is the task of the tribelead in time and money?").answer
    assert all(one.translation is None for one in answer.citations if one.language == "en")


def test_the_answer_follows_a_change_of_language(assistant: Assistant) -> None:
    first = assistant.ask("Waar werkt Michael Rave?")
    history = [Turn("user", first.question), Turn("assistant", first.answer.text)]
    reply = assistant.ask("And where does Charlotte Holst work?", history)
    assert reply.answer.language == "en"
    assert "Haarlemmermeer" in reply.answer.text


def test_a_short_follow_up_in_the_other_language_is_still_about_the_subject(
    assistant: Assistant,
) -> None:
    first = assistant.ask("Wat doet de wethouder bij opgavegericht werken?")
    history = [Turn("user", first.question), Turn("assistant", first.answer.text)]
    reply = assistant.ask("Why?", history)
    assert reply.answer.language == "en"
    assert not reply.answer.is_refusal


def test_the_last_answer_is_not_asked_for_again_where_the_question_had_no_words(
    assistant: Assistant,
) -> None:
    history = [Turn("user", " \u200b"), Turn("assistant", "Een afdelingsmanager.")]
    assert assistant.ask("korter graag", history).answer.text

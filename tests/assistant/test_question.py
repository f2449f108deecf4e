"""What may be asked, and what is said about what may not."""

from __future__ import annotations

import pytest

from assistant import Assistant, QuestionError, Turn
from assistant.understanding.question import question_language, tidy_question
from corpus.words import visible_text

MAXIMUM = 200


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  Wat   is\tmandaat?\n", "Wat is mandaat?"),
        ("Wat is\r\nmandaat?", "Wat is mandaat?"),
        ("Wat is\x00 man\x07daat?", "Wat is man daat?"),
        ("\u202eWat is\u202c man\u200bdaat\u2066?", "Wat is mandaat?"),
        ("Wat is\u2028mandaat\u2029?", "Wat is mandaat ?"),
        ("\ufeffWat is mandaat?", "Wat is mandaat?"),
        ("Wat \ud800is mandaat\udfff?", "Wat is mandaat?"),
        ("Wat is een coe\u0308fficie\u0308nt?", "Wat is een coëfficiënt?"),
        ("Mandaat 🙂?", "Mandaat 🙂?"),
        ("42", "42"),
    ],
)
def test_what_cannot_be_seen_is_taken_out(typed: str, tidy: str) -> None:
    assert tidy_question(typed, MAXIMUM) == tidy


def test_a_letter_meets_its_accent_when_what_stood_between_them_is_gone() -> None:
    assert tidy_question("cafe\u200b\u0301", MAXIMUM) == "café"


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\x00\x01", "\u202e\u200b", "\ud800"])
def test_a_question_without_anything_visible_is_empty(typed: str) -> None:
    with pytest.raises(QuestionError) as raised:
        tidy_question(typed, MAXIMUM)
    assert raised.value.code == "question_empty"
    assert str(raised.value) == "Typ eerst een vraag."


@pytest.mark.parametrize("typed", ["🙂🙂", "???", "…!", "--- ***", "[](){}"])
def test_a_question_of_signs_alone_has_no_words(typed: str) -> None:
    with pytest.raises(QuestionError) as raised:
        tidy_question(typed, MAXIMUM, "en")
    assert raised.value.code == "question_without_words"
    assert str(raised.value) == "I see no words in your question. Please ask it in words."


def test_a_question_may_be_as_long_as_the_maximum_and_no_longer() -> None:
    assert tidy_question("a" * MAXIMUM, MAXIMUM) == "a" * MAXIMUM
    with pytest.raises(QuestionError) as raised:
        tidy_question("a" * (MAXIMUM + 1), MAXIMUM, "nl")
    assert raised.value.code == "question_too_long"
    assert "201 tekens" in str(raised.value)
    assert "200 tekens" in str(raised.value)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Wat is de rol van de wethouder? " * 20, "Uw vraag is te lang"),
        ("What is the role of the alderman? " * 20, "Your question is too long"),
        ("\ud800 xyz " * 50, ""),
    ],
)
def test_a_long_question_is_refused_in_its_own_language(typed: str, words: str) -> None:
    with pytest.raises(QuestionError) as raised:
        tidy_question(typed, MAXIMUM)
    assert words in str(raised.value)


def test_the_wanted_language_goes_before_that_of_the_question() -> None:
    with pytest.raises(QuestionError, match="Your question is too long"):
        tidy_question("Wat is de rol van de wethouder? " * 20, MAXIMUM, "en")


def test_visible_text_keeps_its_lines() -> None:
    assert visible_text("- een\n- twee\u200b\x07\n") == "- een\n- twee \n"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wat vraagt dit van de raad?", "nl"),
        ("What does this ask of the council?", "en"),
        ("Wat is een purpose owner?", "nl"),
        ("What is 'Integriteits- en conflictmanagement'?", "en"),
        ("Wat staat er over 'the new normal'?", "nl"),
    ],
)
def test_the_language_is_that_of_the_grammar_not_of_the_borrowed_words(
    question: str, language: str
) -> None:
    assert question_language(question, ()) == language


@pytest.mark.parametrize(
    ("before", "language"),
    [("Wat is de rol van de raad?", "nl"), ("What is the role of the council?", "en")],
)
def test_a_question_that_could_be_either_follows_the_conversation(
    before: str, language: str
) -> None:
    assert question_language("Element 7?", [Turn("user", before)]) == language


def test_a_word_of_the_glossary_is_in_its_language(assistant: Assistant) -> None:
    glossary = assistant.glossary
    assert question_language("servicebelofte?", [], glossary) == "nl"
    assert question_language("service pledge?", [], glossary) == "en"
    before = [Turn("user", "What does the council do?")]
    assert question_language("servicebelofte?", before, glossary) == "en"


def test_another_language_in_mid_conversation_is_followed() -> None:
    history = [Turn("user", "Wat is de rol van de raad?"), Turn("assistant", "De raad …")]
    assert question_language("And what does the alderman do?", history) == "en"

"""Saying that the sources do not answer, asking back, and what is said without the sources."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant, Turn
from assistant.evidence.judgement import JudgedPassage
from assistant.evidence.span_selection import Span
from assistant.verification import markers
from assistant.writing.refusal import not_in_sources, outside_subject, unclear
from corpus import Language


def refused(answer: Answer) -> bool:
    """Tell whether an answer is a refusal as it must be: words, no citation, no marker."""
    return (
        answer.is_refusal
        and bool(answer.text)
        and answer.citations == ()
        and markers(answer.text) == set()
    )


@pytest.mark.parametrize(
    ("said", "language", "words"),
    [
        ("Hallo!", "nl", "Stel gerust uw vraag"),
        ("goedemorgen", "nl", "Stel gerust uw vraag"),
        ("Hi there", "en", "Ask your question"),
        ("Good evening.", "en", "Ask your question"),
        ("Bedankt!", "nl", "Graag gedaan"),
        ("dank je wel", "nl", "Graag gedaan"),
        ("Thank you so much!", "en", "You are welcome"),
    ],
)
def test_a_greeting_and_thanks_are_answered_in_kind(
    assistant: Assistant, said: str, language: Language, words: str
) -> None:
    answer = assistant.ask(said).answer
    assert words in answer.text
    assert answer.language == language
    assert answer.outcome == "courtesy"
    assert not answer.citations


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Praat ik nu met een echt mens?", "geen mens"),
        ("What are you exactly?", "not a person"),
        ("Uit welke documenten haal je je antwoorden?", "bibliotheek"),
        ("Do you keep what I type here?", "do not keep"),
    ],
)
def test_questions_about_the_assistant_are_answered_openly(
    assistant: Assistant, question: str, words: str
) -> None:
    answer = assistant.ask(question).answer
    assert answer.outcome == "about_assistant"
    assert words in answer.text
    assert not answer.citations


@pytest.mark.parametrize(
    "question",
    ["Hallo, wat is een mandaat?", "Thanks to whom does it work?"],
)
def test_a_question_that_begins_like_a_greeting_is_a_question(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).answer.outcome not in ("courtesy", "about_assistant")


@pytest.mark.parametrize(
    "question",
    ["Hoe zit dat met de taken?", "And the requirements?", "Waar vind ik iets over vertrouwen?"],
)
def test_a_vague_question_is_asked_back_with_questions_that_are_answered(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question).answer
    assert answer.outcome == "unclear"
    assert len(answer.readings) > 1
    assert refused(answer)
    for reading in answer.readings:
        assert reading in answer.text.replace("\\", "")
        assert assistant.ask(reading).answer.is_from_sources


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Waar vind ik iets over vertrouwen?", "vertrouw"),
        ("Hoe zit het met de raad?", "raad"),
        ("What about money?", "money"),
        ("The culture?", "culture"),
    ],
)
def test_a_vague_question_is_asked_back_with_questions_about_its_own_subject(
    assistant: Assistant, question: str, subject: str
) -> None:
    readings = assistant.ask(question).answer.readings
    assert len(set(readings)) == len(readings) > 1
    assert sum(subject in reading.lower() for reading in readings) >= 2


@pytest.mark.parametrize(
    "question",
    [
        "Wordt het morgen droog op het strand?",
        "Will it rain this weekend?",
        "Hoe bak ik een cake met chocola?",
        "Who won the football match yesterday?",
    ],
)
def test_a_question_on_something_else_is_outside_the_subject(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question).answer
    assert answer.outcome == "outside_subject"
    assert refused(answer)


def test_most_of_what_the_sources_leave_open_is_not_answered(assistant: Assistant) -> None:
    """Near misses; how many are noticed is measured on hundreds (README)."""
    questions = [
        "Wat kost een certificering volgens ISO 11367?",
        "How much does the ISO standard cost?",
        "In welk jaar vond de Leiden Leadership Lunch plaats?",
        "What does ISO 27001 require of managers?",
        "Wie is de burgemeester van Tilburg?",
        "Wie is de directeur van NEN?",
        "What training does an alderman need?",
        "Wat verdient een wethouder per maand?",
    ]
    answers = [assistant.ask(question).answer for question in questions]
    assert sum(map(refused, answers)) >= 6


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Op welke datum was de tweede Leiden Leadership Lunch?", "28 september"),
        ("Which person closed the Leiden lunch?", "Sandra Groeneveld"),
    ],
)
def test_what_the_sources_say_in_other_words_is_not_refused(
    assistant: Assistant, question: str, says: str
) -> None:
    answer = assistant.ask(question).answer
    assert answer.outcome == "answered"
    assert says in answer.text


def test_a_word_in_common_with_the_sources_is_mostly_no_answer(assistant: Assistant) -> None:
    """How many are noticed is measured on 57 (README)."""
    questions = [
        "Who is the prime minister of the Netherlands?",
        "Wordt het morgen droog in Leiden?",
        "Hoe laat rijdt de laatste trein naar Zwolle?",
        "Which restaurant in Rotterdam has the best fish?",
        "Wie won gisteren de wedstrijd in Montferland?",
    ]
    assert sum(refused(assistant.ask(question).answer) for question in questions) >= 4


def test_what_is_near_stands_under_a_heading_of_its_own(assistant: Assistant) -> None:
    ranked = assistant.retriever.search("Wat doet een tribelead?", 1, "nl")[0]
    count = len(ranked.passage.sentences)
    near, far = (
        Span(JudgedPassage(ranked, (probability,) * count), count - 1, count - 1, count - 1)
        for probability in (0.5, 0.01)
    )
    refusal, heading, nearby = not_in_sources("nl", [near, far]).text.split("\n\n")
    assert refusal == "Dit staat niet in de bronnen die ik ken. Ik geef daarom geen antwoord."
    assert heading == "**Dit komt er het dichtst bij:**"
    assert nearby.startswith("- *")
    assert nearby.count("\n") == 0
    assert not_in_sources("nl", [far]).text == refusal


@pytest.mark.parametrize(
    ("question", "says", "left"),
    [
        (
            "Wat is dynamisch managen, en hoeveel kost het boek?",
            "Dynamisch managen",
            "“hoeveel kost het boek?”",
        ),
        (
            "What is a tribelead, and in which year was ISO 11367 published?",
            "tribelead",
            "“in which year was ISO 11367 published?”",
        ),
    ],
)
def test_of_two_questions_one_is_answered_and_the_other_named(
    assistant: Assistant, question: str, says: str, left: str
) -> None:
    answer = assistant.ask(question).answer
    assert answer.outcome == "partly_answered"
    assert left in answer.text.split("\n\n")[0]
    assert says.lower() in answer.text.lower()
    assert answer.citations


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_refusal_cites_nothing_in_either_language(language: Language) -> None:
    assert refused(outside_subject(language))
    assert refused(not_in_sources(language, []))
    assert refused(unclear(language, ["Wat [1]?", "Wie?"]))


def test_a_greeting_in_mid_conversation_leans_on_nothing(assistant: Assistant) -> None:
    history = [Turn("user", "Wat is een tribelead?"), Turn("assistant", "Een afdelingsmanager.")]
    reply = assistant.ask("Bedankt!", history)
    assert reply.standalone_question == "Bedankt!"
    assert reply.answer.text.startswith("Graag gedaan")

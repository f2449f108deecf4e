"""A question that is limited to chosen documents."""

from __future__ import annotations

import pytest

from assistant import Assistant, QuestionError, Turn

ARTICLE = "purpose-driven-municipality"
ELEMENTS = "iso-11367-elementen"
MANDATE = "tip-16-mandaat"
ACCOUNTABILITY = "Wat is publieke verantwoording?"


def known_questions(assistant: Assistant, document: str) -> list[str]:
    """Return eight questions that the catalogue says a document answers."""
    asked = [
        question
        for entry in assistant.documents[document].catalogue
        if not entry.is_stale
        for question in entry.questions("nl")
        if question.endswith("?")
    ]
    return asked[:: len(asked) // 8][:8]


def test_a_search_within_a_document_finds_all_of_it_and_nothing_else(
    assistant: Assistant,
) -> None:
    for document in assistant.documents:
        limited = assistant.retriever.limited_to(frozenset({document}))
        found = limited.search("Wat is een opgave?", 200, "nl")
        numbers = assistant.retriever.index.records.numbers_of([document])
        there = assistant.retriever.index.records.passages(numbers)
        assert {one.passage.document for one in found} == {document}
        assert {one.passage.id for one in found} == {passage.id for passage in there}


def test_what_the_chosen_documents_answer_is_answered_from_them(assistant: Assistant) -> None:
    answered = []
    for document in assistant.documents:
        for question in known_questions(assistant, document):
            reply = assistant.ask(question, documents=[document])
            answered.append(reply.answer.is_from_sources)
            assert {one.document for one in reply.answer.citations} <= {document}
            assert reply.documents == (document,)
    # Some questions of the catalogue need two documents.
    assert answered.count(True) >= 0.9 * len(answered)


def test_what_another_document_answers_is_not_answered_from_those_chosen(
    assistant: Assistant,
) -> None:
    everything = list(assistant.documents)
    refused = []
    for place, document in enumerate(everything):
        for question in known_questions(assistant, document):
            answer = assistant.ask(question, documents=[everything[place - 1]]).answer
            refused.append(answer.is_refusal)
    # A question may well be answered by two documents.
    assert refused.count(True) >= 0.9 * len(refused)


def test_the_document_that_does_answer_is_named(assistant: Assistant) -> None:
    answer = assistant.ask(ACCOUNTABILITY, documents=[MANDATE]).answer
    title = assistant.documents[ELEMENTS].title_in("nl")
    assert (answer.outcome, answer.citations) == ("not_in_sources", ())
    assert answer.elsewhere == ELEMENTS
    assert f"Een ander document geeft wel antwoord: *{title}*." in answer.text
    english = assistant.ask(ACCOUNTABILITY, language="en", documents=[MANDATE]).answer
    assert "Another document does answer it: *" in english.text


def test_what_no_document_answers_is_told_without_another(assistant: Assistant) -> None:
    answer = assistant.ask("Wie wint de Tour de France?", documents=[MANDATE]).answer
    assert (answer.outcome, answer.elsewhere) == ("outside_subject", None)


def test_a_term_is_not_explained_from_a_document_that_was_not_chosen(
    assistant: Assistant,
) -> None:
    whole = assistant.ask("Wat is een opgave?").answer
    assert {one.document for one in whole.citations} == {ARTICLE}
    answer = assistant.ask("Wat is een opgave?", documents=[MANDATE]).answer
    assert (answer.outcome, answer.elsewhere) == ("not_in_sources", ARTICLE)


def test_a_turn_on_the_last_answer_stays_within_the_documents(assistant: Assistant) -> None:
    history = [Turn("user", ACCOUNTABILITY), Turn("assistant", "…")]
    reply = assistant.ask("Kan dat korter?", history, documents=[MANDATE])
    assert (reply.answer.outcome, reply.documents) == ("not_in_sources", (MANDATE,))


def test_an_unknown_document_is_told_with_those_there_are(assistant: Assistant) -> None:
    with pytest.raises(QuestionError) as raised:
        assistant.ask(ACCOUNTABILITY, documents=[MANDATE, "nergens"])
    assert raised.value.code == "document_unknown"
    assert "'nergens'" in str(raised.value)
    assert all(document in str(raised.value) for document in assistant.documents)

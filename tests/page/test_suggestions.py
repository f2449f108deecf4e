"""What to ask next: questions that the library really answers, and did not answer yet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_helpers import ScriptedAssistant

from assistant import Assistant, Reply
from assistant.page.conversation import history
from assistant.page.examples import OWN_EXAMPLES
from assistant.page.suggestions import SUGGESTIONS_MAX, Suggestions
from assistant.texts import load_texts
from corpus import Language

ASKED: tuple[tuple[Language, str], ...] = tuple(
    (language, load_texts(language)[key])
    for language, key in (
        ("nl", OWN_EXAMPLES[1]),
        ("nl", OWN_EXAMPLES[2]),
        ("en", OWN_EXAMPLES[1]),
        ("en", OWN_EXAMPLES[3]),
    )
)


@pytest.fixture(scope="module")
def suggestions(assistant: Assistant) -> Suggestions:
    found = Suggestions.of(assistant)
    # A test must not depend on how fast the machine is.
    return Suggestions(assistant.documents, found.ask, time_s=60, leans=found.leans)


@pytest.mark.parametrize(("language", "question"), ASKED)
def test_what_is_suggested_is_answered_with_something_new(
    assistant: Assistant, suggestions: Suggestions, language: Language, question: str
) -> None:
    reply = assistant.ask(question)
    further = suggestions.after([reply])
    assert 1 <= len(further) <= SUGGESTIONS_MAX
    assert len(set(further)) == len(further)
    shown = {(one.document, one.start) for one in reply.answer.citations}
    for one in further:
        next_reply = assistant.ask(one, history([reply]))
        assert next_reply.answer.outcome == "answered", one
        assert next_reply.answer.language == language
        assert next_reply.standalone_question == one
        cited = {(citation.document, citation.start) for citation in next_reply.answer.citations}
        assert cited - shown, one


def test_a_question_is_not_suggested_twice(assistant: Assistant, suggestions: Suggestions) -> None:
    replies: list[Reply] = [assistant.ask(ASKED[0][1])]
    asked = {ASKED[0][1]}
    for _ in range(3):
        further = suggestions.after(replies)
        assert not asked & set(further)
        assert further
        asked.add(further[0])
        replies.append(assistant.ask(further[0]))


def test_a_refused_question_is_followed_by_what_can_be_answered(
    assistant: Assistant, suggestions: Suggestions
) -> None:
    refused = assistant.ask("Wat kost een certificering voor ISO 11367?")
    assert refused.answer.outcome == "not_in_sources"
    further = suggestions.after([refused])
    assert further
    assert not any(assistant.ask(one).answer.is_refusal for one in further)


def test_nothing_is_suggested_where_nothing_can_be(
    assistant: Assistant, suggestions: Suggestions
) -> None:
    assert suggestions.after([]) == ()
    assert suggestions.after([assistant.ask("Hallo!")]) == ()
    bare = {name: replace(document, catalogue=()) for name, document in assistant.documents.items()}
    reply = assistant.ask(ASKED[0][1])
    assert Suggestions(bare, assistant.ask).after([reply]) == ()
    assert Suggestions(assistant.documents, assistant.ask, time_s=0).after([reply]) == ()


def test_another_assistant_is_asked_nothing() -> None:
    scripted = ScriptedAssistant()
    Suggestions.of(scripted).warm_up()
    assert scripted.questions == []

"""The lunch report prints a paragraph twice, under two headings."""

from __future__ import annotations

import pytest

from assistant import Assistant

SENTENCE = "Leadership has to strike a constant balance"


@pytest.mark.parametrize(
    "question",
    [
        "Between what does leadership strike a constant balance?",
        "Wat legde Bas van Delden uit over harde cijfers en doelen?",
        "How are employees trained to decide on benefit applications?",
    ],
)
def test_what_is_printed_twice_is_found_and_cited_once(assistant: Assistant, question: str) -> None:
    original = assistant.documents["leiden-leadership-lunch"].original
    assert original.count(SENTENCE) == 2
    reply = assistant.ask(question)
    quotes = [one.quote for one in reply.answer.citations]
    assert any(one.document == "leiden-leadership-lunch" for one in reply.answer.citations)
    assert len(quotes) == len(set(quotes))
    texts = [one.passage.text for one in reply.passages]
    assert len(texts) == len(set(texts))
    places = {
        (sentence.text, sentence.start)
        for one in reply.passages
        for sentence in one.passage.sentences
        if one.passage.document == "leiden-leadership-lunch"
    }
    assert len({text for text, _ in places}) == len(places)

"""A whole document told in brief, by its name or as the only one that is asked."""

from __future__ import annotations

import pytest

from assistant import Assistant, Turn

ARTICLE = "purpose-driven-municipality"
ELEMENTS = "iso-11367-elementen"
LUNCH = "leiden-leadership-lunch"


@pytest.mark.parametrize(
    ("asked", "document"),
    [
        ("Wilt u het artikel over gemeenten voor mij inkorten tot de hoofdzaken?", ARTICLE),
        ("Ik heb morgen een gesprek over ISO 11367. Geef mij de grote lijnen.", ELEMENTS),
        ("What does the Leiden Leadership Lunch report come down to, in short?", LUNCH),
    ],
)
def test_a_document_is_told_from_its_parts(assistant: Assistant, asked: str, document: str) -> None:
    answer = assistant.ask(asked).answer
    assert answer.outcome == "answered"
    assert {one.document for one in answer.citations} == {document}
    assert len(answer.citations) >= 3
    assert [one.start for one in answer.citations] == sorted(one.start for one in answer.citations)
    assert len({one.section for one in answer.citations}) >= 3
    title = assistant.documents[document].short_title_in(answer.language)
    assert answer.text.startswith(f"“{title}”")


def test_the_only_document_that_is_asked_needs_no_name(assistant: Assistant) -> None:
    answer = assistant.ask("Vat dit stuk kort samen.", documents=[LUNCH]).answer
    assert {one.document for one in answer.citations} == {LUNCH}
    assert len(answer.citations) == 3


def test_among_several_documents_none_is_guessed(assistant: Assistant) -> None:
    answer = assistant.ask("Vat het parkeerbeleid kort samen.").answer
    assert not answer.citations


@pytest.mark.parametrize(
    "asked",
    ["Wat zegt het artikel over gemeenten over de burgemeester?",
     "Vat element 5 van ISO 11367 samen",
     "Which university held the Leiden Leadership Lunch?"],
)  # fmt: skip
def test_a_question_to_a_document_is_no_request_for_all_of_it(
    assistant: Assistant, asked: str
) -> None:
    answer = assistant.ask(asked).answer
    told = {one.short_title_in(answer.language) for one in assistant.documents.values()}
    assert not any(answer.text.startswith(f"“{title}”") for title in told)


def test_shorter_after_a_summary_is_a_shorter_summary(assistant: Assistant) -> None:
    asked = "Vat het artikel over gemeenten samen"
    first = assistant.ask(asked).answer
    history = [Turn("user", asked), Turn("assistant", first.text)]
    again = assistant.ask("Kan het korter?", history).answer
    assert 0 < len(again.citations) < len(first.citations)
    assert {one.document for one in again.citations} == {ARTICLE}

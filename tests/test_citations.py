"""Every citation of every answer to the question set can be checked, against the files themselves."""

from __future__ import annotations

import re
from functools import cache

import pytest

from assistant import Assistant, Reply
from corpus import SHIPPED_DOCUMENTS
from eval import SHIPPED_QUESTIONS
from eval.questions import Question, read_questions

MARKER = re.compile(r"\[(\d+)\]")


@cache
def original(document: str) -> str:
    """Return a document as its file has it, read without any part of ours."""
    return (SHIPPED_DOCUMENTS / document / "original.txt").read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def replies(assistant: Assistant) -> list[tuple[Question, Reply]]:
    """Ask every question of the set once, in its own language."""
    return [
        (question, assistant.ask(question.text, question.history))
        for question in read_questions(SHIPPED_QUESTIONS, assistant.documents)
    ]


def test_every_quote_stands_in_its_file_at_its_offsets(
    replies: list[tuple[Question, Reply]],
) -> None:
    cited = 0
    for question, reply in replies:
        for citation in reply.answer.citations:
            cited += 1
            found = original(citation.document)[citation.start : citation.end]
            assert found == citation.quote != "", question.id
    assert cited >= len(replies) // 2


def test_markers_and_citations_match_one_to_one(replies: list[tuple[Question, Reply]]) -> None:
    for question, reply in replies:
        numbers = [citation.number for citation in reply.answer.citations]
        marked = {int(number) for number in MARKER.findall(reply.answer.text)}
        assert numbers == list(range(1, len(numbers) + 1)), question.id
        assert marked == set(numbers), question.id


def test_a_refusal_cites_nothing_and_an_answer_cites_something(
    replies: list[tuple[Question, Reply]],
) -> None:
    for question, reply in replies:
        is_refusal = reply.answer.outcome in ("not_in_sources", "outside_subject")
        assert is_refusal == (not reply.answer.citations), question.id
        assert reply.answer.text.strip(), question.id


def test_a_quote_in_the_other_language_has_a_working_translation(
    replies: list[tuple[Question, Reply]],
) -> None:
    for question, reply in replies:
        for citation in reply.answer.citations:
            is_foreign = citation.language != reply.answer.language
            assert (citation.translation is not None) == is_foreign, question.id


def test_no_quote_holds_furniture_of_a_web_page(replies: list[tuple[Question, Reply]]) -> None:
    for question, reply in replies:
        for citation in reply.answer.citations:
            for furniture in ("cookie", "Post a Comment", "Meer tips van", "No comments"):
                assert furniture not in citation.quote, question.id


def test_no_quote_is_cited_twice_in_an_answer(replies: list[tuple[Question, Reply]]) -> None:
    for question, reply in replies:
        places = [(one.document, one.start, one.end) for one in reply.answer.citations]
        assert len(set(places)) == len(places), question.id


def test_the_answer_is_in_the_language_of_the_question(
    replies: list[tuple[Question, Reply]],
) -> None:
    for question, reply in replies:
        assert reply.answer.language == question.language, question.id


def test_who_said_something_is_answered_by_name_or_place(assistant: Assistant) -> None:
    reply = assistant.ask("Wie zei: ik akker daar vrij horizontaal doorheen?")
    assert reply.answer.outcome == "answered"
    assert re.search(r"Carolien Nicolai|Zeewolde", reply.answer.text)
    assert {citation.document for citation in reply.answer.citations} == {"tip-16-mandaat"}

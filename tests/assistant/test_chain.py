"""The chain and the retriever, as LangChain runnables."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable

from assistant import Assistant, QuestionError, Reply, Turn
from assistant.chain import ChainInput

GIVEN: list[ChainInput] = [
    {"question": "Wat is flexibel organiseren?"},
    {"question": "What does a budget holder do?", "language": "nl"},
    {"question": "En de wethouder?", "history": [Turn("user", "Wat doet een tribelead?")]},
    {"question": "Hallo!", "history": (), "language": None},
]


def timeless(reply: Reply) -> Reply:
    """Return a reply without what differs from run to run."""
    return replace(reply, timings_ms={})


def same(one: Reply, other: Reply) -> bool:
    """Tell whether two replies say the same; scores are compared roughly, as floats are."""
    return (
        (one.question, one.standalone_question, one.answer)
        == (other.question, other.standalone_question, other.answer)
        and [(ranked.passage.id, pytest.approx(ranked.score)) for ranked in one.passages]
        == [(ranked.passage.id, ranked.score) for ranked in other.passages]
    )  # fmt: skip


def test_the_chain_is_a_runnable(assistant: Assistant) -> None:
    assert isinstance(assistant.chain, Runnable)
    assert isinstance(assistant.chain.invoke(GIVEN[0]), Reply)


def test_invoke_batch_and_stream_give_the_same_replies(assistant: Assistant) -> None:
    invoked = [assistant.chain.invoke(given) for given in GIVEN]
    batched = assistant.chain.batch(GIVEN)
    streamed = [list(assistant.chain.stream(given)) for given in GIVEN]
    assert all(len(chunks) == 1 for chunks in streamed)
    for one, other, (chunk,) in zip(invoked, batched, streamed, strict=True):
        assert same(one, other)
        assert same(one, chunk)


def test_asking_is_invoking(assistant: Assistant) -> None:
    question = "Wat is flexibel organiseren?"
    assert same(assistant.ask(question), assistant.chain.invoke({"question": question}))


def test_the_same_question_gets_the_same_answer(assistant: Assistant) -> None:
    first, second = (assistant.ask("Wie is de budgethouder van een opgave?") for _ in range(2))
    assert timeless(first).answer == timeless(second).answer


def test_an_error_in_one_of_a_batch_can_be_had_as_a_value(assistant: Assistant) -> None:
    given: list[ChainInput] = [{"question": ""}, {"question": "Wat is mandaat?"}]
    replies = assistant.chain.batch(given, return_exceptions=True)
    assert isinstance(replies[0], QuestionError)
    assert isinstance(replies[1], Reply)


def test_the_documented_keys_are_the_keys() -> None:
    assert set(inspect.get_annotations(ChainInput)) == {
        "question",
        "history",
        "language",
        "documents",
    }


def test_the_question_is_required(assistant: Assistant) -> None:
    with pytest.raises(KeyError, match="question"):
        assistant.chain.invoke({"language": "nl"})


def test_each_stage_is_timed(assistant: Assistant) -> None:
    timings = assistant.ask("Wat is mandaat?").timings_ms
    assert list(timings) == ["understand", "retrieve", "quote", "verify", "total"]
    assert all(value >= 0 for value in timings.values())


def test_the_reply_holds_the_passages_best_first(assistant: Assistant) -> None:
    reply = assistant.ask("Wat is mandaat?")
    scores = [one.score for one in reply.passages]
    assert 0 < len(scores) <= 10
    assert scores == sorted(scores, reverse=True)


def test_the_retriever_is_one_of_langchain(assistant: Assistant) -> None:
    retriever = assistant.retriever
    assert isinstance(retriever, BaseRetriever)
    found = retriever.invoke("mandaat voor digitale dienstverlening")
    assert 0 < len(found) <= 10
    assert all(isinstance(one, LangChainDocument) for one in found)
    best = found[0]
    assert best.metadata["document"] == "tip-16-mandaat"
    original = assistant.documents[best.metadata["document"]].original
    assert 0 <= best.metadata["start"] < best.metadata["end"] <= len(original)
    assert [one.metadata["score"] for one in found] == sorted(
        (one.metadata["score"] for one in found), reverse=True
    )


def test_the_retriever_can_stand_in_another_chain(assistant: Assistant) -> None:
    chain = assistant.retriever | (lambda found: [one.metadata["document"] for one in found])
    assert "tip-16-mandaat" in chain.invoke("flex-concept in Montferland")

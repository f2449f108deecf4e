"""The way of one question, as a LangChain ``Runnable``.

``{"question", "history", "language", "documents"}`` → understand → retrieve → quote → answer →
``Reply``.

``understand`` begins an :class:`Exchange`, ``retrieve`` and ``quote`` add to it. The last streams:
drafts while a chat model writes, then the reply; without a chat model only the reply.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from assistant.answer import Answer, Draft, ModelWork, Reply, Turn
from assistant.chat_model.followup import rewrite_question
from assistant.chat_model.writer import ChatModelWriter, Task, Written
from assistant.evidence.follow_up import FollowUp
from assistant.evidence.judgement import Part
from assistant.evidence.retrieval import find_parts, interleave
from assistant.evidence.subject import Evidence, is_outside_subject, measure_evidence
from assistant.evidence.vagueness import is_vague, readings_of
from assistant.settings import Settings
from assistant.understanding.names import without_names
from assistant.understanding.query_rewriting import standalone_question
from assistant.understanding.question import (
    choose_documents,
    question_language,
    tidy_question,
)
from assistant.understanding.search_plan import Search, plan_searches
from assistant.understanding.turns import (
    ON_LAST_ANSWER,
    SPOKEN,
    TERM,
    asks_for_several,
    asks_for_summary,
    compares,
    follows_up,
    turn_kind,
)
from assistant.verification import is_sound
from assistant.writing.refusal import answered_elsewhere, outside_subject, spoken_answer
from assistant.writing.structure import summarize
from assistant.writing.writer import write_answer
from corpus import Document, Language, detect_language, other_language
from corpus.glossary import Term
from corpus.numbering import asked_numbers
from index.ranking import RankedPassage
from index.reader.reader import Reader
from index.retriever import HybridRetriever

# A library whose documents people know by name; in one of thousands nobody names them.
_NAMEABLE_MAX = 100
# "Shorter" after "shorter" goes back through the conversation a turn at a time; a client may send
# one of any length.
_TURNS_MAX = 24


class ChainInput(TypedDict, total=False):
    """What the chain takes; only ``question`` is required.

    ``language``: the language of the answer; default: that of the question. ``documents``: the ids
    of those to answer from; default: all of them.
    """

    question: str
    history: Sequence[Turn]
    language: Language | None
    documents: Collection[str]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question on its way to an answer; each step fills in its part.

    ``typed``: what was typed, ``question``: what is answered; they differ for "shorter, please",
    which answers the question before again. ``within``: the ids of the documents that it is limited
    to, none if it is not. ``began``: on the clock of ``time.monotonic``.
    """

    typed: str
    question: str
    history: tuple[Turn, ...]
    language: Language
    search_language: Language
    standalone_question: str
    began: float
    within: frozenset[str] = frozenset()
    is_brief: bool = False
    is_vague: bool = False
    asks_for_several: bool = False
    asks_for_term: bool = False
    compares: bool = False
    summarized: Document | None = None
    parts: tuple[Part, ...] = ()
    passages: tuple[RankedPassage, ...] = ()
    evidence: Evidence | None = None
    answer: Answer | None = None
    model_work: ModelWork | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)


def build_chain(
    retriever: HybridRetriever,
    reader: Reader,
    documents: Mapping[str, Document],
    glossary: Sequence[Term],
    settings: Settings,
    writer: ChatModelWriter | None = None,
) -> Runnable[ChainInput, Draft | Reply]:
    """Return the chain; ``invoke``, ``batch`` and ``stream`` as with any LangChain runnable.

    :param reader: judges what was found.
    :param writer: writes the answers; without it they are quotations.
    """

    def nameable(within: frozenset[str]) -> Mapping[str, Document]:
        among = {one: documents[one] for one in sorted(within)} or documents
        return among if len(among) <= _NAMEABLE_MAX else {}

    def understand(given: ChainInput) -> Exchange:
        began = time.monotonic()
        history = tuple(given.get("history") or ())[-_TURNS_MAX:]
        wanted = given.get("language")
        question = tidy_question(given["question"], settings.question_characters_max, wanted)
        asked_in = question_language(question, history, glossary)
        language = wanted or asked_in
        within = choose_documents(given.get("documents") or (), documents)
        exchange = Exchange(
            question, question, history, language, asked_in, question, began, within
        )
        vector = reader.vector(question)
        before = _last_asked(history)
        kind = turn_kind(vector, SPOKEN if before is None else SPOKEN | ON_LAST_ANSWER)
        spoken = spoken_answer(kind, language)
        if spoken is not None:
            return replace(exchange, answer=spoken)
        if before is not None and kind in ON_LAST_ANSWER:
            said_in = question_language(history[before + 1].content, ())
            again = wanted or (other_language(said_in) if kind == "translate" else said_in)
            asked, earlier = history[before].content, history[:before]
            exchange = understand(
                {"question": asked, "history": earlier, "language": again, "documents": within}
            )
            return replace(exchange, typed=question, is_brief=kind != "translate")
        standalone = None
        if writer is not None and history:
            ends = began + settings.chat_timeout_s
            standalone = rewrite_question(question, history, asked_in, writer.reader, ends)
        may_name = nameable(within).values()
        numbers = asked_numbers(question, may_name)
        # "And element 9?" says by itself what it is about.
        leans = follows_up(question, vector) and not numbers
        standalone = standalone or standalone_question(question, history, follows_up=leans)
        is_whole = standalone == question
        # "Why?" after a Dutch conversation is answered in English, but searched in Dutch.
        searched_in = detect_language(standalone, asked_in, is_question=True)
        return replace(
            exchange,
            standalone_question=standalone,
            search_language=searched_in,
            asks_for_several=is_whole and asks_for_several(question, vector),
            is_vague=is_vague(question, vector, retriever.index.word_weights(question, asked_in)),
            asks_for_term=turn_kind(vector, TERM) != "question",
            compares=is_whole and compares(question, vector),
            summarized=None if numbers else _summarized(question, may_name, reader),
        )

    def retrieve(exchange: Exchange) -> Exchange:
        if exchange.answer is not None:
            return exchange
        follow_up = None
        if exchange.standalone_question != exchange.question:
            follow_up = FollowUp(exchange.question, exchange.history[-1].content)

        def plan(*, piecewise: bool) -> tuple[Search, ...]:
            searches = plan_searches(
                exchange.standalone_question,
                exchange.search_language,
                nameable(exchange.within),
                glossary,
                asks_for_term=exchange.asks_for_term,
                compares=exchange.compares,
                piecewise=piecewise,
            )
            return tuple(_explained_within(search, exchange.within) for search in searches)

        def find(searches: Sequence[Search]) -> tuple[Part, ...]:
            limited = retriever.limited_to(exchange.within)
            language = exchange.search_language
            return find_parts(limited, reader, searches, language, settings.passages, follow_up)

        parts = find(plan(piecewise=False))
        pieces = plan(piecewise=True) if len(parts) == 1 else ()
        # "…, and from which town?" says by itself nothing.
        stand_alone = not any(
            follows_up(piece.question, reader.vector(piece.question)) for piece in pieces[1:]
        )
        apart = find(pieces) if len(pieces) > 1 and stand_alone else ()
        if apart and not all(part.judgement.is_answered for part in (*parts, *apart)):
            # As a whole it finds more; apart it can be told which piece is not answered.
            parts = apart
        merged = interleave([part.passages for part in parts])
        return replace(exchange, parts=parts, passages=merged[: settings.passages])

    def quote(exchange: Exchange) -> Exchange:
        if exchange.answer is not None:
            return exchange
        question, language = exchange.standalone_question, exchange.search_language
        weights = retriever.index.word_weights(question, language)
        evidence = measure_evidence(exchange.passages, language, weights)
        exchange = replace(exchange, evidence=evidence)
        is_brief, about = exchange.is_brief, exchange.summarized
        if about and (told := summarize(about, exchange.language, is_brief=is_brief)):
            return replace(exchange, answer=told)
        exchange = replace(exchange, summarized=None)
        readings: tuple[str, ...] = ()
        # With a conversation before it, it says what it is about.
        if exchange.is_vague and question == exchange.question:
            chosen = retriever.limited_to(exchange.within)
            readings = readings_of(question, language, exchange.language, chosen, reader)
        answer = write_answer(
            exchange.parts,
            exchange.passages,
            exchange.language,
            documents,
            is_brief=is_brief,
            readings=readings,
            asks_for_several=exchange.asks_for_several,
            is_limited=bool(exchange.within),
        )
        if answer.is_refusal and question != exchange.question:
            # Read by itself it may be answered, or asked back.
            return quote(retrieve(replace(exchange, standalone_question=exchange.question)))
        if answer.is_refusal and exchange.within:
            of_all = quote(retrieve(replace(exchange, within=frozenset())))
            refused = _refused(answer, exchange.within, of_all.answer, documents)
            return replace(exchange, answer=refused)
        names_the_subject = any(part.search.names_the_subject for part in exchange.parts)
        is_open = answer.outcome == "not_in_sources" and not names_the_subject
        # Nothing answers it; this only tells why.
        if is_open and is_outside_subject(evidence, retriever.index.manifest.library):
            answer = outside_subject(exchange.language)
        return replace(exchange, answer=answer)

    def reply_to(exchange: Exchange) -> Reply:
        began = time.perf_counter()
        answer = exchange.answer
        if answer is None or not is_sound(answer, documents):
            raise AssertionError("an answer that does not stand in its documents was written")
        timings = {**exchange.timings_ms, "verify": _ms_since(began)}
        # The first text comes while the answer is being written: it is no stage of its own.
        total = sum(ms for stage, ms in timings.items() if stage != "first_text")
        return Reply(
            question=exchange.typed,
            standalone_question=exchange.standalone_question,
            answer=answer,
            passages=exchange.passages,
            evidence=exchange.evidence,
            model_work=exchange.model_work,
            documents=tuple(sorted(exchange.within)),
            timings_ms={**timings, "total": total},
        )

    def answer(exchanges: Iterator[Exchange]) -> Iterator[Draft | Reply]:
        for exchange in exchanges:
            # What the sources do not answer, no model is asked; nor what it does not see whole.
            quoted = None if exchange.summarized else exchange.answer
            if writer is not None and quoted is not None and quoted.citations:
                exchange = yield from _written(writer, exchange, quoted, settings.chat_timeout_s)
            yield reply_to(exchange)

    return (
        RunnableLambda(_timed("understand", understand), name="understand")
        | RunnableLambda(_timed("retrieve", retrieve), name="retrieve")
        | RunnableLambda(_timed("quote", quote), name="quote")
        | RunnableGenerator(answer, name="answer")
    )


def _summarized(question: str, documents: Collection[Document], reader: Reader) -> Document | None:
    """Return the document that a question asks to be told in brief, by name or as the only one."""
    nameless, named = without_names(question, documents)
    about = named or tuple(documents)
    is_asked = len(about) == 1 and asks_for_summary(nameless, reader.vector(nameless))
    return about[0] if is_asked else None


def _explained_within(search: Search, within: frozenset[str]) -> Search:
    """Return a search without its term where another document explains that."""
    is_there = search.term is None or not within or search.term.document in within
    return search if is_there else replace(search, term=None)


def _refused(
    answer: Answer, within: frozenset[str], of_all: Answer | None, documents: Mapping[str, Document]
) -> Answer:
    """Return what is told when the documents of ``within`` do not answer.

    :param of_all: the answer of the whole library.
    """
    assert of_all is not None
    beyond = [one.document for one in of_all.citations if one.document not in within]
    if beyond:
        return answered_elsewhere(answer, documents[beyond[0]])
    return of_all if of_all.outcome == "outside_subject" else answer


def _last_asked(history: Sequence[Turn]) -> int | None:
    """Return the place of the last question in a conversation, if it has words and an answer."""
    if [turn.role for turn in history[-2:]] != ["user", "assistant"]:
        return None
    return len(history) - 2 if any(mark.isalnum() for mark in history[-2].content) else None


def _written(
    writer: ChatModelWriter, exchange: Exchange, quoted: Answer, timeout_s: float
) -> Generator[Draft, None, Exchange]:
    """Yield the drafts of a chat model; return the exchange with its answer."""
    task = Task(
        question=exchange.standalone_question,
        language=exchange.language,
        passages=exchange.passages,
        quoted=quoted,
        deadline=exchange.began + timeout_s,
    )
    began = time.monotonic()
    for step in writer.write(task):
        if isinstance(step, Written):
            timings = {**exchange.timings_ms, "write": (time.monotonic() - began) * 1000}
            if step.first_text_s is not None:
                timings["first_text"] = (began - exchange.began + step.first_text_s) * 1000
            return replace(exchange, answer=step.answer, model_work=step.work, timings_ms=timings)
        yield step
    raise AssertionError("the writer ended without an answer")


def _timed(name: str, step: Callable[[Any], Exchange]) -> Callable[[Any], Exchange]:
    def run(given: Any) -> Exchange:
        began = time.perf_counter()
        done = step(given)
        return replace(done, timings_ms={**done.timings_ms, name: _ms_since(began)})

    return run


def _ms_since(began: float) -> float:
    return (time.perf_counter() - began) * 1000

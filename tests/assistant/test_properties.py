"""Whatever is asked: an error that says why, or a reply that keeps every promise.

Unicode of any kind, words of the documents in any order, their sentences, markers and markup; the
fast parts get hundreds of inputs each, the whole assistant fewer.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant, QuestionError, Reply, Turn
from assistant.answer import Outcome
from assistant.understanding.lists import asks_for_list
from assistant.understanding.names import without_names
from assistant.understanding.query_rewriting import standalone_question
from assistant.understanding.question import tidy_question
from assistant.verification import is_sound, is_verbatim, markers, without_markers
from assistant.writing.composition import compose_answer, escape_markdown
from assistant.writing.statement import Quotation, Statement
from corpus import LANGUAGES, SHIPPED_DOCUMENTS, Block, Document, read_library
from corpus.counting import counts_in

MAXIMUM: Final = 2000
FAST: Final = settings(
    max_examples=500,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
WHOLE: Final = settings(FAST, max_examples=150)
RAW_HTML: Final = re.compile(r"(?<!\\)<")


@cache
def library() -> tuple[Document, ...]:
    """Return the shipped documents."""
    return read_library(SHIPPED_DOCUMENTS)


SENTENCES: Final = sorted(
    {
        text
        for document in library()
        for block in document.blocks
        for sentence in block.sentences
        for text in (sentence.text, sentence.translation)
        if text
    }
)
WORDS: Final = sorted({word for text in SENTENCES for word in text.split()})
CHIPS: Final = (
    "[1]", "[99]", "[0]", "[١]", "<script>alert(1)</script>", "![](http://evil.example)",
    "[x](http://evil.example)", "**", "`", "\\", "|", "# ", "- ", "1. ", "\n", "\n\n", "\t", "\x00",
    "\u202e", "\u200b", "\ud800", "🙂", "e\u0301", "“", "”", "‘", "'", '"', "?", "??", "!", ",", ";",
    ":", "(", ")", "%s", "{}", "{place}", "En", "en element 9?", "Waarom?", "de laatste",
    "the next one", "Wat is", "Who is", "volgens", "Tip 16", "Alle mens aan dek", "ISO 9001",
    "vergelijk", "met die van", "verschil tussen", "Kijk naar", "Bedankt!", "hallo", "welk nummer",
    "element", "9", "noem de vier", "which", "and who", "en wie",
)  # fmt: skip

anything = st.text(st.characters(), max_size=80)
chip = st.sampled_from(CHIPS)
words = st.lists(st.one_of(st.sampled_from(WORDS), chip), min_size=1, max_size=10).map(" ".join)
sentences = st.lists(st.one_of(st.sampled_from(SENTENCES), chip), min_size=1, max_size=3).map(
    " ".join
)
glued = st.lists(st.one_of(chip, st.text(st.characters(), max_size=4)), max_size=8).map("".join)
questions = st.one_of(words, sentences, glued, anything)
long_lines = st.builds(
    lambda piece, size: (piece * (size // max(1, len(piece)) + 1))[:size],
    st.one_of(chip, st.sampled_from(WORDS), st.text(st.characters(), min_size=1, max_size=6)),
    st.sampled_from([MAXIMUM - 1, MAXIMUM, MAXIMUM + 1]),
)
turns = st.builds(Turn, st.sampled_from(("user", "assistant")), st.one_of(questions, anything))
histories = st.lists(turns, max_size=4)
languages = st.sampled_from(LANGUAGES)


def tidied(text: str) -> tuple[str, QuestionError | None]:
    """Return the question, or why it cannot be asked."""
    try:
        return tidy_question(text, MAXIMUM), None
    except QuestionError as problem:
        return "", problem


@given(text=questions)
@FAST
def test_a_tidy_question_is_visible_and_stays_as_it_is(text: str) -> None:
    question, problem = tidied(text)
    if problem is not None:
        assert problem.code in ("question_empty", "question_without_words", "question_too_long")
        assert str(problem)
        return
    assert question == question.strip()
    assert question
    assert not re.search(
        r"[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]", question
    )
    assert "  " not in question
    question.encode("utf-8")
    assert tidy_question(question, 2 * MAXIMUM) == question


@given(question=questions, history=histories)
@FAST
def test_a_standalone_question_is_never_empty_and_can_be_shown(
    question: str, history: list[Turn]
) -> None:
    question, problem = tidied(question)
    if problem is not None:
        return
    found = standalone_question(question, history, follows_up=True)
    assert found.strip()
    found.encode("utf-8")
    assert "\n" not in found
    assert len(found) <= 2 * MAXIMUM + 5000
    if not any(turn.role == "user" for turn in history):
        assert found == question


@given(question=questions)
@FAST
def test_a_question_names_each_document_once(question: str) -> None:
    named = [one.id for one in without_names(question, library())[1]]
    assert set(named) <= {document.id for document in library()}
    assert len(set(named)) == len(named)


@given(question=questions)
@FAST
def test_the_kind_of_a_question_can_always_be_told(question: str) -> None:
    assert isinstance(asks_for_list(question), bool)
    assert all(count.number >= 0 and count.noun for count in counts_in(question))


@given(text=st.one_of(questions, long_lines))
@FAST
def test_escaped_text_holds_no_marker_and_no_html(text: str) -> None:
    said = escape_markdown(without_markers(text))
    assert markers(said) == set()
    assert not RAW_HTML.search(said.replace("\\\\", ""))


@given(texts=st.lists(st.tuples(questions, st.sampled_from(("sentence", "item", "speaker")),
                                st.booleans()), max_size=4),
       title=anything)  # fmt: skip
@FAST
def test_a_composed_answer_is_sound_whatever_its_sources_say(
    texts: list[tuple[str, str, bool]], title: str
) -> None:
    original = "\n".join(text for text, _, _ in texts)
    documents = {"d": Document("d", title, "nl", original, ())}
    statements = []
    place = 0
    for text, kind, is_wrong in texts:
        start = place + (len(original) if is_wrong else 0)
        block = Block("paragraph", start, start + len(text), text, (), (title,))
        quotation = Quotation(documents["d"], block, start, start + len(text))
        statements.append(Statement(text, quotation, kind))  # type: ignore[arg-type]
        place += len(text) + 1
    answer = compose_answer(statements, documents, "nl", "answered", "quotes")
    assert is_sound(answer, documents)
    assert [one.number for one in answer.citations] == list(range(1, len(answer.citations) + 1))


def keeps_its_promises(assistant: Assistant, reply: Reply) -> None:
    """Check what holds for every reply."""
    answer = reply.answer
    assert answer.text.strip()
    assert answer.language in LANGUAGES
    assert answer.outcome in get_args(Outcome)
    assert all(is_verbatim(one, assistant.documents) for one in answer.citations)
    assert [one.number for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert markers(answer.text) == {one.number for one in answer.citations}
    assert bool(answer.citations) == answer.is_from_sources
    assert len(reply.passages) <= 10
    assert len({one.passage.id for one in reply.passages}) == len(reply.passages)
    assert not RAW_HTML.search(answer.text.replace("\\\\", ""))
    for text in (answer.text, reply.question, reply.standalone_question):
        text.encode("utf-8")
    assert reply.standalone_question.strip()


@given(text=questions, history=histories, language=st.one_of(st.none(), languages))
@WHOLE
def test_every_question_gets_an_error_or_a_reply_that_keeps_its_promises(
    assistant: Assistant, text: str, history: list[Turn], language: str | None
) -> None:
    _, problem = tidied(text)
    if problem is not None:
        with pytest.raises(QuestionError, match=r"\w"):
            assistant.ask(text, history, language)  # type: ignore[arg-type]
        return
    keeps_its_promises(assistant, assistant.ask(text, history, language))  # type: ignore[arg-type]


@given(text=long_lines, history=st.lists(st.builds(Turn, st.just("user"), long_lines), max_size=1))
@settings(WHOLE, max_examples=15)
def test_the_longest_lines_do_no_harm(assistant: Assistant, text: str, history: list[Turn]) -> None:
    if tidied(text)[1] is None:
        keeps_its_promises(assistant, assistant.ask(text, history))


@given(wanted=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=2))
@settings(WHOLE, max_examples=40)
def test_a_sentence_of_a_document_asked_as_a_question_keeps_every_promise(
    assistant: Assistant, wanted: list[str]
) -> None:
    keeps_its_promises(assistant, assistant.ask(" ".join(wanted)[:MAXIMUM]))

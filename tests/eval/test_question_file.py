"""Question files: what is read, and how each mistake is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Turn
from corpus import SHIPPED_DOCUMENTS, Document, read_library
from corpus.language import detect_language
from eval import SHIPPED_QUESTIONS
from eval.errors import QuestionsInvalid
from eval.questions import Evidence, in_other_language, read_questions

VALID: dict[str, Any] = {
    "id": "q1",
    "lang": "nl",
    "kind": "fact",
    "question": "Waar draait de molen op?",
    "question_translated": "What does the mill run on?",
    "history": [],
    "evidence": [{"doc": "molen", "quote": "De molen draait op wind."}],
    "facts": [["wind"]],
    "answerable": True,
}

Problems = Callable[..., list[str]]


@pytest.fixture
def problems(tmp_path: Path, documents: dict[str, Document]) -> Problems:
    """Write lines to a question file and return what is wrong, without the file's name."""

    def read(*lines: str | dict[str, Any]) -> list[str]:
        path = tmp_path / "set.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        with pytest.raises(QuestionsInvalid) as caught:
            read_questions(path, documents)
        assert all(problem.startswith(str(path)) for problem in caught.value.problems)
        return [problem.removeprefix(str(path)) for problem in caught.value.problems]

    return read


def test_a_valid_line_is_read(tmp_path: Path, documents: dict[str, Document]) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(VALID) + "\n\n", encoding="utf-8")
    (question,) = read_questions(path, documents)
    assert question.text == "Waar draait de molen op?"
    assert question.evidence == (Evidence("molen", "De molen draait op wind."),)
    assert question.facts == (("wind",),)
    assert question.is_answerable
    assert question.history == ()


def test_invalid_json_is_named_with_its_line_and_column(problems: Problems) -> None:
    assert problems(VALID, '{"id" "q2"}') == [
        ", line 2: not valid JSON (Expecting ':' delimiter, column 7); correct this line."
    ]


def test_a_line_that_is_no_object_is_named(problems: Problems) -> None:
    assert problems("[]") == [
        ", line 1: not a JSON object; write {...} with the fields of a question."
    ]


def test_a_missing_field_is_named(problems: Problems) -> None:
    line = {name: value for name, value in VALID.items() if name != "facts"}
    assert problems(line) == [', line 1: "facts" is missing; add it.']


def test_a_field_inside_the_evidence_is_named_with_its_place(problems: Problems) -> None:
    assert problems({**VALID, "evidence": [{"doc": "molen"}]}) == [
        ', line 1: "evidence[0].quote" is missing; add it.'
    ]


def test_an_unknown_field_is_named(problems: Problems) -> None:
    assert problems({**VALID, "anwserable": True}) == [
        ', line 1: "anwserable" is not a field of a question; take it out or correct its name.'
    ]


def test_a_wrong_value_is_named(problems: Problems) -> None:
    assert problems({**VALID, "lang": "de"}) == [
        ", line 1: \"lang\" is wrong: Input should be 'nl' or 'en'."
    ]
    assert problems({**VALID, "question": "  "}) == [', line 1: "question" is empty; fill it.']


def test_an_id_that_is_used_twice_is_named_with_both_lines(problems: Problems) -> None:
    assert problems(VALID, "", VALID) == [
        ", line 3: the id 'q1' was used on line 1; give each question an id of its own."
    ]


def test_a_quote_that_does_not_stand_in_its_document_is_named(problems: Problems) -> None:
    line = {**VALID, "evidence": [{"doc": "molen", "quote": "De molen draait op  wind."}]}
    assert problems(line) == [
        ', line 1: "evidence[0].quote" does not stand in molen, character for character: '
        "'De molen draait op  wind.'; copy it from the original."
    ]


def test_an_unknown_document_is_named_with_those_there_are(problems: Problems) -> None:
    line = {**VALID, "evidence": [{"doc": "001", "quote": "De molen"}]}
    assert problems(line) == [
        ", line 1: \"evidence[0].doc\" names an unknown document '001'; use one of: mill, molen."
    ]


def test_a_fact_that_could_never_be_found_is_named(problems: Problems) -> None:
    assert problems({**VALID, "facts": [["wind", "Wind"], []]}) == [
        ", line 1: \"facts[0]\" holds 'Wind', which is never found because answers are compared "
        "in lower case; write it in lower case.",
        ', line 1: "facts[1]" is empty; give at least one alternative.',
    ]


def test_evidence_and_answerable_must_agree(problems: Problems) -> None:
    assert problems({**VALID, "evidence": []}, {**VALID, "id": "q2", "answerable": False}) == [
        ', line 1: "evidence" is empty; quote at least one passage, or set "answerable" to false.',
        ', line 2: "answerable" is false but there is evidence or a fact; take one of them out.',
    ]


def test_a_translated_history_has_the_same_turns(problems: Problems) -> None:
    assert problems({**VALID, "history": [{"role": "user", "content": "Wat is een molen?"}]}) == [
        ', line 1: "history_translated" must hold the same turns as "history", in the same order.'
    ]


def test_an_empty_file_is_refused(problems: Problems) -> None:
    assert problems("", "  ") == [" holds no questions; write one JSON object per line."]


def test_a_file_that_cannot_be_opened_is_one_line(
    tmp_path: Path, documents: dict[str, Document]
) -> None:
    with pytest.raises(QuestionsInvalid, match=r"cannot be opened .*; name a question file"):
        read_questions(tmp_path / "none.jsonl", documents)


def test_a_file_that_is_not_utf_8_is_refused(
    tmp_path: Path, documents: dict[str, Document]
) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(b'{"id": "caf\xe9"}')
    with pytest.raises(QuestionsInvalid, match="is not UTF-8 text"):
        read_questions(path, documents)


def test_every_mistake_is_found_and_the_message_stays_one_line(problems: Problems) -> None:
    found = problems({**VALID, "lang": "de"}, "x", {**VALID, "facts": [["A"]]})
    assert [problem.split(":")[0] for problem in found] == [", line 1", ", line 2", ", line 3"]
    error = QuestionsInvalid(found)
    assert "\n" not in str(error)
    assert str(error).endswith("(2 more; 'assistant eval check' lists them all.)")


def test_the_shipped_set_is_valid_and_its_evidence_verbatim() -> None:
    documents = {document.id: document for document in read_library(SHIPPED_DOCUMENTS)}
    questions = read_questions(SHIPPED_QUESTIONS, documents)
    assert len(questions) == 100
    asked_of = {evidence.document for question in questions for evidence in question.evidence}
    assert asked_of == set(documents)
    for question in questions:
        for evidence in question.evidence:
            assert evidence.quote in documents[evidence.document].original


def test_every_shipped_question_can_be_asked_in_the_other_language() -> None:
    documents = {document.id: document for document in read_library(SHIPPED_DOCUMENTS)}
    for question in read_questions(SHIPPED_QUESTIONS, documents):
        other = in_other_language(question)
        assert other is not None, question.id
        assert other.language != question.language
        assert detect_language(other.text) == other.language, other.text
        assert len(other.history) == len(question.history)
        assert other.evidence == question.evidence


def test_the_other_language_of_the_other_language_is_the_question(
    tmp_path: Path, documents: dict[str, Document]
) -> None:
    history = [{"role": "user", "content": "Wat is dat?"}]
    translated = [{"role": "user", "content": "What is that?"}]
    line = {**VALID, "history": history, "history_translated": translated}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    (question,) = read_questions(path, documents)
    other = in_other_language(question)
    assert other is not None
    assert (other.id, other.text) == ("q1-en", "What does the mill run on?")
    assert other.history == (Turn("user", "What is that?"),)
    again = in_other_language(other)
    assert again is not None
    assert (again.text, again.history) == (question.text, question.history)


def test_a_question_without_translation_has_no_other_language(
    tmp_path: Path, documents: dict[str, Document]
) -> None:
    line = {name: value for name, value in VALID.items() if name != "question_translated"}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    (question,) = read_questions(path, documents)
    assert in_other_language(question) is None

"""A run: every question of a set put to the assistant, and what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Protocol

from assistant import QuestionError, Reply
from assistant.answer import Turn
from assistant.reply_record import as_record
from corpus import Document, Language
from eval.errors import QuestionFailed
from eval.evidence import held_evidence
from eval.questions import Question
from eval.results import Result
from eval.scores import score
from index.passages import Passage, cut_passages

# Tells how many of how many questions are answered.
Progress = Callable[[int, int], None]


class AnswersQuestions(Protocol):
    """What is needed of an assistant to evaluate it."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents that it speaks from, by id."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), language: Language | None = None
    ) -> Reply:
        """Answer one question."""


@dataclass(frozen=True, slots=True)
class Run:
    """The results of a run in the order of the questions, and what they were made with.

    ``conditions`` are plain values (:mod:`eval.conditions`): two runs under the same conditions
    differ only by chance. ``judge`` tells which chat model judged, and how far it can be trusted.
    """

    label: str
    created: str
    conditions: Mapping[str, object]
    results: tuple[Result, ...]
    judge: Mapping[str, object] | None = None


def ask_questions(
    assistant: AnswersQuestions,
    questions: Sequence[Question],
    known: Mapping[str, Result] | None = None,
    keep: Callable[[Result], None] = lambda _: None,
    progress: Progress = lambda _done, _total: None,
    judge: Callable[[Result], Result] = lambda result: result,
) -> tuple[Result, ...]:
    """Put every question, with its history, to the assistant and score the replies.

    One after the other and in the order given: the same questions put to the same assistant give
    the same scores, and every timing is that of a question that had the machine to itself.

    :param known: by id, results from before a run was cut; these are not asked again.
    :param keep: is given every new result at once.
    :param judge: adds judgements to a result.
    :raises QuestionFailed: the assistant does not accept a question; its id is named.
    """
    known = known or {}
    documents = assistant.documents
    # Cut again, the same way as the index did it: these are the passages that can be found.
    asked_of = {evidence.document for question in questions for evidence in question.evidence}
    passages = {identifier: cut_passages(documents[identifier]) for identifier in asked_of}
    results: list[Result] = []
    progress(0, len(questions))
    for question in questions:
        result = known.get(question.id)
        if result is None:
            result = judge(_result(assistant, question, passages))
            keep(result)
        results.append(result)
        progress(len(results), len(questions))
    return tuple(results)


def direction(question: Question, documents: Mapping[str, Document]) -> str | None:
    """Return the language of a question and of the documents with its evidence: ``nl→en``.

    Evidence in documents of both languages gives ``both``; a question without evidence has no
    direction.
    """
    languages = {documents[evidence.document].language for evidence in question.evidence}
    if not languages:
        return None
    return "both" if len(languages) > 1 else f"{question.language}→{languages.pop()}"


def _result(
    assistant: AnswersQuestions, question: Question, passages: Mapping[str, Sequence[Passage]]
) -> Result:
    documents = assistant.documents
    reply = _ask(assistant, question, question.history)
    alone = None
    if question.history and question.is_answerable:
        without_history = _ask(assistant, question, ())
        alone = score(question, without_history, documents, passages)
    return Result(
        question=question,
        direction=direction(question, documents),
        reply=as_record(question.id, reply),
        scores=score(question, reply, documents, passages),
        held=tuple(
            tuple(sorted(held_evidence(ranked.passage, question.evidence)))
            for ranked in reply.passages
        ),
        relevant=tuple(
            passage.id
            for document in dict.fromkeys(evidence.document for evidence in question.evidence)
            for passage in passages[document]
            if held_evidence(passage, question.evidence)
        ),
        nearness=None if reply.evidence is None else astuple(reply.evidence),
        alone=alone,
    )


def _ask(assistant: AnswersQuestions, question: Question, history: Sequence[Turn]) -> Reply:
    try:
        return assistant.ask(question.text, history)
    except QuestionError as error:
        raise QuestionFailed(
            f"Question {question.id} was not accepted ({error}); correct it in the set."
        ) from error

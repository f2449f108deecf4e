"""A run: every question of a set put to the assistant, and what came back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant import QuestionError, Reply
from assistant.answer import Turn
from corpus import Document, Language
from eval.errors import QuestionFailed
from eval.questions import Question
from eval.scores import Scores, score
from index.passages import cut_passages


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
class Result:
    """A question, its reply (passages, answer, timings), and its scores."""

    question: Question
    reply: Reply
    scores: Scores


@dataclass(frozen=True, slots=True)
class Run:
    """The results of a run in the order of the questions.

    ``corpus_hash`` tells whether two runs asked the same documents.
    """

    results: tuple[Result, ...]
    documents: Mapping[str, Document]
    corpus_hash: str


def run(
    assistant: AnswersQuestions,
    questions: Sequence[Question],
    progress: Callable[[Iterable[Question]], Iterable[Question]] = iter,
) -> Run:
    """Put every question, with its history, to the assistant and score the replies.

    One after the other and in the order given: the same questions put to the same assistant give
    the same scores, and every timing is that of a question that had the machine to itself.

    :param progress: wraps the questions, to show how far the run is.
    :raises QuestionFailed: the assistant does not accept a question; its id is named.
    """
    documents = assistant.documents
    # Cut again, the same way as the index did it: these are the passages that can be found.
    asked_of = {evidence.document for question in questions for evidence in question.evidence}
    passages = {identifier: cut_passages(documents[identifier]) for identifier in asked_of}
    results: list[Result] = []
    for question in progress(questions):
        try:
            reply = assistant.ask(question.text, question.history)
        except QuestionError as error:
            raise QuestionFailed(
                f"Question {question.id} was not accepted ({error}); correct it in the set."
            ) from error
        results.append(Result(question, reply, score(question, reply, documents, passages)))
    return Run(tuple(results), documents, corpus_hash(documents))


def corpus_hash(documents: Mapping[str, Document]) -> str:
    """Return a SHA-256 over ids, originals and translations, in the order of the ids."""
    digest = hashlib.sha256()
    for identifier in sorted(documents):
        document = documents[identifier]
        for part in (identifier, document.original, document.translation or ""):
            digest.update(part.encode())
            digest.update(b"\x00")
    return digest.hexdigest()

"""What came back for one question: the reply, what it is worth, and what tells why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.answer import REFUSALS
from eval.evidence import Span
from eval.questions import Question, question_from, question_record
from eval.scores import Scores

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """A question, its reply and its scores; a value that can be written and read back.

    ``reply`` is what ``assistant ask --json`` prints. ``held`` has, per passage found, the
    positions of the evidence that it holds; ``relevant`` the ids of all passages of the library
    that hold some. ``nearness`` is how near the sources came (:class:`assistant.evidence.subject.Evidence`).
    ``alone`` has the scores of a follow-up that was asked without its conversation.
    """

    question: Question
    direction: str | None
    reply: Mapping[str, Any]
    scores: Scores
    held: tuple[tuple[int, ...], ...] = ()
    relevant: tuple[str, ...] = ()
    nearness: tuple[float, ...] | None = None
    alone: Scores | None = None

    @property
    def is_refusal(self) -> bool:
        """Tell whether the assistant said that the sources do not answer."""
        return self.reply["outcome"] in REFUSALS

    @property
    def citations(self) -> tuple[Span, ...]:
        """Where the quotations stand that the answer rests on."""
        return tuple(
            Span(citation["document"], citation["start"], citation["end"])
            for citation in self.reply["citations"]
        )


def result_record(result: Result) -> Record:
    """Return a result as plain values."""
    return {
        "question": question_record(result.question),
        "direction": result.direction,
        "reply": dict(result.reply),
        "scores": dict(result.scores),
        "held": [list(positions) for positions in result.held],
        "relevant": list(result.relevant),
        "nearness": result.nearness and list(result.nearness),
        "alone": result.alone and dict(result.alone),
    }


def read_result(record: Mapping[str, Any]) -> Result:
    """Return what :func:`result_record` has written.

    :raises KeyError: a part is missing.
    :raises ValueError: a part is not what it should be.
    """
    return Result(
        question=question_from(record["question"]),
        direction=record["direction"],
        reply=record["reply"],
        scores=record["scores"],
        held=tuple(tuple(positions) for positions in record["held"]),
        relevant=tuple(record["relevant"]),
        nearness=record["nearness"] and tuple(record["nearness"]),
        alone=record["alone"],
    )

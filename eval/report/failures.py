"""The questions that went wrong, with everything that tells why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from corpus import Language
from eval.questions import Evidence
from eval.results import Result

_PASSAGES_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that the search returned; ``has_evidence``: some expected evidence is in it."""

    rank: int
    document: str
    language: Language
    section: tuple[str, ...]
    text: str
    has_evidence: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong: what with (names of reasons), what was said, what was expected.

    ``missing`` are the facts that the answer lacks, as their alternatives; ``first_rank`` is the
    rank of the first passage with evidence, None where no passage found has any.
    """

    result: Result
    reasons: tuple[str, ...]
    passages: tuple[FoundPassage, ...]
    missing: tuple[tuple[str, ...], ...]
    first_rank: int | None

    @property
    def reply(self) -> Any:
        """The reply as plain values."""
        return self.result.reply

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence that was expected."""
        return self.result.question.evidence


def failures(results: Sequence[Result]) -> tuple[Failure, ...]:
    """Return the questions that something is wrong with, wrong answers first."""
    found = [_failure(result, reasons) for result in results if (reasons := _reasons(result))]
    return tuple(sorted(found, key=lambda one: one.result.scores.get("correct") != 0))


def _reasons(result: Result) -> tuple[str, ...]:
    scores, question = result.scores, result.question
    reasons = []
    if question.is_answerable and result.is_refusal:
        reasons.append("refused")
    elif not question.is_answerable and not result.is_refusal:
        reasons.append("not_refused")
    elif question.is_answerable:
        if scores.get("fact_recall") not in (None, 1.0):
            reasons.append("facts_missing")
        if scores.get("citation_hit") == 0:
            reasons.append("evidence_not_cited")
    if scores.get("hit_at_5") == 0:
        reasons.append("evidence_not_found")
    if scores.get("verbatim") == 0:
        reasons.append("not_verbatim")
    if scores.get("answer_language") == 0:
        reasons.append("other_language")
    return tuple(reasons)


def _failure(result: Result, reasons: tuple[str, ...]) -> Failure:
    said = result.reply["text"].lower()
    ranks = [rank for rank, positions in enumerate(result.held, start=1) if positions]
    return Failure(
        result=result,
        reasons=reasons,
        passages=tuple(
            FoundPassage(
                rank=rank,
                document=passage["document"],
                language=passage["language"],
                section=tuple(passage["section"]),
                text=passage["original_text"],
                has_evidence=bool(positions),
            )
            for rank, (passage, positions) in enumerate(
                zip(result.reply["passages"], result.held, strict=True), start=1
            )
            if rank <= _PASSAGES_SHOWN or rank == next(iter(ranks), None)
        ),
        missing=()
        if result.is_refusal
        else tuple(
            alternatives
            for alternatives in result.question.facts
            if not any(alternative in said for alternative in alternatives)
        ),
        first_rank=next(iter(ranks), None),
    )

"""The measures of a run: every metric applied to one question and its reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from assistant import Reply
from corpus import Document
from eval.evidence import Span, evidence_spans, held_evidence
from eval.metrics.answer_language import is_in_language
from eval.metrics.citation_recall import citation_recall
from eval.metrics.citations import citation_hit, citation_precision, citations_are_verbatim
from eval.metrics.correct import is_correct
from eval.metrics.facts import fact_recall
from eval.metrics.mrr import reciprocal_rank_at
from eval.metrics.ndcg import ndcg_at
from eval.metrics.recall import hit_at, recall_at
from eval.metrics.refusals import refusal_precision, refusal_recall
from eval.metrics.words import word_count
from eval.metrics.writing import dropped_share, grounded_share, reattributed_share
from eval.questions import Question
from index.passages import Passage

# In the order in which they are shown. What nothing was measured of is not shown.
Part = Literal["retrieval", "answers", "writing", "judged"]
PARTS: Final[tuple[Part, ...]] = ("retrieval", "answers", "writing", "judged")
Scores = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure's name, and the part of a report that it belongs to.

    ``is_share``: between 0 and 1. What it is called and what it
    tells stands under its name in ``eval/texts``.
    """

    name: str
    part: Part
    is_share: bool = True
    is_better_when_higher: bool = True


MEASURES: Final[tuple[Measure, ...]] = (
    Measure("hit_at_1", "retrieval"),
    Measure("hit_at_5", "retrieval"),
    Measure("hit_at_10", "retrieval"),
    Measure("recall_at_5", "retrieval"),
    Measure("recall_at_10", "retrieval"),
    Measure("ndcg_at_10", "retrieval"),
    Measure("mrr_at_10", "retrieval"),
    Measure("correct", "answers"),
    Measure("fact_recall", "answers"),
    Measure("citation_hit", "answers"),
    Measure("citation_precision", "answers"),
    Measure("citation_recall", "answers"),
    Measure("verbatim", "answers"),
    Measure("refusal_precision", "answers"),
    Measure("refusal_recall", "answers"),
    Measure("answer_language", "answers"),
    Measure("words", "answers", is_share=False, is_better_when_higher=False),
    Measure("statement_support", "writing"),
    Measure("reattributed", "writing", is_better_when_higher=False),
    Measure("dropped", "writing", is_better_when_higher=False),
    Measure("fallback", "writing", is_better_when_higher=False),
    Measure("first_text_s", "writing", is_share=False, is_better_when_higher=False),
    Measure("verified_s", "writing", is_share=False, is_better_when_higher=False),
    Measure("judged_support", "judged"),
    Measure("judged_completeness", "judged"),
)


def score(
    question: Question,
    reply: Reply,
    documents: Mapping[str, Document],
    passages: Mapping[str, Sequence[Passage]],
) -> Scores:
    """Return every measure of one question, ``None`` where a measure does not apply to it.

    Retrieval and citations are measured on answerable questions only: the others have no evidence.

    :param passages: by document, all the passages that a search could have returned; at least of
        the documents with evidence.
    """
    answer = reply.answer
    scores: dict[str, float | None] = dict.fromkeys(measure.name for measure in MEASURES)
    if question.is_answerable:
        scores |= _retrieval(question, [ranked.passage for ranked in reply.passages], passages)
        spans = [
            span
            for evidence in question.evidence
            for span in evidence_spans(evidence, documents[evidence.document])
        ]
        scores |= _citations(reply, spans)
        scores["fact_recall"] = fact_recall(answer.plain_text, question.facts)
    originals = {
        citation.document: documents[citation.document].original
        for citation in answer.citations
        if citation.document in documents
    }
    scores |= _writing(reply)
    return scores | {
        "correct": float(is_correct(answer, question.facts, question.is_answerable)),
        "verbatim": float(citations_are_verbatim(answer.text, answer.citations, originals)),
        "refusal_precision": refusal_precision(answer.is_refusal, question.is_answerable),
        "refusal_recall": refusal_recall(answer.is_refusal, question.is_answerable),
        "answer_language": float(is_in_language(answer.text, question.language)),
        "words": float(word_count(answer.text)),
    }


def _retrieval(
    question: Question, found: Sequence[Passage], passages: Mapping[str, Sequence[Passage]]
) -> dict[str, float | None]:
    held = [held_evidence(passage, question.evidence) for passage in found]
    is_relevant = [bool(positions) for positions in held]
    relevant_count = sum(
        bool(held_evidence(passage, question.evidence))
        for document in dict.fromkeys(evidence.document for evidence in question.evidence)
        for passage in passages[document]
    )
    count = len(question.evidence)
    return {
        "hit_at_1": hit_at(held, 1),
        "hit_at_5": hit_at(held, 5),
        "hit_at_10": hit_at(held, 10),
        "recall_at_5": recall_at(held, count, 5),
        "recall_at_10": recall_at(held, count, 10),
        "ndcg_at_10": ndcg_at(is_relevant, relevant_count),
        "mrr_at_10": reciprocal_rank_at(is_relevant),
    }


def _writing(reply: Reply) -> dict[str, float | None]:
    """Return what a chat model did; nothing where none was asked."""
    work = reply.model_work
    if work is None:
        return {}
    first_text = reply.timings_ms.get("first_text")
    return {
        "statement_support": grounded_share(work),
        "reattributed": reattributed_share(work),
        "dropped": dropped_share(work),
        "fallback": float(work.fallback is not None),
        "first_text_s": None if first_text is None else first_text / 1000,
        "verified_s": reply.timings_ms["total"] / 1000,
    }


def _citations(reply: Reply, spans: Sequence[Span]) -> dict[str, float | None]:
    citations = reply.answer.citations
    return {
        "citation_hit": float(citation_hit(citations, spans)),
        "citation_precision": citation_precision(citations, spans),
        "citation_recall": citation_recall(reply.answer.text, citations),
    }

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
from eval.questions import Question
from index.passages import Passage

Part = Literal["retrieval", "answers"]
Scores = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure's name in files, its title in tables, and what it tells."""

    name: str
    title: str
    part: Part
    meaning: str
    is_share: bool = True


MEASURES: Final[tuple[Measure, ...]] = (
    Measure("hit_at_1", "Hit@1", "retrieval", "the first passage holds some evidence"),
    Measure("hit_at_5", "Hit@5", "retrieval", "one of the first 5 holds some evidence"),
    Measure("hit_at_10", "Hit@10", "retrieval", "one of the first 10 holds some evidence"),
    Measure("recall_at_5", "Recall@5", "retrieval", "share of the evidence in the first 5"),
    Measure("recall_at_10", "Recall@10", "retrieval", "share of the evidence in the first 10"),
    Measure("ndcg_at_10", "nDCG@10", "retrieval", "passages with evidence stand near the top"),
    Measure("mrr_at_10", "MRR@10", "retrieval", "1 / rank of the first passage with evidence"),
    Measure("correct", "correct", "answers", "all facts and a citation, or a refusal when due"),
    Measure("fact_recall", "facts", "answers", "share of the facts that the answer holds"),
    Measure("citation_hit", "cites evidence", "answers", "a citation stands in the evidence"),
    Measure("citation_precision", "citation precision", "answers", "share of citations that do"),
    Measure("citation_recall", "citation recall", "answers", "statements that stand in a citation"),
    Measure("verbatim", "verbatim", "answers", "citations are exact and match their markers"),
    Measure("refusal_precision", "refusal precision", "answers", "refusals that were due"),
    Measure("refusal_recall", "refusal recall", "answers", "unanswerable questions refused"),
    Measure("answer_language", "language", "answers", "the answer is in the asker's language"),
    Measure("words", "words", "answers", "mean number of words to read", is_share=False),
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
        scores["fact_recall"] = fact_recall(answer.text, question.facts)
    originals = {
        citation.document: documents[citation.document].original
        for citation in answer.citations
        if citation.document in documents
    }
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


def _citations(reply: Reply, spans: Sequence[Span]) -> dict[str, float | None]:
    citations = reply.answer.citations
    return {
        "citation_hit": float(citation_hit(citations, spans)),
        "citation_precision": citation_precision(citations, spans),
        "citation_recall": citation_recall(reply.answer.text, citations),
    }

"""A reply as plain values, in the form that other programs rely on: add to it, rename nothing."""

from __future__ import annotations

from typing_extensions import TypedDict

from assistant.answer import Citation, Outcome, Reply
from corpus import Language
from index.ranking import RankedPassage


class CitationRecord(TypedDict):
    """A quotation: ``original[start:end] == quote`` in its document.

    ``date`` is of the document, ``valid_until`` a day such as "2025-01-31"; ``replaced_by``: the id
    of the version after it; ``is_scan``: it was read from a scan, and can have mistakes of reading.
    """

    number: int
    document: str
    title: str
    language: Language
    section: list[str]
    quote: str
    start: int
    end: int
    translation: str | None
    page: int | None
    date: str | None
    valid_until: str | None
    replaced_by: str | None
    is_scan: bool


class PassageRecord(TypedDict):
    """A passage that was found; ``original_text`` is in the document's own language."""

    id: str
    document: str
    section: list[str]
    language: Language
    text: str
    original_text: str
    score: float


class ReplyRecord(TypedDict):
    """An answer with the way to it.

    ``documents``: those that the question was limited to, none if it was asked of all;
    ``elsewhere``: the document that does answer what those do not.
    """

    id: str | int | None
    question: str
    standalone_question: str
    language: Language
    outcome: Outcome
    writer: str
    text: str
    readings: list[str]
    documents: list[str]
    elsewhere: str | None
    citations: list[CitationRecord]
    passages: list[PassageRecord]
    timings_ms: dict[str, float]


def as_record(identifier: str | int | None, reply: Reply) -> ReplyRecord:
    """Return a reply as plain values."""
    answer = reply.answer
    return {
        "id": identifier,
        "question": reply.question,
        "standalone_question": reply.standalone_question,
        "language": answer.language,
        "outcome": answer.outcome,
        "writer": answer.writer,
        "text": answer.text,
        "readings": list(answer.readings),
        "documents": list(reply.documents),
        "elsewhere": answer.elsewhere,
        "citations": [citation_record(citation) for citation in answer.citations],
        "passages": [passage_record(ranked, answer.language) for ranked in reply.passages],
        "timings_ms": {stage: round(ms, 2) for stage, ms in reply.timings_ms.items()},
    }


def citation_record(citation: Citation) -> CitationRecord:
    """Return a citation as plain values."""
    standing = citation.standing
    return {
        "number": citation.number,
        "document": citation.document,
        "title": citation.title,
        "language": citation.language,
        "section": list(citation.section),
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "translation": citation.translation,
        "page": citation.page,
        "date": standing.date,
        "valid_until": None if standing.valid_until is None else str(standing.valid_until),
        "replaced_by": standing.replaced_by,
        "is_scan": standing.is_scan,
    }


def passage_record(ranked: RankedPassage, language: Language) -> PassageRecord:
    """Return a passage as plain values, its text for a reader of ``language``."""
    passage = ranked.passage
    return {
        "id": passage.id,
        "document": passage.document,
        "section": list(passage.section),
        "language": passage.language,
        "text": passage.text_in(language) or passage.text,
        "original_text": passage.text,
        "score": round(ranked.score, 4),
    }

"""What is told of replies, passages and documents, as plain values with links."""

from __future__ import annotations

from collections.abc import Mapping

from typing_extensions import TypedDict

from assistant.answer import Reply
from assistant.api.sources import LinkedCitation, Place, linked
from assistant.reply_record import PassageRecord, ReplyRecord, as_record, passage_record
from corpus import Document, Language
from index.ranking import RankedPassage


class LinkedReply(ReplyRecord):
    """A reply, as ``assistant ask --json`` prints it; its citations have links as well."""

    citations: list[LinkedCitation]  # type: ignore[misc]


class HitRecord(PassageRecord):
    """A passage that a search found: ``original[start:end]`` of its document.

    ``is_scan``: it was read from a scan, and can have mistakes of reading; ``is_translation``:
    ``text`` is a working translation of it.
    """

    title: str
    start: int
    end: int
    url: str | None
    is_scan: bool
    is_translation: bool


class DocumentRecord(TypedDict):
    """What is known of a document.

    ``valid_until``: a day; ``replaced_by``: the id of the version after it; ``copies``: the ids that
    files with the same text would have; ``published_at``: the address of the original;
    ``scanned_pages``: the numbers of those that were read from pictures of text.
    """

    id: str
    title: str
    language: Language
    translated_title: str | None
    authors: list[str]
    publisher: str | None
    date: str | None
    valid_until: str | None
    replaced_by: str | None
    copies: list[str]
    rights: str | None
    published_at: str | None
    scanned_pages: list[int]
    characters: int
    url: str | None


class DocumentText(DocumentRecord):
    """A document, or a part of it: ``text == original[start:end]``."""

    start: int
    end: int
    text: str


def reply_record(reply: Reply, place: Place) -> LinkedReply:
    """Return a reply with links."""
    return {**as_record(None, reply), "citations": linked(reply.answer, place)}


def hit_record(
    ranked: RankedPassage,
    language: Language,
    place: Place | None,
    documents: Mapping[str, Document],
) -> HitRecord:
    """Return a passage that was found, its text for a reader of ``language``."""
    passage = ranked.passage
    start, end = passage.start, passage.end
    # One that a new index has no longer is none of which more is known.
    document = documents.get(passage.document)
    return {
        **passage_record(ranked, language),
        "title": passage.title,
        "start": start,
        "end": end,
        "url": None if place is None else place.part(passage.document, start, end, language),
        "is_scan": document is not None and document.standing_of(start, end).is_scan,
        "is_translation": passage.text_in(language) not in (None, passage.text),
    }


def document_record(document: Document, place: Place | None) -> DocumentRecord:
    """Return what is known of a document."""
    return {
        "id": document.id,
        "title": document.title,
        "language": document.language,
        "translated_title": document.translated_title,
        "authors": list(document.authors),
        "publisher": document.publisher,
        "date": document.date,
        "valid_until": None if document.valid_until is None else str(document.valid_until),
        "replaced_by": document.replaced_by,
        "copies": list(document.copies),
        "rights": document.rights,
        "published_at": document.url,
        "scanned_pages": list(document.scanned_pages),
        "characters": len(document.original),
        "url": None if place is None else place.document(document.id, document.language),
    }


def document_text(document: Document, start: int, end: int, place: Place | None) -> DocumentText:
    """Return ``original[start:end]`` of a document, with what is known of that."""
    text = document.original[start:end]
    return {
        **document_record(document, place),
        "start": start,
        "end": start + len(text),
        "text": text,
    }

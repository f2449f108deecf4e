"""Who says what: in the sources, a quotation is followed by its speaker's name and office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.course.excerpt import Excerpt
from assistant.understanding.speakers import speaker_of
from corpus import Document
from index.passages import cut_passages


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, the line that names them, and what they say."""

    name: str
    byline: Excerpt
    excerpts: tuple[Excerpt, ...]


def voices_of(documents: Iterable[Document]) -> tuple[Voice, ...]:
    """Return the speakers of the documents, in the order of the text."""
    return tuple(voice for document in documents for voice in _of_document(document))


def _of_document(document: Document) -> list[Voice]:
    if not any(block.kind == "byline" for block in document.blocks):
        return []
    by_start = {
        sentence.start: Excerpt(document, block, sentence)
        for block in document.blocks
        for sentence in block.sentences
    }
    found = []
    for passage in cut_passages(document):
        name = speaker_of(passage)
        if name is not None:
            said = passage.sentences[passage.headings : -1]
            byline = by_start[passage.sentences[-1].start]
            spoken = tuple(by_start[sentence.start] for sentence in said)
            found.append(Voice(name, byline, spoken))
    return found

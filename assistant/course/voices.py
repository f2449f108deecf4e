"""Who says what: in the sources, a quotation is followed by its speaker's name and office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.course.excerpt import Excerpt, Place
from assistant.understanding.speakers import speaker_of
from corpus import Document
from index.passages import cut_passages


def bylines_of(documents: Iterable[Document]) -> dict[Place, Excerpt]:
    """Return for each sentence that someone is quoted with the line that names them."""
    return {place: byline for document in documents for place, byline in _of_document(document)}


def _of_document(document: Document) -> Iterator[tuple[Place, Excerpt]]:
    if not any(block.kind == "byline" for block in document.blocks):
        return
    by_start = {
        sentence.start: Excerpt(document, block, sentence)
        for block in document.blocks
        for sentence in block.sentences
    }
    for passage in cut_passages(document):
        if speaker_of(passage) is not None:
            byline = by_start[passage.sentences[-1].start]
            for sentence in passage.sentences[passage.headings : -1]:
                yield by_start[sentence.start].place, byline

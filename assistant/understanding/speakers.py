"""Who speaks in the documents: the names under their quotations."""

from __future__ import annotations

from collections.abc import Iterable

from corpus import Document
from index.passages import Passage


def speaker_of(passage: Passage) -> str | None:
    """Return the name of the speaker of a quotation, ``None`` for any other passage."""
    return _name(passage.sentences[-1].text) if passage.kind == "quotation" else None


def named_speaker(question: str, documents: Iterable[Document]) -> str | None:
    """Return the speaker whose surname stands in a question, ``None`` if it names none."""
    speakers = (
        _name(block.sentences[0].text)
        for document in documents
        for block in document.blocks
        if block.kind == "byline"
    )
    words = set(question.replace("?", " ").replace(",", " ").replace(":", " ").split())
    return next((name for name in speakers if name.split()[-1] in words), None)


def _name(byline: str) -> str:
    lines = [line.strip() for line in byline.splitlines() if line.strip()]
    # Name and office; where the name is printed in two spellings, the one beside the office.
    return lines[-2] if len(lines) > 1 else lines[0]

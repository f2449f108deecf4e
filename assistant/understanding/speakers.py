"""Who speaks in the documents: the names under their quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus import Document
from index.passages import Passage


def speaker_of(passage: Passage) -> str | None:
    """Return the name of the speaker of a quotation, ``None`` for any other passage."""
    return byline_lines(passage.sentences[-1].text)[0] if passage.kind == "quotation" else None


def named_speakers(question: str, documents: Iterable[Document]) -> tuple[str, ...]:
    """Return the speakers whose surnames stand in a question, each once."""
    speakers = (
        byline_lines(block.sentences[0].text)[0]
        for document in documents
        for block in document.blocks
        if block.kind == "byline"
    )
    words = set(re.findall(r"[\w'’-]+", question))
    return tuple(dict.fromkeys(name for name in speakers if name.split()[-1] in words))


def byline_lines(byline: str) -> list[str]:
    """Return name and office; of a name printed in two spellings the one beside the office."""
    return [line.strip() for line in byline.splitlines() if line.strip()][-2:]

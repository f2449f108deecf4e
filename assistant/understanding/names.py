"""Whom and what a question names: the speakers under quotations, the documents."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus import Document
from corpus.structure import byline_lines
from index.passages import Passage


def speaker_of(passage: Passage) -> str | None:
    """Return the name of the speaker of a quotation, ``None`` for any other passage."""
    return byline_lines(passage.sentences[-1].text)[0] if passage.kind == "quotation" else None


def named_speakers(question: str, documents: Iterable[Document]) -> tuple[str, ...]:
    """Return the speakers whose surnames stand in a question, each once."""
    bylines = (one for document in documents for one in document.blocks if one.kind == "byline")
    speakers = (byline_lines(one.sentences[0].text)[0] for one in bylines)
    words = set(re.findall(r"[\w'’-]+", question))
    return tuple(dict.fromkeys(name for name in speakers if name.split()[-1] in words))


def without_names(question: str, documents: Iterable[Document]) -> tuple[str, tuple[Document, ...]]:
    """Return a question with "…" for the documents whose names or titles stand in it, and these."""
    found: list[Document] = []
    for document in documents:
        titles = filter(None, (document.title, document.translated_title))
        names = {*document.names_nl, *document.names_en, *titles}
        for name in sorted(names, key=len, reverse=True):
            pattern = rf"(?<!\w){_loosely(name)}(?!\w)"
            if place := re.search(pattern, question, re.IGNORECASE):
                found.append(document)
                question = f"{question[: place.start()]}…{question[place.end() :]}"
                break
    return question, tuple(found)


def _loosely(name: str) -> str:
    """Return a pattern for a name that allows an ending or an article between its words."""
    words = re.findall(r"\w+", name)
    return r"(?:\w{0,2}\W+(?:(?:de|het|een|the|a)\s+)?)".join(map(re.escape, words))

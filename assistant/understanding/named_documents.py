"""Documents that a question names: "wat zeggen Tip 16 en de Leiden Leadership Lunch over …?"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus import Document


def named_documents(question: str, documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return the documents whose names or titles stand in a question; no words name two."""
    found: list[Document] = []
    for document in documents:
        titles = (document.title, document.translated_title or document.title)
        names = {*document.names_nl, *document.names_en, *titles}
        for name in sorted(names, key=len, reverse=True):
            pattern = rf"(?<!\w){_loosely(name)}(?!\w)"
            if place := re.search(pattern, question, re.IGNORECASE):
                found.append(document)
                question = f"{question[: place.start()]}…{question[place.end() :]}"
                break
    return tuple(found)


def _loosely(name: str) -> str:
    """Return a pattern for a name that allows an ending or an article between its words."""
    words = re.findall(r"\w+", name)
    return r"(?:\w{0,2}\W+(?:(?:de|het|een|the|a)\s+)?)".join(map(re.escape, words))

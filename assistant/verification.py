"""Nothing is shown that does not stand in its document, character for character."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from assistant.answer import Answer, Citation
from corpus import Document

MARKER: Final = re.compile(r"\[(\d{1,3})\]")


def is_verbatim(citation: Citation, documents: Mapping[str, Document]) -> bool:
    """Tell whether ``original[start:end] == quote`` in the cited document."""
    document = documents.get(citation.document)
    return (
        document is not None
        and 0 <= citation.start < citation.end <= len(document.original)
        and document.original[citation.start : citation.end] == citation.quote
    )


def markers(text: str) -> set[int]:
    """Return the numbers of the citation markers in a text."""
    return {int(number) for number in MARKER.findall(text)}


def is_sound(answer: Answer, documents: Mapping[str, Document]) -> bool:
    """Tell whether an answer may be shown.

    Every citation is verbatim, every marker has its citation and the reverse, and only an answer
    from the sources cites.
    """
    numbers = [citation.number for citation in answer.citations]
    return (
        len(set(numbers)) == len(numbers)
        and markers(answer.text) == set(numbers)
        and all(is_verbatim(citation, documents) for citation in answer.citations)
        and (answer.is_from_sources or not answer.citations)
    )


def without_markers(text: str) -> str:
    """Return a text with nothing in it that reads as a citation marker."""
    return MARKER.sub(r"(\1)", text)

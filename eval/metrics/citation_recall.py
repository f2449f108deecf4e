"""Citation recall: is everything that an answer says carried by what it cites?

ALCE (Gao et al. 2023) asks a language model whether the citations of a statement entail it. A
statement of quotations can be held to more: its words must stand in the quotation that it cites,
or in the working translation of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.answer import Citation

_MARKED: Final = re.compile(r"^(?P<said>.+?)\s*(?P<markers>(?:\[\d+\]\s*)+)$", re.DOTALL)
_NUMBER: Final = re.compile(r"\[(\d+)\]")
# What the assistant says of itself: where something stands, and what kind of answer it is.
_OWN_WORDS: Final = re.compile(r"^(?:In )?\*.+\*.*:$|^[^“\"*]+\.$")
_LABEL: Final = re.compile(r"^(?:nummer|number) \d+: ")
_ADDED: Final = re.compile(r"\s*\\?\[[^\]\d]+\\?\]")
_MARKUP: Final = re.compile(r"\\(?=[^\w\s])|^- |^— |[“”\"„]")


def citation_recall(text: str, citations: Sequence[Citation]) -> float | None:
    """Share of an answer's statements whose words stand in a quotation that they cite.

    A statement is a paragraph or list item that is not an introduction. Editors' additions in
    square brackets, quotation marks and line breaks do not count.

    :return: ``None`` for an answer without citations.
    """
    if not citations:
        return None
    statements = [
        line.strip()
        for block in text.split("\n\n")
        for line in block.split("\n")
        if line.strip() and not _OWN_WORDS.match(line.strip())
    ]
    if not statements:
        return 0.0
    return sum(_is_carried(one, citations) for one in statements) / len(statements)


def _is_carried(statement: str, citations: Sequence[Citation]) -> bool:
    marked = _MARKED.match(statement)
    if marked is None:
        return False
    numbers = {int(number) for number in _NUMBER.findall(marked["markers"])}
    said = _plain(_LABEL.sub("", _MARKUP.sub("", marked["said"])))
    carriers = (
        _plain(source)
        for citation in citations
        if citation.number in numbers
        for source in (citation.quote, citation.translation)
        if source
    )
    return any(said in carrier for carrier in carriers)


def _plain(text: str) -> str:
    """Return only the words and figures, so that layout and punctuation marks do not decide."""
    return " ".join(re.findall(r"\w+", _ADDED.sub("", _MARKUP.sub("", text)).lower()))

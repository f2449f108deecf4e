"""Questions for the number of an element, and for the element with a number.

Each is answered with every place that numbers it, not with one of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus import Document, Language
from corpus.numbering import Numbering, asked_number, numberings, same_element
from corpus.words import tokens

_ASKS_FOR_NUMBER: Final = re.compile(
    r"\b(?:welk(?:e)? nummer|(?:what|which) number|het hoeveelste|nummer van|number of|genummerd|numbered)\b",
    re.IGNORECASE,
)
_NAMED_SHARE: Final = 0.7


def asks_for_number(question: str) -> bool:
    """Tell whether a question asks which number something has."""
    return bool(_ASKS_FOR_NUMBER.search(question))


def find_numberings(
    question: str, language: Language, documents: Sequence[Document]
) -> tuple[Numbering, ...]:
    """Return the places that number the element a question is about; none if it is about none.

    For "element 9": every place with that number in a document that has elements. For an element's
    name: every place with that name, whatever its number.
    """
    if asked_number(question, documents) is not None:
        return tuple(
            one
            for document in documents
            for one in numberings(document)
            if one.number == asked_number(question, [document])
        )
    if not asks_for_number(question):
        return ()
    everything = [one for document in documents for one in numberings(document)]
    asked = set(tokens(question, language))
    named = max(everything, key=lambda one: _share(one, asked, language), default=None)
    if named is None or _share(named, asked, language) < _NAMED_SHARE:
        return ()
    return same_element(named, everything)


def _share(one: Numbering, asked: set[str], language: Language) -> float:
    words = set(tokens(one.name_in(language), language))
    return len(words & asked) / len(words) if words else 0.0

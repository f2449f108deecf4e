"""Questions for the number of an element, and for the element with a number.

Each is answered with every place that numbers it, not with one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from corpus import Document, Language
from corpus.numbering import Numbering, numberings, same_element
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
    """Return the places that number the element whose name stands in a question.

    Every place with that name, whatever its number; none if the question names none.
    """
    everything = [one for document in documents for one in numberings(document)]
    asked = set(tokens(question, language))
    named = max(everything, key=lambda one: _share(one, asked, language), default=None)
    if named is None or _share(named, asked, language) < _NAMED_SHARE:
        return ()
    return same_element(named, everything)


def numbered(number: int, documents: Iterable[Document]) -> tuple[Numbering, ...]:
    """Return every place that gives an element this number."""
    return tuple(
        one for document in documents for one in numberings(document) if one.number == number
    )


def _share(one: Numbering, asked: set[str], language: Language) -> float:
    words = set(tokens(one.name_in(language), language))
    return len(words & asked) / len(words) if words else 0.0

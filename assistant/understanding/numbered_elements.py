"""Numbered elements, and places where a source numbers the same element differently.

A source may call an element "2" in its list and "element 3" in its explanation. A question for
such a number, or for such an element's number, is answered with every place, not with one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.understanding.heading_lists import NUMBERED
from corpus import Document, Language, Sentence
from corpus.words import tokens

_NAME_THEN_NUMBER: Final = re.compile(r"^(?P<name>.{8,}?)\s+element\s+(?P<number>\d{1,2})$")
_NUMBER_THEN_QUOTED: Final = re.compile(
    r"\b(?P<number>\d{1,2})e\s+element\s+[‘'“\"](?P<name>[^’'”\"]{8,})[’'”\"]"
)
_ASKED_NUMBER: Final = re.compile(
    r"(?<![\w-])element(?:\s+(?:nummer|number|nr\.?))?\s+(\d{1,2})\b(?!\s*[A-Z]\b)", re.IGNORECASE
)
_ASKED_ORDINAL: Final = re.compile(
    r"\b(\d{1,2})(?:e|de|ste|st|nd|rd|th)\s+element\b", re.IGNORECASE
)
_ASKS_FOR_NUMBER: Final = re.compile(
    r"\b(?:welk(?:e)? nummer|(?:what|which) number|het hoeveelste|nummer van|number of|genummerd|numbered)\b",
    re.IGNORECASE,
)
_SAME_SHARE: Final = 0.7


@dataclass(frozen=True, slots=True)
class Numbering:
    """One place where an element gets a number."""

    document: Document
    number: int
    name: str
    sentence: Sentence
    section: tuple[str, ...]
    is_heading: bool

    def name_in(self, language: Language) -> str:
        """Return the element's name for a reader; only headings have one in both languages."""
        if language == self.document.language or self.sentence.translation is None:
            return self.name
        return re.sub(r"^\d{1,2}\s+|\s+element\s+\d{1,2}$", "", self.sentence.translation)


def numberings(document: Document) -> Iterator[Numbering]:
    """Yield every place of a document that numbers an element."""
    for block in document.blocks:
        if block.kind == "heading":
            sentence = block.sentences[0]
            listed = NUMBERED.match(block.text)
            explained = _NAME_THEN_NUMBER.match(block.text)
            if listed:
                yield Numbering(document, int(listed[1]), listed[2], sentence, block.section, True)
            elif explained:
                yield Numbering(
                    document,
                    int(explained["number"]),
                    explained["name"],
                    sentence,
                    block.section,
                    True,
                )
        else:
            for sentence in block.sentences:
                for found in _NUMBER_THEN_QUOTED.finditer(sentence.text):
                    yield Numbering(
                        document,
                        int(found["number"]),
                        found["name"],
                        sentence,
                        block.section,
                        False,
                    )


def asked_number(question: str) -> int | None:
    """Return the number in "element 9" or "het 9e element"."""
    found = _ASKED_NUMBER.search(question) or _ASKED_ORDINAL.search(question)
    return int(found[1]) if found else None


def asks_for_number(question: str) -> bool:
    """Tell whether a question asks which number something has."""
    return bool(_ASKS_FOR_NUMBER.search(question))


def find_numberings(
    question: str, language: Language, documents: Sequence[Document]
) -> tuple[Numbering, ...]:
    """Return the places that number the element a question is about; none if it is about none.

    For "element 9": every place with that number. For an element's name: every place with that
    name, whatever its number.
    """
    everything = [one for document in documents for one in numberings(document)]
    number = asked_number(question)
    if number is not None:
        return tuple(one for one in everything if one.number == number)
    if not asks_for_number(question):
        return ()
    asked = set(tokens(question, language))
    named = max(everything, key=lambda one: _share(one, asked, language), default=None)
    if named is None or _share(named, asked, language) < _SAME_SHARE:
        return ()
    return same_element(named, everything)


def same_element(one: Numbering, everything: Sequence[Numbering]) -> tuple[Numbering, ...]:
    """Return every place that numbers the same element, in the order of the text."""
    name = set(tokens(one.name, one.document.language))
    return tuple(other for other in everything if _is_same(name, other))


def _is_same(name: set[str], other: Numbering) -> bool:
    words = set(tokens(other.name, other.document.language))
    return len(words & name) >= _SAME_SHARE * min(len(words), len(name))


def _share(one: Numbering, asked: set[str], language: Language) -> float:
    words = set(tokens(one.name_in(language), language))
    return len(words & asked) / len(words) if words else 0.0

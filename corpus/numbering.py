"""Numbered headings, and places where a source numbers the same one differently.

A source may call an element "2" in its list and "element 3" in its explanation. What its numbered
headings are called, it says in its document.toml (``numbered_as``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from corpus.document import Document, Sentence
from corpus.language import Language
from corpus.words import tokens

NUMBERED: Final = re.compile(r"^(\d{1,2})\s+(\S.*)$")
_SAME_SHARE: Final = 0.7
_NAMED_SHARE: Final = 0.7
_ASKS_FOR_NUMBER: Final = re.compile(
    r"\b(?:welk(?:e)? nummer|(?:what|which) number|het hoeveelste|nummer van|number of|genummerd|numbered)\b",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\d+")
# What may stand between two numbers: "2, 3 en 5", "2 versus element 5".
_JOINT: Final = r"\s*(?:,|/|&|\+|\b(?:en|and|met|with|to|vs|versus)\b\.?)\s*"


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
        return without_number(self.sentence.translation, self.document)


def numberings(document: Document) -> Iterator[Numbering]:
    """Yield every place of a document that numbers an element."""
    behind, quoted = _behind_a_name(document.numbered_as), _before_a_quoted(document.numbered_as)
    for block in document.blocks:
        is_heading = block.kind == "heading"
        for sentence in block.sentences:
            if not is_heading:
                found = [(int(one[1]), one[2]) for one in quoted.finditer(sentence.text)]
            elif listed := NUMBERED.match(block.text):
                found = [(int(listed[1]), listed[2])]
            else:
                found = [(int(one[2]), one[1]) for one in behind.finditer(block.text)]
            for number, name in found:
                yield Numbering(document, number, name, sentence, block.section, is_heading)


def numbered(number: int, documents: Iterable[Document]) -> tuple[Numbering, ...]:
    """Return every place that gives an element this number."""
    return tuple(
        one for document in documents for one in numberings(document) if one.number == number
    )


def same_element(one: Numbering, everything: Sequence[Numbering]) -> tuple[Numbering, ...]:
    """Return every place that numbers the same element, in the order of the text."""
    name = set(tokens(one.name, one.document.language))
    return tuple(other for other in everything if _is_same(name, other))


def without_number(heading: str, document: Document) -> str:
    """Return a heading of a document, in either language, without its number."""
    listed = NUMBERED.match(heading)
    behind = _behind_a_name(document.numbered_as).match(heading)
    return listed[2] if listed else behind[1] if behind else heading


def asked_numbers(question: str, documents: Iterable[Document]) -> tuple[int, ...]:
    """Return the numbers in "element 9", "elementen 2, 3 en 5" or "het 9e element", each once.

    :param documents: what numbered headings are called is what one of these calls them.
    """
    for document in documents:
        found = [one[0] for one in _asked(document.numbered_as).finditer(question)]
        if found:
            return tuple(dict.fromkeys(int(one) for text in found for one in _DIGITS.findall(text)))
    return ()


def asked_element(
    question: str, language: Language, documents: Iterable[Document]
) -> tuple[Numbering, ...]:
    """Return every place that numbers the element whose number a question asks for.

    Whatever its number is there; none if the question asks for none, or names no element.
    """
    if not _ASKS_FOR_NUMBER.search(question):
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


def _is_same(name: set[str], other: Numbering) -> bool:
    words = set(tokens(other.name, other.document.language))
    return len(words & name) >= _SAME_SHARE * min(len(words), len(name))


def _any_of(names: Sequence[str]) -> str:
    # Without a name nothing matches.
    return "|".join(map(re.escape, names)) or r"(?!)"


@cache
def _behind_a_name(names: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"^(.{{8,}}?)\s+(?:{_any_of(names)})\s+(\d{{1,2}})$")


@cache
def _before_a_quoted(names: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(\d{{1,2}})e\s+(?:{_any_of(names)})\s+[‘'“\"]([^’'”\"]{{8,}})[’'”\"]")


@cache
def _asked(names: Sequence[str]) -> re.Pattern[str]:
    any_of = _any_of(names)
    # Not "element 2 C", which is a part of one.
    number = r"\d{1,2}\b(?!\s*[A-Z]\b)"
    named = rf"(?:{any_of})(?:s|en)?(?:\s+(?:nummers?|numbers?|nrs?\.?))?"
    return re.compile(
        rf"(?<![\w-]){named}\s+{number}(?:{_JOINT}(?:{named}\s+)?{number})*"
        rf"|\b\d{{1,2}}(?:e|de|ste|st|nd|rd|th)\s+(?:{any_of})\b",
        re.IGNORECASE,
    )

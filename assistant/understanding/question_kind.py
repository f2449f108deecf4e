"""Whether a question asks for a list, and of how many things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus import LANGUAGES
from corpus.language import is_function_word

_FLAGS: Final = re.IGNORECASE
_LIST: Final = re.compile(
    r"^(?:en )?(?:noem|som|geef (?:mij |me )?(?:een )?(?:lijst|overzicht|opsomming)|welke|wat zijn|uit welke|"
    r"wat voor|waaruit|list|name|which|what are|give (?:me )?(?:a |the )?(?:list|overview)|enumerate)\b"
    r"|\b(?:op een rij|opsomming|please list|list them)\b",
    _FLAGS,
)
_NUMBER_WORDS: Final[dict[str, int]] = {
    "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "elf": 11, "twaalf": 12,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_PLURAL: Final = re.compile(r"\b\w{3,}(?:s|en)\b", _FLAGS)
_COUNT: Final = re.compile(
    rf"(?:\b(\w+)\s+)?\b(\d{{1,2}}|{'|'.join(_NUMBER_WORDS)})\s+(\w{{4,}})", _FLAGS
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things: "vier dimensies" is ``Count(4, "dimensies")``."""

    number: int
    noun: str


def asks_for_list(question: str) -> bool:
    """Tell whether a question asks for several things of one kind."""
    return bool(_LIST.search(question))


def counts_in(text: str) -> tuple[Count, ...]:
    """Return the numbers of things that a text names."""
    return tuple(
        Count(_NUMBER_WORDS.get(number.lower()) or int(number), noun.lower())
        for before, number, noun in _COUNT.findall(text)
        if not (number.isdigit() and _is_named(before))
    )


def is_number(word: str) -> bool:
    """Tell whether a word, in lower case, is a number."""
    return word.isdigit() or word in _NUMBER_WORDS


def _is_named(word: str) -> bool:
    """Tell whether a number behind a word is its name: "element 9 about", not "all 9 elements"."""
    return bool(word) and not any(is_function_word(word, language) for language in LANGUAGES)


def asked_plurals(question: str) -> str:
    """Return the words of a question that may be plurals: what a list must be a list of."""
    return " ".join(_PLURAL.findall(question))

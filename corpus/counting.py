"""Numbers of things in a text: "vier dimensies", "12 elements"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.language import LANGUAGES, is_function_word

_NUMBER_WORDS: Final[dict[str, int]] = {
    "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "elf": 11, "twaalf": 12,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_COUNT: Final = re.compile(
    rf"(?:\b(\w+)\s+)?\b(\d{{1,2}}|{'|'.join(_NUMBER_WORDS)})\s+(\w{{4,}})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things: "vier dimensies" is ``Count(4, "dimensies")``."""

    number: int
    noun: str


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

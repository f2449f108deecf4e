"""Finding what was read of a page on that page again.

The text of a document is tidier than its pages: lines are joined, hyphens of line ends and numbers
of notes are gone, ligatures are two letters. So only letters and figures are compared.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from corpus.reading.stretches import Stretch

# How many letters around it are compared too: none, a line on both sides or on either (at the other
# may be the end of the page), all in front of it or behind it.
_LINE: Final = 80
_ALL: Final = 1_000_000
_AROUND: Final = ((0, 0), (_LINE, _LINE), (_LINE, 0), (0, _LINE), (_ALL, 0), (0, _ALL))


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters and figures of a text, without accents; ``places``: where in it each stands."""

    text: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Letters:
        """Take the letters out of a text; a ligature or a letter with an accent is taken apart."""
        found = [
            (letter, place)
            for place, one in enumerate(text)
            for letter in unicodedata.normalize("NFKD", one)
            if letter.isalnum()
        ]
        return cls("".join(letter for letter, _ in found), tuple(place for _, place in found))

    def begins_word(self, index: int) -> bool:
        """Tell whether something else stands before a letter: the one before it is further off."""
        return index == 0 or self.places[index] - self.places[index - 1] > 1

    def ends_word(self, index: int) -> bool:
        """Tell whether something else stands behind a letter."""
        return index + 1 == len(self.places) or self.begins_word(index + 1)


def find_stretch(page: str, stretch: Stretch) -> range | None:
    """Return where a stretch stands in the text of its page, ``None`` where that is not certain.

    It has to stand there letter for letter, and at one place only that it can be told to be at.

    :param page: with the numbers of notes blanked out, which are not read.
    """
    letters = Letters.of(page)
    wanted = Letters.of(stretch.text).text
    if not wanted:
        return None
    before, after = Letters.of(stretch.before).text, Letters.of(stretch.after).text
    for in_front, behind in _AROUND:
        head, tail = before[max(0, len(before) - in_front) :], after[:behind]
        found = [
            first
            for first in _starts(letters.text, head + wanted + tail, len(head))
            if _is_of_words(letters, first, first + len(wanted) - 1, stretch)
        ]
        if len(found) == 1:
            first = letters.places[found[0]]
            last = letters.places[found[0] + len(wanted) - 1]
            return _with_marks(page, first, last, stretch.text)
    return None


def _starts(text: str, wanted: str, within: int) -> Iterator[int]:
    """Yield where in ``text`` each occurrence has its character number ``within``."""
    at = text.find(wanted)
    while at >= 0:
        yield at + within
        at = text.find(wanted, at + 1)


def _is_of_words(letters: Letters, first: int, last: int, stretch: Stretch) -> bool:
    """Tell whether whole words stand there, where the stretch begins and ends with whole ones."""
    return (letters.begins_word(first) or stretch.before[-1:].isalnum()) and (
        letters.ends_word(last) or stretch.after[:1].isalnum()
    )


def _with_marks(page: str, first: int, last: int, text: str) -> range:
    """Widen to the marks that stand against the first and last word: quotes, a full stop."""
    own = [place for place, one in enumerate(text) if one.isalnum()]
    head = page[max(0, first - _marks(text[: own[0]][::-1])) : first][::-1]
    tail = page[last + 1 : last + 1 + _marks(text[own[-1] + 1 :])]
    return range(first - _marks(head), last + 1 + _marks(tail))


def _marks(text: Sequence[str]) -> int:
    return len(list(takewhile(lambda one: not (one.isspace() or one.isalnum()), text)))

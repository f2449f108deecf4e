"""Finding the stretch of a passage that a chat model quotes.

A quote counts as found when it stands in the passage, whole, after one normalisation of both:
Unicode NFKC; every quotation mark the same; every hyphen and dash the same; no soft hyphens or
other invisible characters; every run of white space one space. Nothing else: no word may differ.
What is shown is the original, widened to whole sentences, so that a quote cannot leave out a "not".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from corpus import Sentence
from index.passages import Passage

_QUOTATION_MARKS: Final = frozenset("\"'“”„‟‘’‚‛«»‹›`´")
_HYPHENS: Final = frozenset("-‐‑‒–—―−")
_INVISIBLE: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
# "De raad" stands in every passage and says nothing.
_WORDS_MIN: Final = 3
# Between two sentences of a text stand a line end, a bullet, a link text; more is another place.
_GAP_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """Whole sentences of a passage, ``first`` to ``last`` (both included)."""

    passage: Passage
    first: int
    last: int

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that the quote touches."""
        return self.passage.sentences[self.first : self.last + 1]


def find_quote(quote: str, passage: Passage) -> FoundQuote | None:
    """Return where a quote stands in a passage, in its own language or its translation.

    A quote of less than three words counts only when it is a whole sentence or item.
    """
    wanted = normalise(quote)
    if not wanted:
        return None
    for texts in (_originals(passage), _translations(passage)):
        found = _find(wanted, texts)
        if found is None:
            continue
        first, last = found
        sentences = passage.sentences[first : last + 1]
        if any(after.start - before.end > _GAP_MAX for before, after in pairwise(sentences)):
            continue
        is_whole = first == last and normalise(texts[first]).strip(" .") == wanted.strip(" .")
        if len(wanted.split()) >= _WORDS_MIN or is_whole:
            return FoundQuote(passage, first, last)
    return None


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """Return a text as quotes are compared in."""
    characters = []
    for character in unicodedata.normalize("NFKC", text):
        if character in _INVISIBLE:
            continue
        if character in _QUOTATION_MARKS:
            characters.append("'")
        elif character in _HYPHENS:
            characters.append("-")
        else:
            characters.append(character)
    return " ".join("".join(characters).split())


def _originals(passage: Passage) -> Sequence[str]:
    return [sentence.text for sentence in passage.sentences]


def _translations(passage: Passage) -> Sequence[str]:
    return [sentence.translation or "" for sentence in passage.sentences]


def _find(wanted: str, texts: Sequence[str]) -> tuple[int, int] | None:
    """Return the first and last text that hold ``wanted`` when all are read as one."""
    joined = ""
    ends = []
    for text in texts:
        part = normalise(text)
        joined += (" " if joined and part else "") + part
        ends.append(len(joined))
    start = joined.find(wanted)
    if start < 0:
        return None
    end = start + len(wanted)
    first = next(place for place, edge in enumerate(ends) if start < edge)
    last = next(place for place, edge in enumerate(ends) if end <= edge)
    return first, last

"""Whether one text gives another away: the content words that they share."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from corpus import Language
from corpus.words import tokens

# From this length on, a word inside another is a part of a compound: "betrokkenheid" in
# "medewerkersbetrokkenheid". Below it, it is chance: "raad" in "draad".
_COMPOUND_PART_MIN: Final = 5
_ALIKE_SHARE: Final = 0.6


@lru_cache(maxsize=4096)
def content_words(text: str, language: Language) -> frozenset[str]:
    """Return the stemmed words of a text that carry meaning."""
    return frozenset(word for word in tokens(text, language) if len(word) > 2)


def is_given_away(stem: str, right: str, wrong: str, language: Language) -> bool:
    """Tell whether the right answer shares words with the question that a wrong one does not.

    Words that both of them share with the question tell nothing. Of the right answer a likeness
    counts, of a wrong one only the word itself: "veranderen" is no match for "verantwoording".
    """
    told, others = content_words(right, language), content_words(wrong, language)
    shared = [
        word for word in content_words(stem, language) if any(_same(word, one) for one in told)
    ]
    return not all(any(word in one for one in others) for word in shared)


def is_alike(one: str, other: str, language: Language) -> bool:
    """Tell whether two texts say nearly the same: most words of the shorter one are shared."""
    first, second = content_words(one, language), content_words(other, language)
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) >= _ALIKE_SHARE * shorter


def _same(word: str, other: str) -> bool:
    """Tell whether two stems are one word, one inside the other, or two with one beginning.

    "innovatiecultuur" gives "innovatiemanagement" away, and so does "innoveren".
    """
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) < _COMPOUND_PART_MIN:
        return shorter == longer
    return shorter in longer or longer.startswith(shorter[:_COMPOUND_PART_MIN])

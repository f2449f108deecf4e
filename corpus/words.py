"""The words of a text, as they are compared: stemmed, without case, accents and stop words.

Snowball stemming. Two things Dutch needs beyond stemming: words written with and without diacritics
or hyphen count as the same, and the parts of a hyphenated word count as words of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

from corpus.language import Language, content_words

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# "HRprocessen" is also "HR" and "processen".
_ABBREVIATION_AND_WORD: Final = re.compile(r"\b([A-Z]{2,})([a-z]{3,})\b")
_SPLIT: Final = re.compile(r"['’.-]")
_STEMMERS: Final[dict[Language, str]] = {"nl": "dutch", "en": "english"}


def tokens(text: str, language: Language) -> list[str]:
    """Return the stemmed words of a text, stop words left out, in order."""
    stemmed: list[str] = _stemmer(language).stemWords(plain_words(text, language))
    return stemmed


def plain_words(text: str, language: Language) -> list[str]:
    """Return the words of a text as they stand there, stop words left out, in order."""
    plain = without_accents(_ABBREVIATION_AND_WORD.sub(r"\1\2 \1 \2", text).lower())
    words: list[str] = []
    for token in _TOKEN.findall(plain):
        parts = [part for part in _SPLIT.split(token) if part]
        words.extend(parts)
        if len(parts) > 1:
            words.append("".join(parts))
    stop_words = _stop_words(language)
    return [word for word in words if word not in stop_words]


def stems_beside(text: str, language: Language, names: Iterable[str]) -> set[str]:
    """Return the stems of what a text says beside some names, grammar words left out."""
    called = {stem for name in names for stem in tokens(name, language)}
    return set(tokens(" ".join(content_words(text, language)), language)) - called


def visible_text(text: str) -> str:
    """Return a text without what cannot be seen in it; its lines stay lines."""
    visible = "".join(
        " " if unicodedata.category(mark) in ("Cc", "Zl", "Zp") and mark != "\n" else mark
        for mark in text
        # Format marks (bidirectional overrides, zero-width) and lone surrogates say nothing.
        if unicodedata.category(mark) not in ("Cf", "Cs", "Co", "Cn")
    )
    # After that, because a mark taken out may have kept a letter from its accent.
    return unicodedata.normalize("NFC", visible)


def without_accents(text: str) -> str:
    """Return a text with plain letters: "à" becomes "a"."""
    if text.isascii():  # 5 ms of some 95 for a question
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


@cache
def _stop_words(language: Language) -> frozenset[str]:
    from bm25s.stopwords import STOPWORDS_DUTCH, STOPWORDS_EN

    words = STOPWORDS_DUTCH if language == "nl" else STOPWORDS_EN
    return frozenset(without_accents(word) for word in words)


@cache
def _stemmer(language: Language):  # type: ignore[no-untyped-def]  # PyStemmer has no types
    import Stemmer

    return Stemmer.Stemmer(_STEMMERS[language])

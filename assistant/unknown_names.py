"""Names and codes in a question that the library does not have.

"Wat zegt ISO 9001 over klachten?" is near a lot of what ISO 11367 says about complaints, and yet
the sources do not answer it: they never speak of ISO 9001.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Final

from corpus import LANGUAGES
from corpus.language import is_function_word

_WORD: Final = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_CODE: Final = re.compile(r"^(?:\d{3,}|[A-Z]{2,}\d*|[A-Z]+\d+)$")
_NAME: Final = re.compile(r"^[A-ZÀ-Þ][a-zà-ÿ’'-]{2,}$")
# "Ik werk bij de gemeente Utrecht": where the asker is, not what is asked about.
_PLACE_BEFORE: Final = re.compile(
    r"(?:\b(?:in|bij|te|uit|at|from|near|gemeente|provincie|municipality of|city of)\s+(?:de |het |the )?)$",
    re.IGNORECASE,
)
_SENTENCE_START: Final = re.compile(r"(?:^|[.?!:]\s+|[“\"‘'(]\s*)$")
# As alike as "Nicolay" and "Nicolai".
_ALIKE: Final = 0.8
# In "WAT IS EEN TRIBELEAD" and "What Is A Purpose Team" capitals mark no names.
_CAPITALS_MAX: Final = 0.6
# Each name is compared with every word of the library.
_NAMES_MAX: Final = 20


def unknown_names(
    question: str, is_known: Callable[[str], bool], vocabulary: Callable[[], list[str]]
) -> tuple[str, ...]:
    """Return the names and codes of a question that no document mentions.

    :param is_known: tells whether the library has a word, in any of its languages.
    :param vocabulary: returns the library's words, for telling a misspelt name.
    """
    words = _WORD.findall(question)
    if sum(word[0].isupper() for word in words) > _CAPITALS_MAX * len(words):
        return ()
    found = [
        word[0]
        for word in _WORD.finditer(question)
        if _is_name(word[0], question[: word.start()]) and not is_known(word[0])
    ][:_NAMES_MAX]
    if not found:
        return ()
    known = vocabulary()
    return tuple(
        name
        for name in found
        if _CODE.match(name) or not get_close_matches(name.lower(), known, n=1, cutoff=_ALIKE)
    )


def _is_name(word: str, before: str) -> bool:
    if any(is_function_word(word, language) for language in LANGUAGES):
        return False
    if _CODE.match(word):
        return not _PLACE_BEFORE.search(before)
    return bool(
        _NAME.match(word)
        and not _SENTENCE_START.search(before)
        and not _PLACE_BEFORE.search(before)
    )

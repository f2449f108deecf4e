"""Words of grammar that carry meaning: modals, quantifiers, conditions and the like.

They are few and known, so they can be compared by rule where the rest of a sentence cannot. Which
they are, what each is worth and how far it reaches stands in ``closed_classes.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from corpus import Language

Reach = Literal["", "clause", "sentence", "quotation"]

_FILE: Final = Path(__file__).with_name("closed_classes.toml")
# "Zowel … als" is "both … and", no condition.
_BOTH: Final = re.compile(r"\b(zowel\b[^.;:!?]*?)\bals\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*|[%€]")


@dataclass(frozen=True, slots=True)
class ClassWord:
    """A word of a closed class in a text, or several that count as one.

    ``strengths``: what it may be worth within its class; ``reach``: what it restricts; ``start``
    and ``end``: which of the text's words it is.
    """

    kind: str
    strengths: frozenset[str]
    reach: Reach
    start: int
    end: int

    def meets(self, other: ClassWord) -> bool:
        """Tell whether both are of one class and may be worth the same."""
        return self.kind == other.kind and bool(self.strengths & other.strengths)


@dataclass(frozen=True, slots=True)
class _Classes:
    """The closed classes of a language; ``meanings``: per phrase its classes and strengths."""

    meanings: dict[tuple[str, ...], dict[str, frozenset[str]]]
    reaches: dict[str, Reach]
    longest: int


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, as closed classes are looked up in."""
    plain = _BOTH.sub(r"\1en", text.lower())
    return [word.replace("’", "'") for word in _WORD.findall(plain)]


def class_words(text: str, language: Language) -> tuple[ClassWord, ...]:
    """Return the words of closed classes in a text, the longest phrase at each place."""
    classes = _classes(language)
    words = words_of(text)
    found: list[ClassWord] = []
    start = 0
    while start < len(words):
        phrases = (tuple(words[start : start + size]) for size in range(classes.longest, 0, -1))
        phrase = next((one for one in phrases if one in classes.meanings), ())
        end = start + (len(phrase) or 1)
        found += [
            ClassWord(kind, strengths, classes.reaches[kind], start, end)
            for kind, strengths in classes.meanings.get(phrase, {}).items()
        ]
        start = end
    return tuple(found)


@cache
def _classes(language: Language) -> _Classes:
    meanings: dict[tuple[str, ...], dict[str, frozenset[str]]] = {}
    reaches: dict[str, Reach] = {}
    for kind, table in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        reaches[kind] = table.pop("limits")
        for strength, phrases in table.items():
            for phrase in phrases[language]:
                of_phrase = meanings.setdefault(tuple(words_of(phrase)), {})
                of_phrase[kind] = of_phrase.get(kind, frozenset()) | {strength}
    return _Classes(meanings, reaches, max(map(len, meanings)))

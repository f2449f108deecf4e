"""The glossary: the terms of the field in both languages, each with the passage that explains it.

Besides being read, it widens a question for keyword search: whoever asks about a "purpose team"
in Dutch must also find "opgaveteam".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from corpus.document import Document
from corpus.errors import DescriptionInvalid
from corpus.language import Language
from corpus.toml_file import read_toml
from corpus.words import without_accents

SHIPPED_GLOSSARY: Final[Path] = Path(__file__).parent / "documents" / "glossary.toml"

# Regular inflections only; a glossary lists the others. A stemmer would do too much: to Snowball,
# "verantwoording" and "verantwoordelijkheid" are one word, as are "bedoeling" and "bedoelt".
_ENDINGS: Final[dict[Language, str]] = {"nl": "(?:e|en|es|n|s|'s)?", "en": "(?:s|es|'s)?"}
_LONG_VOWEL: Final = re.compile(r"(aa|ee|oo|uu)([b-df-hj-np-tv-z])$")
_BETWEEN_WORDS: Final = re.compile(r"[\s-]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One term; ``quote`` is what its explanation rests on.

    ``quote`` is ``original[start:end]`` of ``document``. ``also_nl`` and ``also_en`` are other
    names of the same thing in that language, loanwords included.
    """

    nl: str
    en: str
    also_nl: tuple[str, ...]
    also_en: tuple[str, ...]
    explanation_nl: str
    explanation_en: str
    document: str
    start: int
    end: int
    quote: str = field(repr=False)

    def term(self, language: Language) -> str:
        """Return the term in one language."""
        return self.nl if language == "nl" else self.en

    def also(self, language: Language) -> tuple[str, ...]:
        """Return its other names in one language."""
        return self.also_nl if language == "nl" else self.also_en

    def names(self, language: Language) -> tuple[str, ...]:
        """Return the term and its other names in one language."""
        return (self.term(language), *self.also(language))

    def explanation(self, language: Language) -> str:
        """Return the explanation in one language."""
        return self.explanation_nl if language == "nl" else self.explanation_en


_Text = Annotated[str, Field(pattern=r"^\S(.*\S)?$")]  # one line, without margins


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    nl: _Text
    en: _Text
    also_nl: tuple[_Text, ...]
    also_en: tuple[_Text, ...]
    explanation_nl: _Text
    explanation_en: _Text
    document: _Text
    quote: _Text


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    term: tuple[_Row, ...] = ()


def read_glossary(path: Path, documents: Mapping[str, Document]) -> tuple[Term, ...]:
    """Read a glossary.toml and find each quote in its document.

    A quote that stands in several places counts where it stands first.

    :param documents: by id; each entry must name one of them.
    :raises DescriptionInvalid: naming the file, the entry and what is wrong with it.
    :raises DocumentUnreadable: the file cannot be opened.
    """
    rows = read_toml(path, _File, _place).term
    _refuse_doubles(path, rows)
    return tuple(_placed(path, row, documents) for row in rows)


def mentioned_terms(
    question: str, language: Language, glossary: Iterable[Term]
) -> tuple[Term, ...]:
    """Return the terms that a question mentions, in the order of mention.

    Whole words are compared, whatever their case, accents, hyphens or regular plural. What is
    part of a longer name ("opgave" in "opgave-eigenaar") is not a mention.
    """
    asked = _folded(question)
    mentions = [
        (found.start(), found.end(), term)
        for term in glossary
        for name in term.names(language)
        for found in _pattern(name, language).finditer(asked)
    ]
    mentions.sort(key=lambda mention: mention[0] - mention[1])
    kept: list[tuple[int, int, Term]] = []
    for start, end, term in mentions:
        # Two terms may share a name: "purpose" is both "bedoeling" and "opgave".
        if all(
            end <= other_start or other_end <= start or (start, end) == (other_start, other_end)
            for other_start, other_end, _ in kept
        ):
            kept.append((start, end, term))
    kept.sort(key=lambda mention: mention[0])
    # One may be known by two names that are the same but for a plural.
    return tuple(dict.fromkeys(term for _, _, term in kept))


def expand_terms(question: str, language: Language, glossary: Iterable[Term]) -> list[str]:
    """Return the other names of the terms that a question mentions, in the order of mention.

    Names that the question has already are left out.
    """
    asked = _folded(question)
    names = {
        _folded(name): name
        for term in mentioned_terms(question, language, glossary)
        for name in term.names(language)
    }
    return [name for name in names.values() if not _pattern(name, language).search(asked)]


def _refuse_doubles(path: Path, rows: Iterable[_Row]) -> None:
    # Only the Dutch term is an entry's own: "bedoeling" and "opgave" are both "purpose".
    terms: set[str] = set()
    for row in rows:
        if _folded(row.nl) in terms:
            raise DescriptionInvalid(
                f"{path}: the term {row.nl!r} stands in it twice; take one of them out."
            )
        terms.add(_folded(row.nl))
        for names in ((row.nl, *row.also_nl), (row.en, *row.also_en)):
            folded = [_folded(name) for name in names]
            if len(set(folded)) < len(folded):
                raise DescriptionInvalid(
                    f"{path}: the term {row.nl!r} has a name twice among "
                    f"{', '.join(names)}; take one of them out."
                )


def _placed(path: Path, row: _Row, documents: Mapping[str, Document]) -> Term:
    document = documents.get(row.document)
    if document is None:
        raise DescriptionInvalid(
            f"{path}: the term {row.nl!r} names the document {row.document!r}, which is not in "
            f"the library; name one of {', '.join(sorted(documents))}."
        )
    start = document.original.find(row.quote)
    if start < 0:
        raise DescriptionInvalid(
            f"{path}: the quote of the term {row.nl!r} does not stand, character for character, "
            f"in {row.document}; copy it from original.txt."
        )
    return Term(**row.model_dump(), start=start, end=start + len(row.quote))


def _place(location: tuple[int | str, ...], values: Mapping[str, object]) -> str:
    """Name an entry by its number and, where it has one, its Dutch term: "term 4 ('opgave').en"."""
    match location:
        case ("term", int(number), *rest):
            rows = values.get("term")
            row = rows[number] if isinstance(rows, list) else None
            name = f" ({row['nl']!r})" if isinstance(row, dict) and "nl" in row else ""
            return ".".join([f"term {number + 1}{name}", *map(str, rest)])
    return ".".join(map(str, location))


@cache
def _pattern(name: str, language: Language) -> re.Pattern[str]:
    words = (_inflected(word, language) for word in _BETWEEN_WORDS.split(_folded(name)))
    return re.compile(rf"(?<!\w){_BETWEEN_WORDS.pattern.join(words)}(?!\w)")


def _inflected(word: str, language: Language) -> str:
    regular = re.escape(word) + _ENDINGS[language]
    long_vowel = _LONG_VOWEL.search(word) if language == "nl" else None
    if long_vowel is None:
        return regular
    # eigenaar, eigenaren; hefboom, hefbomen
    opened = word[: long_vowel.start()] + long_vowel[1][0] + long_vowel[2]
    return f"(?:{regular}|{re.escape(opened)}en?)"


def _folded(text: str) -> str:
    return without_accents(text.casefold().replace("’", "'"))

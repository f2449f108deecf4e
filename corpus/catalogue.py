"""The catalogue: what each passage and each sentence answers, in the words of people who ask.

Document expansion (Nogueira et al. 2019, "Document Expansion by Query Prediction"), written for
each passage in both languages. An entry belongs to a stretch of the original and carries a digest
of it, so that a changed text is noticed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from corpus.language import Language
from corpus.toml_file import read_toml

# At most 100 characters, two lines on a phone: seven in eight of the shipped ones.
_ONE_QUESTION: Final = re.compile(r"[^.!?]{1,99}\?")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """Questions that ``original[start:end]`` answers and key terms that are not in it.

    ``is_outline``: written for the headings in that stretch, not for the text between them.
    """

    start: int
    end: int
    is_outline: bool
    is_stale: bool
    questions_nl: tuple[str, ...]
    questions_en: tuple[str, ...]
    terms_nl: tuple[str, ...]
    terms_en: tuple[str, ...]

    def questions(self, language: Language) -> tuple[str, ...]:
        """Return the questions in one language."""
        return self.questions_nl if language == "nl" else self.questions_en

    def shown_questions(self, language: Language) -> tuple[str, ...]:
        """Return those that read as a question of one sentence, as a button can show it.

        The others are there to be found: keywords in a row, typing errors, a story in front.
        """
        return tuple(
            one
            for one in self.questions(language)
            if one[0].isupper() and _ONE_QUESTION.fullmatch(one)
        )

    def terms(self, language: Language) -> tuple[str, ...]:
        """Return the key terms in one language."""
        return self.terms_nl if language == "nl" else self.terms_en


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    outline: bool = False
    digest: str = Field(min_length=16, max_length=16)
    begins: str
    questions_nl: tuple[str, ...]
    questions_en: tuple[str, ...]
    terms_nl: tuple[str, ...]
    terms_en: tuple[str, ...]


class _SentenceRow(BaseModel):
    """Questions to one sentence, which is given word for word."""

    model_config = ConfigDict(extra="forbid")

    quote: str = Field(min_length=1)
    questions_nl: tuple[str, ...]
    questions_en: tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    passage: tuple[_Row, ...] = ()
    sentence: tuple[_SentenceRow, ...] = ()


def text_digest(text: str) -> str:
    """Return the digest that ties an entry to its text: 16 hexadecimal digits of SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_catalogue(path: Path, original: str) -> tuple[CatalogueEntry, ...]:
    """Read a catalogue.toml and compare each entry with the text it was written for.

    :raises DescriptionInvalid: naming the file, the entry and what is wrong with it.
    :raises DocumentUnreadable: the file cannot be opened.
    """
    file = read_toml(path, _File)
    passages = tuple(
        CatalogueEntry(
            start=row.start,
            end=row.end,
            is_outline=row.outline,
            is_stale=text_digest(original[row.start : row.end]) != row.digest,
            questions_nl=row.questions_nl,
            questions_en=row.questions_en,
            terms_nl=row.terms_nl,
            terms_en=row.terms_en,
        )
        for row in file.passage
    )
    return (*passages, *(_sentence_entry(row, original) for row in file.sentence))


def _sentence_entry(row: _SentenceRow, original: str) -> CatalogueEntry:
    start = original.find(row.quote)
    return CatalogueEntry(
        start=max(start, 0),
        end=max(start, 0) + len(row.quote),
        is_outline=False,
        is_stale=start < 0,
        questions_nl=row.questions_nl,
        questions_en=row.questions_en,
        terms_nl=(),
        terms_en=(),
    )

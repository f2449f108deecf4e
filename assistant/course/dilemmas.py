"""Dilemmas of a library: a statement, with passages for it and against it.

A folder of documents may hold a ``dilemmas.toml`` beside its ``glossary.toml``, written by people
who know the documents. It is checked against them: a quote that does not stand in its document is
refused when the file is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.course.excerpt import Excerpt, excerpts_of
from corpus import Document, Language
from corpus.errors import DescriptionInvalid
from corpus.toml_file import read_toml


@dataclass(frozen=True, slots=True)
class Dilemma:
    """A statement to discuss, in both languages; no sentence stands on both sides."""

    title_nl: str
    title_en: str
    statement_nl: str
    statement_en: str
    in_favour: tuple[Excerpt, ...]
    against: tuple[Excerpt, ...]

    def title(self, language: Language) -> str:
        """Return its name in one language."""
        return self.title_nl if language == "nl" else self.title_en

    def statement(self, language: Language) -> str:
        """Return the statement in one language."""
        return self.statement_nl if language == "nl" else self.statement_en

    @property
    def excerpts(self) -> tuple[Excerpt, ...]:
        """Both sides, those in favour first."""
        return (*self.in_favour, *self.against)


_Text = Annotated[str, Field(pattern=r"^\S(.*\S)?$")]  # one line, without margins


class _Quote(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    document: _Text
    quote: _Text


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title_nl: _Text
    title_en: _Text
    statement_nl: _Text
    statement_en: _Text
    in_favour: Annotated[tuple[_Quote, ...], Field(min_length=1)]
    against: Annotated[tuple[_Quote, ...], Field(min_length=1)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    dilemma: tuple[_Row, ...] = ()


def read_dilemmas(path: Path, documents: Mapping[str, Document]) -> tuple[Dilemma, ...]:
    """Read a dilemmas.toml and find each quote in its document.

    :raises DescriptionInvalid: naming the file, the dilemma and what is wrong with it.
    :raises DocumentUnreadable: the file cannot be opened.
    """
    return tuple(
        Dilemma(
            title_nl=row.title_nl,
            title_en=row.title_en,
            statement_nl=row.statement_nl,
            statement_en=row.statement_en,
            in_favour=tuple(_found(path, row, one, documents) for one in row.in_favour),
            against=tuple(_found(path, row, one, documents) for one in row.against),
        )
        for row in read_toml(path, _File).dilemma
    )


def _found(path: Path, row: _Row, one: _Quote, documents: Mapping[str, Document]) -> Excerpt:
    document = documents.get(one.document)
    if document is None:
        raise DescriptionInvalid(
            f"{path}: the dilemma {row.title_nl!r} names the document {one.document!r}, which is "
            f"not in the library; name one of {', '.join(sorted(documents))}."
        )
    start = document.original.find(one.quote)
    for excerpt in excerpts_of(document):
        if start >= 0 and excerpt.sentence.start <= start < excerpt.sentence.end:
            return excerpt
    raise DescriptionInvalid(
        f"{path}: the quote {one.quote!r} of the dilemma {row.title_nl!r} does not stand, character "
        f"for character, in a sentence of {one.document}; copy it from original.txt."
    )

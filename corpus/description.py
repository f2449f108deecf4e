"""document.toml: what is known about a document, and where its text needs a hint."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, AliasChoices, BaseModel, ConfigDict, Field

from corpus.language import Language
from corpus.origin import Origin
from corpus.toml_file import read_toml


def _one_word(text: str) -> str:
    if not re.fullmatch(r"[^\W\d_]+", text):
        raise ValueError(f'{text!r} must be one word without a number, as in "element"')
    return text


_Word = Annotated[str, AfterValidator(_one_word)]


class StructureHints(BaseModel):
    """Lines that plain text does not tell apart. Each is compared as a whole, without its margins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title_lines: tuple[str, ...] = ()
    sections: tuple[str, ...] = Field(
        default=(), description="headings of the first level; every other heading comes under one"
    )
    furniture: tuple[str, ...] = Field(
        default=(), description="lines of the web page, not of the document"
    )
    byline_links: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        default=(), description="how a link behind a speaker's office begins, in either language"
    )


class Description(Origin):
    """The contents of a document.toml. Only what the text itself tells; nothing is invented."""

    title: str = Field(min_length=1)
    translated_title: str | None = None
    short_title_nl: str | None = Field(
        default=None, min_length=1, description="what it is called behind a quotation"
    )
    short_title_en: str | None = Field(default=None, min_length=1)
    about_nl: str | None = Field(
        default=None, min_length=1, description="what it is, in one sentence of a few words"
    )
    about_en: str | None = Field(default=None, min_length=1)
    language: Language
    place: str | None = None
    names_nl: tuple[str, ...] = Field(default=(), description="what people call the document")
    names_en: tuple[str, ...] = ()
    subjects_nl: tuple[str, ...] = Field(default=(), description="what the whole document is about")
    subjects_en: tuple[str, ...] = ()
    numbered_as: tuple[_Word, ...] = Field(
        default=(), description="what its numbered headings are called, as in 'element 9'"
    )
    rights: str = Field(min_length=1, validation_alias=AliasChoices("rights", "licence"))
    structure: StructureHints = StructureHints()


def read_description(path: Path) -> Description:
    """Read a document.toml.

    :raises DescriptionInvalid: naming the file, the key and what is wrong with it.
    :raises DocumentUnreadable: the file cannot be opened.
    """
    return read_toml(path, Description)

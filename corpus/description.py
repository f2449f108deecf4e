"""document.toml: what is known about a document, and where its text needs a hint."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from corpus.language import Language
from corpus.toml_file import read_toml


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StructureHints(_Strict):
    """Lines that plain text does not tell apart. Each is compared as a whole, without its margins."""

    title_lines: tuple[str, ...] = ()
    sections: tuple[str, ...] = Field(
        default=(), description="headings of the first level; every other heading comes under one"
    )
    furniture: tuple[str, ...] = Field(
        default=(), description="lines of the web page, not of the document"
    )


class Description(_Strict):
    """The contents of a document.toml. Only what the text itself tells; nothing is invented."""

    title: str = Field(min_length=1)
    translated_title: str | None = None
    language: Language
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    names_nl: tuple[str, ...] = Field(default=(), description="what people call the document")
    names_en: tuple[str, ...] = ()
    subjects_nl: tuple[str, ...] = Field(default=(), description="what the whole document is about")
    subjects_en: tuple[str, ...] = ()
    rights: str = Field(min_length=1)
    structure: StructureHints = StructureHints()


def read_description(path: Path) -> Description:
    """Read a document.toml.

    :raises DescriptionInvalid: naming the file, the key and what is wrong with it.
    :raises DocumentUnreadable: the file cannot be opened.
    """
    return read_toml(path, Description)

"""A document as plain values; every kind of file is written from these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from corpus import Language

Numbering = Literal["bullet", "number", "letter"]
HeadingLevel = Literal[1, 2, 3]

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style.

    :param language: where it is not the language of the publication.
    :param url: an address outside the document that the text leads to.
    :param target: the ``anchor`` of a heading or paragraph of the document that it leads to.
    """

    text: str
    is_bold: bool = False
    is_italic: bool = False
    language: Language | None = None
    url: str | None = None
    target: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the publication stands above level 1.

    ``anchor`` names the place, so that a run can lead to it: letters, digits and hyphens.
    """

    level: HeadingLevel
    runs: Runs
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    runs: Runs
    anchor: str | None = None

    @property
    def is_lead(self) -> bool:
        """Whether it is bold altogether: it stays on the page of what follows."""
        return all(run.is_bold for run in self.runs)

    @property
    def is_aside(self) -> bool:
        """Whether it is in italics altogether: kept with what follows too, and small on a slide."""
        return all(run.is_italic for run in self.runs)


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; numbers and letters begin anew in every list."""

    items: tuple[Runs, ...]
    numbering: Numbering = "bullet"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation in a block of its own, with a line that tells where it stands."""

    runs: Runs
    source: Runs = ()
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a row that names the columns, and rows of as many cells.

    ``description`` is its alternative text, which tells what the table holds. ``widths`` are those
    of the columns, in any unit; equal when left out.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    description: str
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("every row of a table needs as many cells as its header")
        if self.widths and len(self.widths) != len(self.header):
            raise ValueError("a table needs as many widths as columns")

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of the whole width that each column has."""
        widths = self.widths or (1,) * len(self.header)
        return tuple(width / sum(widths) for width in widths)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What only the speaker sees: the notes of a slide, small print in a text."""

    paragraphs: tuple[Runs, ...]


Block = Heading | Paragraph | ItemList | Quotation | Table | PageBreak | Notes


@dataclass(frozen=True, slots=True)
class Publication:
    """A whole document.

    :param notice: who or what made it, how and when; stands under the title and in the
        properties of the file.
    :param mark: the same in a few words, at the foot of every page.
    :param settings: what it was made with, as names and values, for the properties of the file.
    """

    title: str
    language: Language
    notice: str
    mark: str
    author: str
    made_at: datetime
    blocks: tuple[Block, ...]
    settings: tuple[tuple[str, str], ...] = ()


def text(content: str, *, language: Language | None = None) -> Runs:
    """Return a text without any style as runs."""
    return (Run(content, language=language),)


def plain(runs: Sequence[Run]) -> str:
    """Return the text of runs without their style."""
    return "".join(run.text for run in runs)

"""What a writer hands over: statements, each with the quotations it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.passages import Passage

StatementKind = Literal["sentence", "item", "speaker"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of a passage's document, from one sentence's start to another one's end."""

    passage: Passage
    start: int
    end: int
    translation: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is said in an answer, in the reader's language, and what it rests on.

    ``kind``: running text, an item of a list, or the speaker of the statements before it.
    """

    text: str
    quotation: Quotation
    kind: StatementKind = "sentence"

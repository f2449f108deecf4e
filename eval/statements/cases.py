"""Statements on quotations, each known to be a lie or fair.

The quotations are of the shipped documents, or of invented texts (``texts.jsonl``), where each stands
by itself with several statements on it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    ValidationError,
)

from corpus import Language
from corpus.text_file import read_text, split_lines
from eval.errors import QuestionsInvalid

Verdict = Literal["lie", "fair"]


class Case(BaseModel):
    """A statement as a chat model might write it, with the quotation that it cites.

    ``kind``: of lie, or of rewording.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language
    quotation_language: Language
    quotation: str = Field(min_length=1)
    statement: str = Field(min_length=1)
    verdict: Verdict
    kind: str = Field(min_length=1)

    @property
    def direction(self) -> str:
        """The language of the quotation, and of the statement."""
        return f"{self.quotation_language}-{self.language}"


class LibraryCase(Case):
    """One with a quotation of a document of the library.

    ``document``: its file, such as ``tip-16-mandaat/original.txt``; ``question``: to which the
    statement would be the answer.
    """

    document: str = Field(pattern=r"^[^/]+/[^/]+$")
    question: str = Field(min_length=1)

    @property
    def cases(self) -> tuple[LibraryCase]:
        """This one."""
        return (self,)


class TextCase(Case):
    """One with a quotation that stands by itself, below ``heading``."""

    heading: str


class QuotedText(BaseModel):
    """A quotation that stands by itself, with statements on it: each its kind and its text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language
    title: str
    heading: str
    quotation: str = Field(min_length=1)
    fair: tuple[tuple[str, str], ...]
    lies: tuple[tuple[str, str], ...]

    @property
    def cases(self) -> tuple[TextCase, ...]:
        """Every statement as a case of its own."""
        judged: tuple[tuple[Verdict, tuple[tuple[str, str], ...]], ...] = (
            ("fair", self.fair),
            ("lie", self.lies),
        )
        return tuple(
            TextCase(
                language=self.language,
                quotation_language=self.language,
                heading=f"{self.title}: {self.heading}",
                quotation=self.quotation,
                statement=statement,
                verdict=verdict,
                kind=kind,
            )
            for verdict, statements in judged
            for kind, statement in statements
        )


_LINE: Final[TypeAdapter[LibraryCase | QuotedText]] = TypeAdapter(
    Annotated[
        Annotated[LibraryCase, Tag("case")] | Annotated[QuotedText, Tag("text")],
        Discriminator(lambda one: "text" if "lies" in one else "case"),
    ]
)


def read_cases(path: Path) -> tuple[LibraryCase | TextCase, ...]:
    """Read a file with a case, or a quotation with its statements, as a JSON object per line.

    :raises QuestionsInvalid: with one line per mistake.
    :raises CorpusError: it cannot be opened, or is not UTF-8 text.
    """
    cases: list[LibraryCase | TextCase] = []
    problems = []
    for number, line in enumerate(split_lines(read_text(path)), start=1):
        if not line.strip():
            continue
        try:
            cases += _LINE.validate_json(line).cases
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"][1:])) or "JSON"
            problems.append(f"{path}, line {number}: {place}: {first['msg']}.")
    if problems or not cases:
        raise QuestionsInvalid(problems or [f"{path} holds no statements."])
    return tuple(cases)

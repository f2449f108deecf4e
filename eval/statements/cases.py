"""Statements on quotations of the shipped documents, each known to be a lie or fair."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus import Language
from corpus.text_file import read_text, split_lines
from eval.errors import QuestionsInvalid


class Case(BaseModel):
    """A statement as a chat model might write it, with the quotation that it cites.

    ``document``: the file with the quotation, such as ``tip-16-mandaat/original.txt``;
    ``question``: to which the statement would be the answer; ``kind``: of lie, or of rewording.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language
    quotation_language: Language
    document: str = Field(pattern=r"^[^/]+/[^/]+$")
    quotation: str = Field(min_length=1)
    statement: str = Field(min_length=1)
    question: str = Field(min_length=1)
    verdict: Literal["lie", "fair"]
    kind: str = Field(min_length=1)

    @property
    def direction(self) -> str:
        """The language of the quotation, and of the statement."""
        return f"{self.quotation_language}-{self.language}"


def read_cases(path: Path) -> tuple[Case, ...]:
    """Read a file with one case, as a JSON object, per line.

    :raises QuestionsInvalid: with one line per mistake.
    :raises CorpusError: it cannot be opened, or is not UTF-8 text.
    """
    cases, problems = [], []
    for number, line in enumerate(split_lines(read_text(path)), start=1):
        if not line.strip():
            continue
        try:
            cases.append(Case.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "JSON"
            problems.append(f"{path}, line {number}: {place}: {first['msg']}.")
    if problems or not cases:
        raise QuestionsInvalid(problems or [f"{path} holds no statements."])
    return tuple(cases)

"""Questions on a document's subject that it leaves open: what a catalogue of answers cannot tell.

The nearest question that somebody wrote down decides much of whether a new one is answered; so the
library says both, what its sentences answer and what none of them does.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.language import Language
from corpus.toml_file import read_toml


class OpenQuestions(BaseModel):
    """The questions by the language that they are asked in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nl: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def questions(self, language: Language) -> tuple[str, ...]:
        """Return the questions in one language."""
        return self.nl if language == "nl" else self.en


def read_open_questions(path: Path) -> OpenQuestions:
    """Read an open_questions.toml.

    :raises DescriptionInvalid: naming the file and what is wrong with it.
    :raises DocumentUnreadable: the file cannot be opened.
    """
    return read_toml(path, OpenQuestions)

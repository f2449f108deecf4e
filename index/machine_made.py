"""Questions that a chat model has written for documents without a catalogue, kept on disk.

``<index of a folder>/machine-made/<digest of a document's text>.jsonl``: a line for each passage,
added when it is there, so that what was asked for once is not asked for again and a changed text
loses its own entries only. They are no part of the document: the index finds and judges by them,
and what quotes or shows a document never meets them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus import LANGUAGES, Document, Language
from corpus.open_questions import OpenQuestions
from corpus.words import tokens


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AnsweredQuestions(_Strict):
    """Questions that ``original[start:end]`` answers, by the language that they are asked in."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    nl: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def questions(self, language: Language) -> tuple[str, ...]:
        """Return the questions in one language."""
        return self.nl if language == "nl" else self.en


class PassageQuestions(_Strict):
    """What was written for the passage ``original[start:end]`` of a document."""

    document: str
    start: int
    end: int
    answered: tuple[AnsweredQuestions, ...]
    left_open: OpenQuestions

    def answered_in(self, language: Language) -> tuple[str, ...]:
        """Return the questions in one language that the passage answers."""
        return tuple(one for answered in self.answered for one in answered.questions(language))

    @property
    def count(self) -> int:
        """The number of questions, answered and open, in both languages."""
        return sum(
            len(self.answered_in(language)) + len(self.left_open.questions(language))
            for language in LANGUAGES
        )


@dataclass(frozen=True, slots=True)
class MachineMade:
    """The questions that are kept for a folder of documents."""

    path: Path

    def of(self, document: Document) -> tuple[PassageQuestions, ...]:
        """Return what is kept for a document as it is now."""
        return _read(self._path_of(document))

    def keep(self, document: Document, written: PassageQuestions) -> None:
        """Add what was written for a passage; it is on the disk when this returns."""
        self.path.mkdir(parents=True, exist_ok=True)
        with self._path_of(document).open("ab") as file:
            # The line end comes first: a line that was cut off spoils no other.
            file.write(b"\n" + written.model_dump_json().encode())
            file.flush()
            os.fsync(file.fileno())

    def stale(self, documents: Sequence[Document]) -> tuple[PassageQuestions, ...]:
        """Return what is kept for texts that are no longer there."""
        return tuple(one for path in self._stale_paths(documents) for one in _read(path))

    def forget_stale(self, documents: Sequence[Document]) -> None:
        """Remove what is kept for texts that are no longer there."""
        for path in self._stale_paths(documents):
            path.unlink()

    def _stale_paths(self, documents: Sequence[Document]) -> list[Path]:
        fresh = {self._path_of(document) for document in documents}
        return [path for path in sorted(self.path.glob("*.jsonl")) if path not in fresh]

    def _path_of(self, document: Document) -> Path:
        return self.path / f"{sha256(document.original.encode()).hexdigest()[:32]}.jsonl"


def question_key(question: str, language: Language) -> tuple[str, ...]:
    """Return what two questions have alike that ask the same in another order."""
    return tuple(sorted(set(tokens(question, language))))


def _read(path: Path) -> tuple[PassageQuestions, ...]:
    """Read the lines of a file, one for each passage; one that was cut off was not written."""
    if not path.is_file():
        return ()
    by_place: dict[tuple[int, int], PassageQuestions] = {}
    for line in path.read_bytes().splitlines():
        with suppress(ValidationError):
            written = PassageQuestions.model_validate_json(line)
            by_place[written.start, written.end] = written
    return tuple(by_place.values())

"""Errors of reading documents."""

from __future__ import annotations

from typing import Self

from corpus.reasons import Reason


class AssistantError(Exception):
    """Base of all errors of this project: one line for people, saying what to do."""


class CorpusError(AssistantError):
    """A folder of documents cannot be used as it is; ``why``: the reason, of a file not read."""

    why: Reason | None = None

    @classmethod
    def of(cls, place: str, why: Reason) -> Self:
        """Return the error that says why the file at a place is not read."""
        error = cls(f"{place} {why}")
        error.why = why
        return error


class DocumentsMissing(CorpusError):
    """There is no such folder, or it holds nothing to read."""


class DocumentUnreadable(CorpusError):
    """A document is there but cannot be opened."""


class DocumentNotText(CorpusError):
    """A file holds nothing that can be read as text."""


class DescriptionInvalid(CorpusError):
    """A document.toml, or a line of a .jsonl file, has a mistake."""

"""Errors of reading documents."""

from __future__ import annotations


class AssistantError(Exception):
    """Base of all errors of this project: one line for people, saying what to do."""


class CorpusError(AssistantError):
    """A folder of documents cannot be used as it is."""


class DocumentsMissing(CorpusError):
    """There is no such folder, or it holds nothing to read."""


class DocumentUnreadable(CorpusError):
    """A document is there but cannot be opened."""


class DocumentNotText(CorpusError):
    """A file holds nothing that can be read as text."""


class DescriptionInvalid(CorpusError):
    """A document.toml, or a line of a .jsonl file, has a mistake."""

"""Errors of asking."""

from __future__ import annotations

from typing import Literal

from corpus import AssistantError

QuestionProblem = Literal[
    "question_empty", "question_too_long", "question_without_words", "document_unknown"
]


class QuestionError(AssistantError):
    """A question that cannot be answered as it stands; ``str()`` is in the asker's language.

    ``code`` names the text that tells the asker why, in ``texts/nl.toml`` and ``texts/en.toml``.
    """

    def __init__(self, code: QuestionProblem, message: str) -> None:
        super().__init__(message)
        self.code = code


class SettingsInvalid(AssistantError):
    """A setting is unknown or has a wrong value."""


class UsageProblem(AssistantError):
    """The command line was used in a way that cannot work."""


class LibraryUnknown(UsageProblem):
    """There is no library of that name; ``str()`` names those there are, in the asker's language."""


class LibraryNotReady(AssistantError):
    """A library has no index that can be used; ``str()`` says in the asker's language what to run."""


class LogUnavailable(AssistantError):
    """The key of the pseudonyms in the log is damaged."""

"""Errors of feedback."""

from __future__ import annotations

from typing import Literal

from corpus import AssistantError

FeedbackProblem = Literal["answer_id", "verdict", "reason_too_long"]


class FeedbackInvalid(AssistantError):
    """Feedback that cannot be kept as it was given; ``code`` names what is wrong with it."""

    def __init__(self, code: FeedbackProblem, message: str) -> None:
        super().__init__(message)
        self.code = code


class FeedbackNotWritten(AssistantError):
    """A file that feedback is exported to cannot be written."""

"""Errors of evaluating.

corpus.errors.AssistantError
└── EvaluationError
    ├── QuestionsInvalid    a question file has mistakes; ``problems`` holds one line for each
    ├── QuestionFailed      a question of the set could not be answered at all
    └── MeasurementFailed   a child process of the benchmark stopped with an error
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus import AssistantError


class EvaluationError(AssistantError):
    """The assistant cannot be evaluated as asked."""


class QuestionsInvalid(EvaluationError):
    """A question file has mistakes; ``str()`` is the first, ``problems`` has them all."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        more = len(self.problems) - 1
        rest = f" ({more} more; 'assistant eval check' lists them all.)" if more else ""
        super().__init__(f"{self.problems[0]}{rest}")


class QuestionFailed(EvaluationError):
    """A question of the set could not be answered at all."""


class MeasurementFailed(EvaluationError):
    """A child process of the benchmark stopped with an error."""

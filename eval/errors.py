"""Errors of evaluating."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

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


class RunUnreadable(EvaluationError):
    """The record of a run is missing, damaged or of another version."""


class BelowFloor(EvaluationError):
    """A figure is lower than it may be, or fell further than it may."""


class JudgeFailed(EvaluationError):
    """The chat model that judges gives nothing that can be read."""


class MeasurementFailed(EvaluationError):
    """A child process of the benchmark stopped with an error."""


class SoakFailed(EvaluationError):
    """In a soak something was not as it should be."""

    def __init__(self, problems: Sequence[str], record: Path) -> None:
        super().__init__(f"{len(problems)} problems, the first: {problems[0]} (all in {record}).")

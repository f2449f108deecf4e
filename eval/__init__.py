"""How good the assistant is: question sets, metrics, runs and figures.

Imports ``assistant`` and what lies left of it; nothing imports this package. It is reached as
``assistant eval`` through the entry point group ``assistant.commands``.
"""

from pathlib import Path
from typing import Final

SHIPPED_QUESTIONS: Final = Path(__file__).parent / "questions.jsonl"
# Split once by group: the first may be read, of the second only the figures. The third are
# comparisons alone: the test split has no more than eight needs of that kind.
TRAIN_QUESTIONS: Final = Path(__file__).parent / "question_sets" / "train.jsonl"
TEST_QUESTIONS: Final = Path(__file__).parent / "question_sets" / "test.jsonl"
COMPARISONS: Final = Path(__file__).parent / "question_sets" / "comparisons.jsonl"

__all__ = ["COMPARISONS", "SHIPPED_QUESTIONS", "TEST_QUESTIONS", "TRAIN_QUESTIONS"]

"""What may be asked: checking and tidying a question before anything is done with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from assistant.answer import Turn
from assistant.errors import QuestionError, QuestionProblem
from assistant.texts import load_texts
from corpus import Language, detect_language

_SPACE: Final = re.compile(r"\s+")


def tidy_question(text: str, maximum: int, language: Language | None = None) -> str:
    """Return the question without control characters and superfluous white space.

    :param maximum: the longest question that is accepted, in characters.
    :param language: the language of the message to the asker; default: that of the question.
    :raises QuestionError: it is empty, too long, or holds no word.
    """
    if len(text) > maximum:
        language = language or detect_language(text)
        raise _problem("question_too_long", language, characters=len(text), maximum=maximum)
    question = _SPACE.sub(" ", visible_text(text)).strip()
    if not question:
        raise _problem("question_empty", language or "nl")
    if not any(mark.isalnum() for mark in question):
        raise _problem("question_without_words", language or "nl")
    return question


def visible_text(text: str) -> str:
    """Return a text without what cannot be seen in it; its lines stay lines."""
    visible = "".join(
        " " if unicodedata.category(mark) in ("Cc", "Zl", "Zp") and mark != "\n" else mark
        for mark in text
        # Format marks (bidirectional overrides, zero-width) and lone surrogates say nothing.
        if unicodedata.category(mark) not in ("Cf", "Cs", "Co", "Cn")
    )
    # After that, because a mark taken out may have kept a letter from its accent.
    return unicodedata.normalize("NFC", visible)


def question_language(question: str, history: Sequence[Turn]) -> Language:
    """Return the language of a question; one that could be either follows the conversation."""
    before = next((turn.content for turn in reversed(history) if turn.role == "user"), None)
    return detect_language(
        question,
        detect_language(before, is_question=True) if before else None,
        is_question=True,
    )


def _problem(code: QuestionProblem, language: Language, **values: int) -> QuestionError:
    return QuestionError(code, load_texts(language)[f"question.{code}"].format(**values))

"""A follow-up written out by a chat model, which may not bring in anything of its own."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from assistant.answer import Turn
from assistant.chat_model.facts import names, numbers, words
from assistant.chat_model.prompting import rewrite_messages
from assistant.chat_model.reading import CutOff, ModelReader, TimedOut, Unavailable
from corpus import Language, detect_language
from corpus.words import tokens

# The question is only a few words; what is left of the time is for the answer.
_SHARE_OF_TIME: Final = 1 / 3
_SECONDS_MAX: Final = 8.0
_CHARACTERS_MAX: Final = 400
_QUOTATION_MARKS: Final = "\"'“”„‘’`* "
# Of the words of the question itself, at least this share must be left.
_KEPT: Final = 0.5


def rewrite_question(
    question: str,
    history: Sequence[Turn],
    language: Language,
    reader: ModelReader,
    deadline: float,
) -> str | None:
    """Return a follow-up as a question that stands on its own; ``None`` if the model cannot.

    What it writes is taken only when it is one question in ``language`` that keeps the words of the
    asked one, and every name and number in it stands in the conversation.

    :param deadline: of the whole answer, on the clock of ``time.monotonic``.
    """
    now = time.monotonic()
    ends = now + min(_SECONDS_MAX, _SHARE_OF_TIME * (deadline - now))
    said = ""
    try:
        for piece in reader.read(rewrite_messages(question, history, language), ends):
            said += piece
            if len(said) > _CHARACTERS_MAX:
                return None
    except (TimedOut, Unavailable, CutOff):
        return None
    lines = [line.strip(_QUOTATION_MARKS) for line in said.splitlines() if line.strip()]
    if len(lines) != 1 or not lines[0].endswith("?"):
        return None
    return lines[0] if _is_faithful(lines[0], question, history, language) else None


def _is_faithful(
    rewritten: str, question: str, history: Sequence[Turn], language: Language
) -> bool:
    said = " ".join((*(turn.content for turn in history), question))
    asked = set(tokens(question, language))
    kept = asked & set(tokens(rewritten, language))
    return (
        detect_language(rewritten, language, is_question=True) == language
        and not numbers(rewritten) - numbers(said, also_unsure=True)
        and words(said).issuperset(names(rewritten))
        and len(kept) >= _KEPT * len(asked)
    )

"""One step of a conversation: the question in, the replies so far and a message out.

Nothing here knows of Gradio, and nothing here writes the text of a question or an answer to the
log: a log line may be kept longer, and read by others, than the asker expects.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from assistant.answer import Reply, Turn
from assistant.errors import QuestionError
from corpus import Document, Language
from corpus.glossary import Term

_log: Final = logging.getLogger(__name__)
_AT_ONCE: Final = 4
_PATIENCE_S: Final = 30.0


class Assistant(Protocol):
    """What the page needs of an assistant."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by id."""

    @property
    def glossary(self) -> tuple[Term, ...]:
        """The terms of the field; none for documents without a glossary."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), language: Language | None = None
    ) -> Reply:
        """Answer a question.

        :raises QuestionError: when it cannot be answered as it stands.
        """


@dataclass(frozen=True, slots=True)
class Step:
    """The replies of a conversation, and what there is to tell about the last question."""

    replies: tuple[Reply, ...]
    notice: str = ""


class Desk:
    """Answers a few questions at once; who would wait too long hears so.

    Gradio's own queue tells in English that it is full, so the waiting is done here.
    """

    def __init__(
        self, assistant: Assistant, at_once: int = _AT_ONCE, patience_s: float = _PATIENCE_S
    ) -> None:
        self._assistant = assistant
        self._places = threading.Semaphore(at_once)
        self._patience_s = patience_s

    def ask(
        self,
        question: str,
        replies: tuple[Reply, ...],
        texts: Mapping[str, str],
        question_characters_max: int,
    ) -> Step:
        """Ask ``question`` after ``replies``; whatever happens is told in ``texts``."""
        if not self._places.acquire(timeout=self._patience_s):
            return Step(replies, texts["page.busy"])
        try:
            return Step((*replies, self._assistant.ask(question, history(replies))))
        except QuestionError as error:
            told = texts[f"question.{error.code}"]
            return Step(
                replies,
                told.format(characters=len(question.strip()), maximum=question_characters_max),
            )
        except Exception as error:
            _log.error("A question could not be answered: %s", _where(error))
            return Step(replies, texts["page.failed"])
        finally:
            self._places.release()


def history(replies: Sequence[Reply]) -> list[Turn]:
    """Return the conversation so far as the assistant reads it."""
    return [
        turn
        for reply in replies
        for turn in (Turn("user", reply.question), Turn("assistant", reply.answer.text))
    ]


def _where(error: Exception) -> str:
    """Return the kind and the place of an error; its message may quote the question."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.filename}, line {frame.lineno} ({frame.name})"

"""A conversation step by step: the question in, drafts of the answer and the answer out.

Nothing here knows of Gradio, and nothing here writes the text of a question or an answer to the
log: a log line may be kept longer, and read by others, than the asker expects.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from assistant.answer import Draft, Reply, Turn
from assistant.errors import QuestionError
from assistant.page.background import Background
from assistant.page.errors import Stopping
from assistant.page.guard.faults import place as where
from assistant.page.places import Places
from corpus import Document, Language
from corpus.glossary import Term
from index.errors import NotReached

_log: Final = logging.getLogger(__name__)
_AT_ONCE: Final = 4
_PATIENCE_S: Final = 30.0
# As often as the eye follows; each update costs the server and the browser some milliseconds.
_BETWEEN_DRAFTS_S: Final = 0.08
# How long a stop may have to wait: so often the page hears that nothing has changed.
_BETWEEN_SIGNS_S: Final = 0.25


class Assistant(Protocol):
    """What the page needs of an assistant."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """The documents by id."""

    @property
    def glossary(self) -> tuple[Term, ...]:
        """The terms of the field; none for documents without a glossary."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        documents: Collection[str] = (),
    ) -> Iterator[Draft | Reply]:
        """Answer a question from some documents, or from all: drafts, then the reply.

        :raises QuestionError: when it cannot be answered as it stands.
        """


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply, when it was given, and the id under which its reader may judge it.

    ``documents``: those that it was found in, by id, as they were in the build that answered; a
    later one may hold others. ``is_loaded``: its words are from a file of the reader's own.
    """

    reply: Reply
    documents: Mapping[str, Document] = field(default_factory=dict, compare=False)
    at: datetime = field(default_factory=lambda: datetime.now().astimezone())
    # Random: it must not tell what was asked, nor be guessed by somebody else.
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    is_loaded: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was answered, oldest first, and the question that is being answered, if any.

    ``name``: what its reader calls it, of one that was put away or comes from a file; of the one
    that goes on, only the box on the page has it.
    """

    answered: tuple[Answered, ...] = ()
    asking: str = ""
    name: str = ""

    @property
    def replies(self) -> tuple[Reply, ...]:
        """The replies, oldest first."""
        return tuple(one.reply for one in self.answered)


@dataclass(frozen=True, slots=True)
class Writing:
    """An answer that is being written, and the assistant that writes it."""

    assistant: Assistant
    answer: Background[Draft | Reply]


@dataclass(frozen=True, slots=True)
class Step:
    """What there is to show: the conversation, a draft of the answer, a notice on the question.

    ``is_new``: whether anything changed since the step before; ``problem``: what kept the question
    from being answered, as the log of events calls it; ``documents``: those that the draft cites.
    """

    conversation: Conversation
    draft: Draft | None = None
    notice: str = ""
    is_new: bool = True
    problem: str = ""
    documents: Mapping[str, Document] = field(default_factory=dict, compare=False)

    @property
    def result(self) -> str:
        """How the question ended, for the log of events: an outcome or a problem, never a text."""
        return self.problem or self.conversation.answered[-1].reply.answer.outcome

    @property
    def is_last(self) -> bool:
        """Tell whether the question is dealt with."""
        return not self.conversation.asking


class Desk:
    """Answers a few questions at once; who would wait too long hears so.

    Gradio's own queue tells in English that it is full, so the waiting is done here.

    :param current: returns the assistant to answer a question with; it is asked for each.
    :param is_stopping: tells whether no new answers are begun any more.
    """

    def __init__(
        self,
        current: Callable[[], Assistant],
        at_once: int = _AT_ONCE,
        patience_s: float = _PATIENCE_S,
        is_stopping: Callable[[], bool] = lambda: False,
    ) -> None:
        self._current = current
        self._is_stopping = is_stopping
        self.places = Places(at_once)
        self.patience_s = patience_s
        self._observers: list[Callable[[float], None]] = []
        self._readers: list[Callable[[Reply], None]] = []

    def over(self, current: Callable[[], Assistant]) -> Desk:
        """Return the desk of another library; those who ask there wait for the same places."""
        other = copy(self)
        other._current = current
        return other

    def when_answered(self, observe: Callable[[float], None]) -> None:
        """Call ``observe`` after each answer with the seconds that it took."""
        self._observers.append(observe)

    def when_replied(self, read: Callable[[Reply], None]) -> None:
        """Call ``read`` with each reply."""
        self._readers.append(read)

    def check_open(self) -> None:
        """Return while new questions are taken.

        :raises Stopping: they are not.
        """
        if self._is_stopping():
            raise Stopping

    def begin(
        self,
        place: Future[None],
        question: str,
        turns: Sequence[Turn],
        language: Language | None = None,
        documents: Collection[str] = (),
    ) -> Writing:
        """Begin an answer at a place, which is left when the writing has really ended, not when
        nobody looks."""
        assistant = self._current()
        began = time.monotonic()

        def ended() -> None:
            self.places.leave(place)
            for observe in self._observers:
                observe(time.monotonic() - began)

        def write() -> Generator[Draft | Reply]:
            for step in assistant.stream(question, turns, language, documents):
                if isinstance(step, Reply):
                    for read in self._readers:
                        read(step)
                yield step

        return Writing(assistant, Background(write, ended))

    def ask(
        self,
        question: str,
        conversation: Conversation,
        texts: Mapping[str, str],
        question_characters_max: int,
        documents: Collection[str] = (),
    ) -> Iterator[Step]:
        """Yield the steps of answering ``question``; whatever happens is told in ``texts``.

        Closing the iterator stops the answer. It yields at least four times a second, so that it
        can be closed.

        :param documents: the ids of those to answer from; none: all of them.
        """
        before = Conversation(conversation.answered)
        asking = Conversation(conversation.answered, question)
        yield Step(asking)
        place: Future[None] | None = None
        try:
            self.check_open()
            place = self.places.ask()
            ends = time.monotonic() + self.patience_s
            while not place.done():
                if time.monotonic() >= ends:
                    yield Step(before, notice=texts["page.busy"], problem="busy")
                    return
                wait((place,), min(_BETWEEN_SIGNS_S, self.patience_s))
                self.check_open()
                yield Step(asking, is_new=False)
            writing = self.begin(place, question, history(asking.replies), None, documents)
            place = None  # of the answer from here on
            yield from _steps(writing, asking)
        except Stopping:
            yield Step(before, notice=texts["page.stopping"], problem="stopping")
        except QuestionError as error:
            told = texts[f"question.{error.code}"]
            length = len(question.strip())
            notice = told.format(characters=length, maximum=question_characters_max)
            yield Step(before, notice=notice, problem="refused")
        except Exception as error:
            _log.error("A question could not be answered: %s", where(error))
            problem = "unavailable" if isinstance(error, NotReached) else "failed"
            yield Step(before, notice=texts[f"page.{problem}"], problem=problem)
        finally:
            if place is not None:
                self.places.leave(place)


def _steps(writing: Writing, asking: Conversation) -> Iterator[Step]:
    answer, assistant = writing.answer, writing.assistant
    draft: Draft | None = None
    try:
        while not answer.is_over:
            newest = answer.take(_BETWEEN_SIGNS_S)
            if isinstance(newest, Reply):
                yield Step(Conversation((*asking.answered, _answered(newest, assistant))))
                return
            draft = newest or draft
            is_new = newest is not None
            yield Step(asking, draft, is_new=is_new, documents=assistant.documents)
            if newest is not None:
                time.sleep(_BETWEEN_DRAFTS_S)
        raise RuntimeError("the assistant ended without a reply")
    finally:
        answer.close()


def _answered(reply: Reply, assistant: Assistant) -> Answered:
    found_in = {
        *(citation.document for citation in reply.answer.citations),
        *(ranked.passage.document for ranked in reply.passages),
        *reply.documents,
    }
    return Answered(reply, {one: assistant.documents[one] for one in found_in})


def history(replies: Sequence[Reply]) -> list[Turn]:
    """Return the conversation so far as the assistant reads it."""
    return [
        turn
        for reply in replies
        for turn in (Turn("user", reply.question), Turn("assistant", reply.answer.text))
    ]

"""Asking at the desk of the page, so that people and programs wait for the same places."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

import anyio
from starlette.responses import Response

from assistant.answer import Reply, Turn
from assistant.api.errors import ApiProblem, failure, later
from assistant.errors import QuestionError
from assistant.event_log import record
from assistant.page.conversation import Desk, Writing
from assistant.page.errors import Stopping
from assistant.understanding.question import tidy_question
from corpus import Language, detect_language

_LOOK_EVERY_S: Final = 0.01
# Whether who waits for a place is still there, and the server takes questions.
_LOOK_AROUND_EVERY_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: ``language`` is that of the answer, ``None`` that of the question;
    ``documents``: the ids of those to answer from, none for all of them."""

    text: str
    turns: Sequence[Turn] = ()
    language: Language | None = None
    documents: frozenset[str] = frozenset()

    @property
    def asked_in(self) -> Language:
        """The language in which who asks is told what went wrong."""
        return self.language or detect_language(self.text, is_question=True)


class Gone(Exception):
    """Who asked does not wait for the answer any more."""


async def on_gone(*_: object) -> Response:
    """Answer nobody; without this, it would be noted as a failure."""
    return Response(status_code=204)


async def begin(
    desk: Desk,
    question: Question,
    characters_max: int,
    request: object,
    is_gone: Callable[[], Awaitable[bool]],
) -> Writing:
    """Wait for a place and begin an answer.

    :param request: who asks, for the log of events.
    :param is_gone: tells whether who asked has left; then the place is for the next.
    :raises ApiProblem: it cannot be answered as it stands, or others ask too much.
    :raises Gone: who asked has left.
    """
    try:
        tidy_question(question.text, characters_max, question.language)
    except QuestionError as error:
        record("question_asked", "api", "refused", request)
        raise ApiProblem(400, error.code, str(error), "question") from None
    place = desk.places.ask()
    result = "stopped"
    try:
        await _turn_of(place, desk, is_gone)
    except Stopping:
        result = "stopping"
        raise later(result, question.asked_in) from None
    except TimeoutError:
        result = "busy"
        raise later(result, question.asked_in) from None
    else:
        result = ""
        return desk.begin(
            place, question.text, question.turns, question.language, question.documents
        )
    finally:
        if result:
            desk.places.leave(place)
            record("question_asked", "api", result, request)


async def _turn_of(place: Future[None], desk: Desk, is_gone: Callable[[], Awaitable[bool]]) -> None:
    """Wait for the turn of who asked for a place.

    :raises Stopping: the server takes no new questions.
    :raises Gone: who asked has left.
    :raises TimeoutError: it takes too long.
    """
    turn = asyncio.wrap_future(place)
    ends = time.monotonic() + desk.patience_s
    while True:
        desk.check_open()
        if (await asyncio.wait((turn,), timeout=min(_LOOK_AROUND_EVERY_S, desk.patience_s)))[0]:
            return
        if await is_gone():
            raise Gone
        if time.monotonic() >= ends:
            raise TimeoutError


async def waiting(
    writing: Writing, question: Question, request: object
) -> AsyncIterator[Reply | None]:
    """Yield ``None`` while the answer is being written, then the reply.

    Drafts are passed over: what has been sent cannot be taken back, and a draft may not hold.
    Closing the iterator stops the answer.

    :raises ApiProblem: something went wrong on this side.
    """
    result = "stopped"
    try:
        while not writing.answer.is_over:
            newest = writing.answer.take(0)
            if isinstance(newest, Reply):
                result = newest.answer.outcome
                yield newest
                return
            yield None
            await anyio.sleep(_LOOK_EVERY_S)
        raise RuntimeError("the assistant ended without a reply")
    except Exception as error:
        problem = failure(error, question.asked_in)
        result = problem.code
        raise problem from None
    finally:
        writing.answer.close()
        record("question_asked", "api", result, request)


async def reply_to(
    writing: Writing,
    question: Question,
    request: object,
    is_gone: Callable[[], Awaitable[bool]],
) -> Reply:
    """Return the reply.

    :param is_gone: tells whether who asked has left; then the answer is stopped.
    :raises Gone: they have.
    :raises ApiProblem: something went wrong on this side.
    """
    replies = waiting(writing, question, request)
    try:
        async for reply in replies:
            if reply is not None:
                return reply
            if await is_gone():
                raise Gone
    finally:
        await replies.aclose()  # type: ignore[attr-defined]
    raise Gone

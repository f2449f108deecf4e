"""Asking a chat model within a time limit, whatever it does.

The model runs in an event loop of its own, so that a silent server can be left at once: cancelling
closes the connection, and a server that listens stops writing.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
import traceback
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assistant.chat_model.prompting import Message
from assistant.chat_model.statements import SCHEMA

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# An answer of six statements with quotes has some 4,000; a model that does not stop writes on.
CHARACTERS_MAX: Final = 16_000
# A server that answers "too busy" or breaks at once gets one more chance.
_ATTEMPTS: Final = 2
_PAUSE_S: Final = 0.5
_RETRY_WITHIN_S: Final = 3.0
_FINISH_REASONS: Final = ("finish_reason", "done_reason", "stop_reason")


class TimedOut(Exception):
    """The time was up before the model was done."""


class Unavailable(Exception):
    """The model's server refused, broke or cannot be reached."""


class CutOff(Exception):
    """The model's text ended before it was whole."""


@dataclass(frozen=True, slots=True)
class _Ended:
    # The name only: the message may quote the question.
    error: str | None = None
    is_whole: bool = True


class ModelReader:
    """A chat model with the event loop it runs in; closed with the assistant."""

    def __init__(self, model: BaseChatModel) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def read(
        self, messages: Sequence[Message], deadline: float, *, is_structured: bool = False
    ) -> Generator[str, None, None]:
        """Yield what the model writes, piece by piece.

        :param deadline: on the clock of ``time.monotonic``.
        :raises TimedOut: at the deadline.
        :raises Unavailable: the server failed, twice if it failed at once.
        :raises CutOff: the text broke off, or ran on without end.
        """
        for attempt in range(1, _ATTEMPTS + 1):
            began = time.monotonic()
            has_begun = False
            try:
                for piece in self._read_once(messages, deadline, is_structured=is_structured):
                    has_begun = True
                    yield piece
            except Unavailable:
                quick = time.monotonic() - began < _RETRY_WITHIN_S
                has_time = time.monotonic() + _PAUSE_S < deadline
                if has_begun or attempt == _ATTEMPTS or not quick or not has_time:
                    raise
                time.sleep(_PAUSE_S)
            else:
                return

    def close(self) -> None:
        """Stop whatever is still being written."""
        with self._lock:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._loop = None

    def _read_once(
        self, messages: Sequence[Message], deadline: float, *, is_structured: bool
    ) -> Iterator[str]:
        pieces: queue.SimpleQueue[str | _Ended] = queue.SimpleQueue()
        runnable: Any = self._model
        if is_structured:
            # The model, told the form, and then a parser: the words are read here as they come.
            parsed: Any = self._model.with_structured_output(SCHEMA, method="json_schema")
            runnable = parsed.first

        async def write() -> None:
            is_told, has_finished = False, False
            try:
                async with contextlib.aclosing(runnable.astream(list(messages))) as stream:
                    async for message in stream:
                        told = message.response_metadata
                        is_told = is_told or bool(told)
                        has_finished = has_finished or any(told.get(key) for key in _FINISH_REASONS)
                        if message.text:
                            pieces.put(str(message.text))
            except Exception as error:
                # Here and not wherever the garbage collector comes by: the frames hold the
                # client's open streams, which another thread cannot close while this one does.
                _clear_frames(error)
                pieces.put(_Ended(type(error).__name__))
            else:
                # A server that tells about itself also tells that it is done.
                pieces.put(_Ended(is_whole=has_finished or not is_told))

        future = asyncio.run_coroutine_threadsafe(write(), self._running())
        length = 0
        try:
            while True:
                try:
                    piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
                except queue.Empty:
                    raise TimedOut from None
                if isinstance(piece, _Ended):
                    break
                length += len(piece)
                if length > CHARACTERS_MAX:
                    raise CutOff
                yield piece
        finally:
            future.cancel()
        if piece.error is not None:
            raise Unavailable(piece.error)
        if not piece.is_whole:
            raise CutOff

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                # A daemon: a model that is still silent must not keep the program from ending.
                threading.Thread(target=_run, args=(self._loop,), daemon=True).start()
            return self._loop


def _clear_frames(error: BaseException) -> None:
    """Empty the frames of an error, and of those it was raised from."""
    raised: BaseException | None = error
    while raised is not None:
        traceback.clear_frames(raised.__traceback__)
        raised = raised.__cause__ or raised.__context__


def _run(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

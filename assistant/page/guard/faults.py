"""What goes wrong unforeseen: told to the reader, and noted without what anyone typed."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.page.guard.messages import told
from corpus import Language

_log: Final = logging.getLogger(__name__)


class Faults:
    """ASGI middleware that answers 500 where nothing else is answered.

    The error goes no further: uvicorn would write it out whole, and its message may quote a text.
    """

    def __init__(self, app: ASGIApp, language: Language) -> None:
        self._app = app
        self._language: Language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        except Exception as error:
            _log.error("A request could not be answered: %s", place(error))
            if not has_begun:
                await told(scope, self._language, 500, "failed")(scope, receive, send)


def place(error: Exception) -> str:
    """Return the kind of an error and where it arose, without its message."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    frame = frames[-1]
    return f"{type(error).__name__} in {frame.filename}, line {frame.lineno} ({frame.name})"


def keep_texts_out_of_tracebacks() -> None:
    """Have whatever prints or logs an error in this process say its kind and place only.

    For a process that serves: Gradio prints the traceback of what a request breaks, and the message
    of an error may quote what was typed, line breaks and all.
    """
    traceback.print_exc = _log_current
    logging.Formatter.formatException = _without_message  # type: ignore[method-assign,assignment]
    logging.getLogger("asyncio").addFilter(_first_line)
    threading.excepthook = _log_of_thread


def _log_current(*_: object, **__: object) -> None:
    error = sys.exc_info()[1]
    if isinstance(error, Exception):
        _log.error("A library failed: %s", place(error))


def _log_of_thread(arguments: threading.ExceptHookArgs) -> None:
    if isinstance(arguments.exc_value, Exception):
        _log.error("A thread failed: %s", place(arguments.exc_value))


def _without_message(_: logging.Formatter, found: tuple[object, object, object]) -> str:
    return place(found[1]) if isinstance(found[1], Exception) else ""


def _first_line(record: logging.LogRecord) -> bool:
    # Below it asyncio puts the task with its error, message and all.
    record.msg, record.args = record.getMessage().partition("\n")[0], ()
    return True

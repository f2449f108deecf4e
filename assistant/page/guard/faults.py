"""What goes wrong unforeseen: told to the reader, and noted without what anyone typed."""

from __future__ import annotations

import logging
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
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.filename}, line {frame.lineno} ({frame.name})"

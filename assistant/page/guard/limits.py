"""How much one may ask of the server: so many requests at once, of such a size, sent in time."""

from __future__ import annotations

import asyncio
from collections.abc import Container
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.event_log import record
from assistant.page.guard.messages import header_values, told
from assistant.page.guard.problems import Problem
from assistant.page.guard.room import Room
from assistant.page.guard.sub_path import own_path
from corpus import Language

# A question of 20,000 characters, four bytes each and escaped, is at most 240,000.
BODY_BYTES_MAX: Final = 256 * 1024
# Some files at once, with what stands around each.
UPLOAD_BYTES_MAX: Final = 100_000_000
_BODY_TIMEOUT_S: Final = 10.0
_RETRY_AFTER_S: Final = "30"


class Limits:
    """ASGI middleware that answers 413, 408 or 503 where a request asks too much, 400 where it is
    unclear how much.

    :param room: for how many requests at once, streams included.
    :param uploads: the paths of pages that take files; what is sent to them is read by them.
    """

    def __init__(
        self,
        app: ASGIApp,
        language: Language,
        room: Room,
        body_timeout_s: float = _BODY_TIMEOUT_S,
        uploads: Container[str] = (),
    ) -> None:
        self._app = app
        self._language: Language = language
        self._room = room
        self._body_timeout_s = body_timeout_s
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with self._room.place_for(scope) as has_place:
            if has_place:
                await self._limited(scope, receive, send)
                return
        record("request_refused", "page", "busy", scope)
        response = told(scope, self._language, 503, "busy", **{"retry-after": _RETRY_AFTER_S})
        await response(scope, receive, send)

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the whole body first: it is small, and no one behind this waits for a slow one.

        Files are too large for that, and whether their sender may send any is settled behind this.
        """
        if scope["method"] == "POST" and own_path(scope) in self._uploads:
            await self._app(scope, self._counted(receive), send)
            return
        try:
            body = await self._body(scope, receive)
        except Problem as problem:
            record("request_refused", "page", problem.key, scope)
            headers = {"connection": "close"}
            await told(scope, self._language, problem.status, problem.key, **headers)(
                scope, receive, send
            )
            return
        if body is None:
            return
        handed = False

        async def receive_body() -> Message:
            nonlocal handed
            if handed:
                return await receive()
            handed = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, receive_body, send)

    def _counted(self, receive: Receive) -> Receive:
        """Return what hands on a body that may be large; too much, or too slow, ends it."""
        left = UPLOAD_BYTES_MAX

        async def counted() -> Message:
            nonlocal left
            try:
                async with asyncio.timeout(self._body_timeout_s):
                    message = await receive()
            except TimeoutError:
                return {"type": "http.disconnect"}
            left -= len(message.get("body", b""))
            return message if left >= 0 else {"type": "http.disconnect"}

        return counted

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """Return the body; nothing when the client went away.

        :raises Problem: when it is too long or too slow.
        """
        lengths = header_values(scope, b"content-length")
        if lengths and header_values(scope, b"transfer-encoding"):
            # A proxy may go by the other one of the two, and take for a body what is read here as
            # the next request: with headers that are not the proxy's (RFC 9112, 6.1).
            raise Problem(400, "malformed")
        if any(not length.isdecimal() or int(length) > BODY_BYTES_MAX for length in lengths):
            raise Problem(413, "too_long")
        body = b""
        try:
            async with asyncio.timeout(self._body_timeout_s):
                while True:
                    message = await receive()
                    if message["type"] != "http.request":
                        return None
                    part: bytes = message.get("body", b"")
                    body += part
                    if len(body) > BODY_BYTES_MAX:
                        raise Problem(413, "too_long")
                    if not message.get("more_body", False):
                        return body
        except TimeoutError:
            raise Problem(408, "too_slow") from None

"""``/healthz``: whether the server would answer a reader, for whoever watches over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.page.guard.room import Room

PATH: Final = "/healthz"


class Health:
    """ASGI middleware that answers ``/healthz`` itself, signed in or not.

    It listens only when documents, model and index are open, so an answer means all of them. It
    tells which build of the index answers, and nothing else. It is 503 while another request from
    where this one comes from would be refused.

    :param build: returns the id of that build; empty without one.
    """

    def __init__(self, app: ASGIApp, room: Room, build: Callable[[], str]) -> None:
        self._app = app
        self._room = room
        self._build = build

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] in ("GET", "HEAD"):
            status, told = (200, "ok\n") if self._room.has_place_for(scope) else (503, "full\n")
            if build := self._build():
                told += f"index {build}\n"
            response = PlainTextResponse(told, status, headers={"cache-control": "no-store"})
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

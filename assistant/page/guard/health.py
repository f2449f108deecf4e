"""``/healthz``: whether the server would answer a reader, for whoever watches over it."""

from __future__ import annotations

from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.page.guard.room import Room

PATH: Final = "/healthz"


class Health:
    """ASGI middleware that answers ``/healthz`` itself, signed in or not, and tells nothing else.

    It listens only when documents, model and index are open, so an answer means all of them. It is
    503 while another request from where this one comes from would be refused.
    """

    def __init__(self, app: ASGIApp, room: Room) -> None:
        self._app = app
        self._room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] in ("GET", "HEAD"):
            status, text = (200, "ok\n") if self._room.has_place_for(scope) else (503, "full\n")
            response = PlainTextResponse(text, status, headers={"cache-control": "no-store"})
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

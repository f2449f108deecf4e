"""``/healthz``: whether the server answers, for whoever watches over it."""

from __future__ import annotations

from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

PATH: Final = "/healthz"


class Health:
    """ASGI middleware that answers ``/healthz`` itself, signed in or not, and tells nothing else.

    It listens only when documents, model and index are open, so an answer means all of them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] in ("GET", "HEAD"):
            response = PlainTextResponse("ok\n", headers={"cache-control": "no-store"})
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

"""``/healthz`` and ``/readyz``: whether the server would answer, for whoever watches over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.page.guard.readiness import Readiness
from assistant.page.guard.sub_path import own_path

HEALTH: Final = "/healthz"
READINESS: Final = "/readyz"


class Health:
    """ASGI middleware that answers both itself, signed in or not.

    It listens only when documents, model and index are open, so an answer means all of them. It
    tells which build of the index answers, and nothing else. Both are 503 while another request
    from where this one comes from would be refused. ``/readyz`` is also 503 until everything is
    warm, and from when the server is told to stop: time to send people elsewhere, not to start it
    again.

    :param build: returns the id of that build; empty without one.
    """

    def __init__(self, app: ASGIApp, readiness: Readiness, build: Callable[[], str]) -> None:
        self._app = app
        self._readiness = readiness
        self._build = build

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asks = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if asks and own_path(scope) in (HEALTH, READINESS):
            told = self._told(scope)
            status = 200 if told in ("ok", "ready") else 503
            lines = [told, *(f"index {build}" for build in (self._build(),) if build)]
            response = PlainTextResponse(
                "".join(f"{line}\n" for line in lines), status, {"cache-control": "no-store"}
            )
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _told(self, scope: Scope) -> str:
        state = "ok" if own_path(scope) == HEALTH else self._readiness.state
        is_full = state in ("ok", "ready") and not self._readiness.room.has_place_for(scope)
        return "full" if is_full else state

"""Page and API in one app: each request goes to one of the two."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.paths import is_api


class Beside:
    """ASGI app that hands requests for the API to that, all others to the page.

    :param api: begun and ended with the page.
    :param entrance: what stands before it.
    """

    def __init__(self, page: ASGIApp, api: FastAPI, entrance: ASGIApp) -> None:
        self._page = page
        self._api = api
        self._entrance = entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            async with self._api.router.lifespan_context(self._api):
                await self._page(scope, receive, send)
        elif is_api(scope):
            await self._entrance(scope, receive, send)
        else:
            await self._page(scope, receive, send)

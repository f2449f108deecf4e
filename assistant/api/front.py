"""The first that a request passes: the form of its refusals, and scripts of other sites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.errors import refusal
from assistant.api.paths import is_api
from assistant.page.guard.messages import REFUSAL_FORM, header_values

_OF_A_BROWSER: Final = frozenset({b"origin", b"sec-fetch-site"})


class Front:
    """ASGI middleware before everything else, which takes CORS headers off.

    :param origins: sites whose scripts may call the API.
    :param everywhere: whether there is nothing but the API.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str], *, everywhere: bool = False) -> None:
        self._app = app
        self._origins = frozenset(origins)
        self._everywhere = everywhere
        self._with_cors = CORSMiddleware(
            self._from_known_site,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["authorization", "content-type"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not (self._everywhere or is_api(scope)):
            await self._app(scope, receive, send)
            return
        scope = {**scope, REFUSAL_FORM: refusal}
        is_known = any(one in self._origins for one in header_values(scope, b"origin"))
        await (self._with_cors if is_known else self._app)(scope, receive, send)

    async def _from_known_site(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request as if no other site had made it."""
        headers = [pair for pair in scope["headers"] if pair[0] not in _OF_A_BROWSER]
        await self._app({**scope, "headers": headers}, receive, send)

"""Who may pass to the API: whoever has a token, so many times a minute."""

from __future__ import annotations

from typing import Final

from anyio import CapacityLimiter, to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.description import versioned
from assistant.api.errors import ApiProblem, problem_response
from assistant.api.rate import Rate
from assistant.api.tokens import Tokens
from assistant.database import DatabaseUnavailable
from assistant.event_log import record
from assistant.page.guard.household import household
from assistant.page.guard.messages import header_values
from assistant.page.sign_in.no_store import not_stored
from assistant.settings import Settings
from assistant.visitor import SCOPE_KEY, Visitor, pseudonym

_AT_ONCE_MAX: Final = 8
_SCHEME: Final = "bearer "
_ASK_FOR_TOKEN: Final = {"www-authenticate": "Bearer"}


class Entrance:
    """ASGI middleware that answers 401 without a token, 429 to who asks too often.

    :param key: of the pseudonyms in the log.
    """

    def __init__(self, app: ASGIApp, settings: Settings, key: bytes) -> None:
        self._app = app
        self._is_open = settings.api_open
        self._tokens = Tokens.of(settings)
        self._rate = Rate(settings.api_requests_per_minute)
        self._key = key
        self._looking_up = CapacityLimiter(_AT_ONCE_MAX)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            # A database may take its time: in threads that nobody else waits for.
            visitor = await to_thread.run_sync(self._visitor, scope, limiter=self._looking_up)
            if wait_s := self._rate.take(visitor.actor):
                raise ApiProblem(
                    429,
                    "too_often",
                    f"Too many requests; try again in {wait_s} s.",
                    headers={"retry-after": str(wait_s)},
                )
        except ApiProblem as problem:
            record("request_refused", "api", problem.code, scope)
            await problem_response(scope, problem)(scope, receive, send)
            return
        await self._app({**scope, SCOPE_KEY: visitor}, receive, versioned(not_stored(send)))

    def _visitor(self, scope: Scope) -> Visitor:
        """Return whoever holds the token; where none is asked for, the household.

        :raises ApiProblem: a token is needed, and there is none or another one.
        """
        origin = scope[SCOPE_KEY].origin
        given = header_values(scope, b"authorization")
        token = given[0][len(_SCHEME) :].strip() if len(given) == 1 else ""
        if token and given[0].lower().startswith(_SCHEME):
            try:
                name = self._tokens.holder(token)
            except DatabaseUnavailable as error:
                raise ApiProblem(503, "tokens_unusable", "The tokens cannot be read.") from error
            if name is not None:
                return Visitor(pseudonym(self._key, f"token {name}"), origin)
        if self._is_open:
            return Visitor(pseudonym(self._key, f"address {household(origin)}"), origin)
        message = "Send a token, as in: Authorization: Bearer TOKEN. `assistant token add NAME` makes one."
        if token:
            message = "This token is not known, or was revoked."
        raise ApiProblem(
            401, "unknown_token" if token else "no_token", message, headers=_ASK_FOR_TOKEN
        )

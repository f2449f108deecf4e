"""Signing in at the proxy: it names the reader in a header of every request."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.event_log import record
from assistant.page.guard.messages import header_values, told
from assistant.page.guard.proxies import FROM_PROXY
from assistant.page.sign_in.accounts import account_key
from assistant.page.sign_in.no_store import not_stored
from assistant.settings import Settings
from assistant.visitor import SCOPE_KEY, Visitor, pseudonym
from corpus import Language

_NAME_CHARACTERS_MAX: Final = 256


class HeaderSignIn:
    """ASGI middleware that lets in whom a trusted proxy names; 401 for everyone else.

    The same header from any other address counts for nothing.
    """

    def __init__(self, app: ASGIApp, settings: Settings, key: bytes) -> None:
        self._app = app
        self._header = settings.sign_in_header.lower().encode()
        self._managers = frozenset(map(account_key, settings.managers))
        self._language: Language = settings.language
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Two headers: one of them may be the reader's own, and nothing tells which.
        names = header_values(scope, self._header) if scope[FROM_PROXY] else []
        name = _utf8(names[0]).strip() if len(names) == 1 else ""
        if not _is_name(name):
            record("request_refused", "page", "not_signed_in", scope)
            response = told(scope, self._language, 401, "not_signed_in_at_proxy")
            await response(scope, receive, send)
            return
        visitor = Visitor(
            pseudonym(self._key, f"account {name}"),
            scope[SCOPE_KEY].origin,
            is_manager=account_key(name) in self._managers,
        )
        headers = [(key, value) for key, value in scope["headers"] if key != self._header]
        changed = {**scope, "headers": headers, SCOPE_KEY: visitor}
        await self._app(changed, receive, not_stored(send))


def _utf8(value: str) -> str:
    """Return a header's value as proxies write it: UTF-8, or Latin-1 if it is not."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value


def _is_name(name: str) -> bool:
    """Tell whether a proxy has named one reader.

    A comma stands between two headers that a proxy has made one; "(null)" is no one's name.
    """
    return (
        0 < len(name) <= _NAME_CHARACTERS_MAX
        and name.isprintable()
        and "," not in name
        and name != "(null)"
    )

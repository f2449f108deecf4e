"""A conversation belongs to the reader who began it.

Gradio keeps it under a word that the page makes up, and that stands in addresses, so in a proxy's
log. Whoever reads it there must not get the conversation with it.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Final
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.event_log import record
from assistant.page.guard.body import look_at
from assistant.page.guard.messages import told
from assistant.visitor import visitor_of
from corpus import Language

_IN_PATH: Final = re.compile(r"/gradio_api/heartbeat/([^/]+)/?$")
_IN_BODY: Final = re.compile(r"/gradio_api/queue/join|/gradio_api/cancel")
# About 200 bytes each; Gradio has let go of a conversation long before it is the oldest of these.
_KEPT_MAX: Final = 100_000


class Ownership:
    """ASGI middleware that answers 403 where a conversation is another reader's.

    A reader is an account, or without sign-in an address. Stands behind the sign-in, and behind
    what reads a whole body before anything else does.
    """

    def __init__(self, app: ASGIApp, language: Language) -> None:
        self._app = app
        self._language: Language = language
        self._owners: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        named = {*_IN_PATH.findall(scope["path"]), *_in_query(scope)}
        if scope["method"] == "POST" and _IN_BODY.search(scope["path"]):
            body, receive = await look_at(receive)
            if isinstance(name := body.get("session_hash"), str):
                named.add(name)
        if all(self._is_own(name, scope) for name in named):
            await self._app(scope, receive, send)
            return
        record("request_refused", "page", "not_yours", scope)
        await told(scope, self._language, 403, "not_yours")(scope, receive, send)

    def _is_own(self, name: str, scope: Scope) -> bool:
        """Tell whether a conversation is this reader's; who comes first owns it."""
        visitor = visitor_of(scope)
        actor = "" if visitor is None else visitor.actor
        owner = self._owners.setdefault(name, actor)
        self._owners.move_to_end(name)
        if len(self._owners) > _KEPT_MAX:
            self._owners.popitem(last=False)
        return owner == actor


def _in_query(scope: Scope) -> list[str]:
    return parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [])

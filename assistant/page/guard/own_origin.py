"""Only requests of the page itself: none that another site makes in the reader's browser.

A cookie that is strictly of the same site does the same for who is signed in; this also holds on a
page without sign-in, and for one whose name another site lets point to this machine.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.event_log import record
from assistant.page.guard.messages import header_values, refuse_websocket, told
from assistant.page.guard.problems import Problem
from assistant.page.guard.proxies import FROM_PROXY
from corpus import Language

_READING: Final = frozenset({"GET", "HEAD"})
_METHODS: Final = _READING | {"POST"}
_OWN: Final = ("same-origin", "none")
_OTHER_SPELLING: Final = re.compile(r"//|/\.{1,2}(?:/|$)|[\\\x00-\x1f\x7f]")


class OwnOrigin:
    """ASGI middleware that refuses what does not come from the page itself.

    :param public_url: where readers open the page, if the settings say.
    :param is_local: whether the page listens to this machine only; then its name has no dots.
    """

    def __init__(
        self, app: ASGIApp, language: Language, public_url: str | None, *, is_local: bool
    ) -> None:
        self._app = app
        self._language: Language = language
        self._public = urlsplit(public_url).netloc.lower() if public_url else None
        self._knows_its_name = is_local or self._public is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await refuse_websocket(receive, send)
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            _check_path(scope["path"])
            host = self._checked_host(scope)
            self._check_sender(scope, host)
        except Problem as problem:
            record("request_refused", "page", problem.key, scope)
            # Whoever uses a wrong method is told which there are (RFC 9110, 15.5.6).
            allowed = {"allow": ", ".join(sorted(_METHODS))} if problem.status == 405 else {}
            response = told(scope, self._language, problem.status, problem.key, **allowed)
            await response(scope, receive, send)
            return
        if self._public is not None:
            # The page tells the browser its own address, which is not the one behind the proxy.
            headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
            headers.append((b"host", self._public.encode("latin-1")))
            scope = {**scope, "headers": headers}
        await self._app(scope, receive, send)

    def _checked_host(self, scope: Scope) -> str:
        hosts = header_values(scope, b"host")
        if len(hosts) != 1:
            raise Problem(400, "host_missing")
        host = hosts[0].strip().lower()
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            name = None
        if not name or set(host) & set("/@\\?# "):
            raise Problem(400, "host_missing")
        if not self._knows_its_name or scope[FROM_PROXY] or host == self._public:
            return host
        # Whoever owns a domain can let its names point here; not those without a dot, nor numbers.
        if "." in name and not _is_address(name):
            raise Problem(400, "host_unknown")
        return host

    def _check_sender(self, scope: Scope, host: str) -> None:
        if scope["method"] not in _METHODS:
            raise Problem(405, "method")
        if scope["method"] in _READING:
            return
        sites = header_values(scope, b"sec-fetch-site")
        origins = header_values(scope, b"origin")
        if sites:
            if any(site not in _OWN for site in sites):
                raise Problem(403, "other_site")
        elif origins and any(
            _site(origin) not in (host, self._public or host) for origin in origins
        ):
            raise Problem(403, "other_site")


def _check_path(path: str) -> None:
    """Refuse other spellings of a path, so that what is closed is closed under each of them."""
    if not path.startswith("/") or _OTHER_SPELLING.search(path):
        raise Problem(404, "not_found")


def _site(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True

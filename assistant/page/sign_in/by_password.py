"""Signing in with a password: the page for it, and who may pass with the cookie that it gives."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from functools import cache
from typing import Final
from urllib.parse import parse_qs, quote

from starlette.requests import Request, cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.event_log import record
from assistant.page.guard.household import household
from assistant.page.guard.messages import header_values, reader_language, told
from assistant.page.guard.sub_path import own_path
from assistant.page.sign_in.accounts import account_key
from assistant.page.sign_in.form import SIGN_IN, SIGN_OUT, STYLE, SignInPages
from assistant.page.sign_in.no_store import not_stored
from assistant.page.sign_in.passwords import PASSWORD_CHARACTERS_MAX, hash_password, is_right
from assistant.page.sign_in.sessions import Sessions
from assistant.page.sign_in.throttle import Throttle
from assistant.page.site.links import PUBLIC
from assistant.settings import Settings
from assistant.visitor import SCOPE_KEY, Visitor, pseudonym

# An account waits at most 5 minutes, 288 tries a day: someone else may cause that wait. An office
# may share one address, so that has more free tries, and waits longer.
_ACCOUNT_FREE: Final = 5
_ACCOUNT_WAIT_S: Final = 300.0
_ADDRESS_FREE: Final = 20
_ADDRESS_WAIT_S: Final = 900.0
# Each costs 32 MB and 0.3 s of a processor; the rest wait their turn.
_CHECKS_AT_ONCE: Final = 2
_NEXT_CHARACTERS_MAX: Final = 500
# A browser takes these for a step up, also encoded.
_DOTS: Final = re.compile(r"/(\.|%2e){1,2}(/|$)", re.IGNORECASE)


class PasswordSignIn:
    """ASGI middleware that lets in who has signed in; everyone else sees the sign-in page only.

    :param accounts: the hash of each account's password, by ``account_key`` of its name.
    """

    def __init__(
        self, app: ASGIApp, accounts: Mapping[str, str], settings: Settings, key: bytes
    ) -> None:
        self._app = app
        self._accounts = accounts
        self._key = key
        self._managers = frozenset(map(account_key, settings.managers))
        self._language = settings.language
        self._root = settings.sub_path
        self._sessions = Sessions(settings.session_minutes * 60)
        self._accounts_throttle = Throttle(_ACCOUNT_FREE, _ACCOUNT_WAIT_S)
        self._addresses_throttle = Throttle(_ADDRESS_FREE, _ADDRESS_WAIT_S)
        self._checks = asyncio.Semaphore(_CHECKS_AT_ONCE)
        self._pages = SignInPages(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Compared whole, and answered here: no other spelling of a path opens anything.
        path, method = own_path(scope), scope["method"]
        token = _token(scope)
        account = self._sessions.account(token) if token else None
        response: Response | None
        if account is not None:
            scope = {**scope, SCOPE_KEY: self._visitor(scope, account)}
        if path == STYLE and method != "POST":
            response = self._pages.style()
        elif path == SIGN_IN:
            response = (
                await self._sign_in(Request(scope, receive))
                if method == "POST"
                else self._show(scope, account)
            )
        elif account is None and not (path in PUBLIC and method in ("GET", "HEAD")):
            response = self._refuse(scope)
        elif path == SIGN_OUT:
            response = self._sign_out(scope, token)
        else:
            await self._app(_without_cookie(scope), receive, not_stored(send))
            return
        await response(scope, receive, send)

    def _visitor(self, scope: Scope, account: str) -> Visitor:
        return Visitor(
            pseudonym(self._key, f"account {account}"),
            scope[SCOPE_KEY].origin,
            is_manager=account in self._managers,
        )

    def _refuse(self, scope: Scope) -> Response:
        """Lead a reader to the sign-in page; a script of the page gets a plain 401."""
        accepted = ",".join(header_values(scope, b"accept"))
        if scope["method"] == "POST" or "text/html" not in accepted:
            return told(scope, self._language, 401, "not_signed_in")
        language = reader_language(scope, self._language)
        # A library or a document may have a space in its name.
        address = quote(scope["path"])
        if query := scope["query_string"].decode("latin-1"):
            address += f"?{query}"
        if header_values(scope, b"sec-fetch-site") == ["cross-site"]:
            # After a link on another site the strict cookie stays behind; on the next step, which
            # is one of this site, it comes along.
            return self._pages.once_more(language, own_address(address, self._root))
        following = quote(own_address(address, self._root), safe="")
        return RedirectResponse(f"{self._root}{SIGN_IN}?lang={language}&next={following}", 303)

    def _show(self, scope: Scope, account: str | None) -> Response:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        following = own_address(query.get("next", [""])[-1], self._root)
        if account is not None:
            return RedirectResponse(following, 303)
        language = reader_language(scope, self._language)
        notice = "signed_out" if "out" in query else ""
        return self._pages.sign_in(language, following, notice=notice)

    async def _sign_in(self, request: Request) -> Response:
        scope = request.scope
        language = reader_language(scope, self._language)
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        name = account_key(form.get("name", [""])[0])
        password = form.get("password", [""])[0]
        following = own_address(form.get("next", [""])[0], self._root)
        address = household(scope[SCOPE_KEY].origin)
        tried = self._visitor(scope, name)
        wait_s = max(
            self._accounts_throttle.wait_s(tried.actor), self._addresses_throttle.wait_s(address)
        )
        scope = {**scope, SCOPE_KEY: tried}
        if wait_s:
            record("signed_in", "session", "throttled", scope)
            return self._pages.sign_in(language, following, error="wait", wait_s=wait_s)
        self._accounts_throttle.count(tried.actor)
        self._addresses_throttle.count(address)
        if not await self._is_right(name, password):
            record("signed_in", "session", "failed", scope)
            return self._pages.sign_in(language, following, error="wrong")
        self._accounts_throttle.forget(tried.actor)
        record("signed_in", "session", "done", scope)
        # Whatever session there was is not the new one: nobody can lay one ready for another.
        if old := _token(scope):
            self._sessions.end(old)
        response = RedirectResponse(following, 303)
        response.headers["cache-control"] = "no-store"
        _set_cookie(response, scope, self._sessions.begin(name))
        return response

    async def _is_right(self, name: str, password: str) -> bool:
        """Check a password; an unknown name takes as long as a wrong password."""
        async with self._checks:
            kept = self._accounts.get(name, _nobody())
            given = password[: PASSWORD_CHARACTERS_MAX + 1]
            right = await asyncio.to_thread(is_right, given, kept)
        return right and name in self._accounts

    def _sign_out(self, scope: Scope, token: str) -> Response:
        language = reader_language(scope, self._language)
        if scope["method"] != "POST":
            return self._pages.sign_out(language)
        self._sessions.end(token)
        record("signed_out", "session", "done", scope)
        response = RedirectResponse(f"{self._root}{SIGN_IN}?lang={language}&out=1", 303)
        _set_cookie(response, scope, "", max_age=0)
        return response


def own_address(text: str, root: str = "") -> str:
    """Return a path of this site to go on to; the front page for anything else.

    :param root: the path of the page at its address.

    Refused: what a browser would take for another host (``//host``, ``/\\host``) or for a step up,
    a control character, the sign-in pages themselves.
    """
    is_own = (
        text.startswith(f"{root}/")
        and text[1:2] not in ("/", "\\")
        and _DOTS.search(text.partition("?")[0]) is None
        and len(text) <= _NEXT_CHARACTERS_MAX
        and all("!" <= character <= "~" and character != "\\" for character in text)
    )
    if not is_own or text.removeprefix(root).split("?")[0] in (SIGN_IN, SIGN_OUT, STYLE):
        return f"{root}/"
    return text


@cache
def _nobody() -> str:
    """Return the hash of no one's password."""
    return hash_password("")


def _cookie_name(scope: Scope) -> str:
    # With the prefix __Host- a browser takes the cookie from this host and over https only. Then it
    # is sent to every path of the host, where a page at a path is not alone.
    if scope["scheme"] != "https":
        return "assistant"
    return "__Secure-assistant" if scope.get("root_path") else "__Host-assistant"


def _token(scope: Scope) -> str:
    # As browsers read them: one odd cookie of another program does not hide the others.
    cookies = cookie_parser("; ".join(header_values(scope, b"cookie")))
    return cookies.get(_cookie_name(scope), "")


def _set_cookie(response: Response, scope: Scope, token: str, max_age: int | None = None) -> None:
    response.set_cookie(
        _cookie_name(scope),
        token,
        max_age=max_age,
        path=scope.get("root_path") or "/",
        secure=scope["scheme"] == "https",
        httponly=True,
        samesite="strict",
    )


def _without_cookie(scope: Scope) -> Scope:
    """Return the request without its cookies: nothing behind the sign-in uses one, or logs it."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"cookie"]}

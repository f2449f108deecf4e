"""The address that a request came from, through proxies that are known and past any that are not.

What a proxy tells of the reader is believed only when the proxy is in the settings. Everything of
that kind is then taken off the request, because what stands behind this would believe it from
anyone: Gradio builds its own address from ``X-Forwarded-Host``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.page.guard.messages import header_values
from assistant.visitor import SCOPE_KEY, Visitor, pseudonym

FROM_PROXY: Final = "assistant.from_proxy"
_TOLD_BY_PROXIES: Final = frozenset(
    {b"forwarded", b"via", b"x-real-ip", b"x-original-url", b"x-rewrite-url", b"x-original-host"}
)
_FORWARDED: Final = b"x-forwarded-"
_WITH_PORT: Final = re.compile(r"(?:\[(?P<ipv6>[^\]]+)\]|(?P<ipv4>[\d.]+))(?::\d{1,5})?")


class Proxies:
    """ASGI middleware that settles the address, the scheme and the host of a request.

    :param trusted: networks of the proxies that are believed.
    :param public_url: where readers open the page; goes before what a request says.
    :param key: of the pseudonyms.
    """

    def __init__(
        self,
        app: ASGIApp,
        trusted: Sequence[IPv4Network | IPv6Network],
        public_url: str | None,
        key: bytes,
    ) -> None:
        self._app = app
        self._trusted = trusted
        self._public = urlsplit(public_url) if public_url else None
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        peer = _address((scope.get("client") or ("", 0))[0])
        from_proxy = self._is_trusted(peer)
        forwarded_for = ",".join(header_values(scope, b"x-forwarded-for")) if from_proxy else ""
        address = self._first_untrusted(peer, forwarded_for)
        origin = str(address) if address else "unknown"
        headers = [
            (name, value)
            for name, value in scope["headers"]
            if name not in _TOLD_BY_PROXIES and not name.startswith(_FORWARDED)
        ]
        scheme = scope.get("scheme", "http")
        if self._public is not None:
            scheme = self._public.scheme
        elif from_proxy and header_values(scope, b"x-forwarded-proto")[-1:] == ["https"]:
            scheme = "https"
        visitor = Visitor(pseudonym(self._key, f"address {origin}"), origin)
        changed = {
            **scope,
            "client": (origin, 0),
            "scheme": scheme,
            "headers": headers,
            SCOPE_KEY: visitor,
            FROM_PROXY: from_proxy,
        }
        await self._app(changed, receive, send)

    def _is_trusted(self, address: IPv4Address | IPv6Address | None) -> bool:
        return address is not None and any(address in network for network in self._trusted)

    def _first_untrusted(
        self, peer: IPv4Address | IPv6Address | None, forwarded_for: str
    ) -> IPv4Address | IPv6Address | None:
        """Read from the right: each proxy adds who spoke to it; what is left of that is hearsay."""
        address = peer
        for part in reversed(forwarded_for.split(",") if forwarded_for else []):
            told = _address(part.strip())
            if told is None or not self._is_trusted(address):
                break
            address = told
        return address


def _address(text: str) -> IPv4Address | IPv6Address | None:
    # Some proxies add the port: "192.0.2.1:50000", "[2001:db8::1]:50000".
    with_port = _WITH_PORT.fullmatch(text)
    try:
        found = ip_address((with_port["ipv6"] or with_port["ipv4"]) if with_port else text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found

"""The security headers of every response."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Nothing of the page needs these; "self" is the default of what it does need (the clipboard).
_PERMISSIONS: Final = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer camera display-capture geolocation gyroscope hid magnetometer "
        "microphone midi payment publickey-credentials-get serial usb"
    ).split()
)
_YEAR_S: Final = 365 * 24 * 3600
# Gradio lets pages of other origins on the same machine read its answers.
_SHARED: Final = b"access-control-"


class Headers:
    """ASGI middleware that adds the security headers to every response.

    :param frame_ancestors: sites that may show the page in a frame; none: nobody may.
    """

    def __init__(self, app: ASGIApp, frame_ancestors: Sequence[str] = ()) -> None:
        self._app = app
        ancestors = " ".join(frame_ancestors) or "'none'"
        headers = {
            "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline'; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
            f"form-action 'self'; frame-ancestors {ancestors}",
            "referrer-policy": "same-origin",
            "x-content-type-options": "nosniff",
            "permissions-policy": _PERMISSIONS,
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
        }
        if not frame_ancestors:
            headers["x-frame-options"] = "DENY"
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = self._headers
        # That of a page at a path would bind every other site at the same host.
        if scope.get("scheme") == "https" and not scope.get("root_path"):
            headers = [*headers, (b"strict-transport-security", f"max-age={_YEAR_S}".encode())]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [
                    (name, value)
                    for name, value in message.get("headers", ())
                    if not name.lower().startswith(_SHARED)
                ]
                message = {**message, "headers": [*own, *headers]}
            await send(message)

        await self._app(scope, receive, send_with_headers)

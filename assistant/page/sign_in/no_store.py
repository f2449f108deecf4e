"""What only someone signed in may see stays out of every cache."""

from __future__ import annotations

from typing import Final

from starlette.types import Message, Send

# Scripts, styles and fonts are the same for everyone, and large.
_SHARED: Final = (b"text/css", b"text/javascript", b"application/javascript", b"font/", b"image/")


def not_stored(send: Send) -> Send:
    """Return a ``send`` that forbids keeping what is not the same for everyone."""

    async def send_not_stored(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message.get("headers", [])
            kind = dict(headers).get(b"content-type", b"")
            if not kind.startswith(_SHARED):
                kept = [(name, value) for name, value in headers if name != b"cache-control"]
                message = {**message, "headers": [*kept, (b"cache-control", b"no-store")]}
        await send(message)

    return send_not_stored

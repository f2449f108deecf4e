"""The connection of an open page: the script that keeps it, and which process is at its end."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from starlette.types import Message, Send

CONNECTION_SCRIPT: Final = (Path(__file__).parent / "connection.js").read_text(encoding="utf-8")
_PROCESS: Final = (b"x-process", secrets.token_hex(8).encode())


def naming_process(send: Send) -> Send:
    """Return a ``send`` by which the page sees when another process answers it."""

    async def send_named(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), _PROCESS]}
        await send(message)

    return send_named

"""A look at what a request says, before who answers it reads the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.types import Message, Receive


async def look_at(receive: Receive) -> tuple[Mapping[str, Any], Receive]:
    """Return the JSON object in a body, and what hands the body on; empty for anything else.

    Stands behind what reads a whole body before anything else does.
    """
    message = await receive()
    try:
        found = json.loads(message.get("body", b""))
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}, _again(message, receive)


def _again(message: Message, receive: Receive) -> Receive:
    messages = [message]

    async def receive_again() -> Message:
        return messages.pop() if messages else await receive()

    return receive_again

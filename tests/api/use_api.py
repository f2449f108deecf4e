"""Starts the API by the command that is given, uses it as programs do, and stops it."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

import httpx
from mcp import Client

sys.path.insert(0, str(Path(__file__).parents[1] / "page"))

from visit_page import wait_until_ready

_TIMEOUT_S: Final = 120
_QUESTION: Final = "Wat is publieke verantwoording?"
_READ: Final = ("/v1/models", "/v1/documents", "/v1/search?q=klachten", "/v1/openapi.json")
_CHAT: Final = {
    "model": "assistant",
    "messages": [{"role": "user", "content": _QUESTION}],
    "stream": True,
}


def use(url: str) -> None:
    """Use every part of an API that asks for no token.

    :raises AssertionError: something is not answered.
    """
    with httpx.Client(base_url=url, timeout=_TIMEOUT_S) as client:
        wait_until_ready(client)
        for path in (*_READ, "/metrics", "/healthz"):
            assert client.get(path).status_code == 200, path
        assert client.post("/v1/ask", json={"question": _QUESTION}).json()["citations"]
        assert "[DONE]" in client.post("/v1/chat/completions", json=_CHAT).text
    asyncio.run(_use_tools(urljoin(url, "/mcp")))


async def _use_tools(address: str) -> None:
    async with Client(address) as client:
        said = await client.call_tool("ask_sources", {"question": _QUESTION})
        assert not said.is_error


def main(command: list[str]) -> None:
    """Serve and use."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            ready = re.search(r"http://[^/\s]+", server.stdout.readline())
            assert ready is not None, "the API did not start"
            use(ready[0])
        finally:
            server.terminate()


if __name__ == "__main__":
    main(sys.argv[1:])

"""A chat model on this machine that lies, fails and falls silent in turn.

It speaks OpenAI's protocol. Its lies hold a word that no document has, so that one that is shown
can be seen.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

LIE: Final = "kwartelkoning"
_SOURCE: Final = re.compile(r'<source id="([^"]+)"[^>]*>\n(.*?)\n</source>', re.DOTALL)


class UnreliableModel(ThreadingHTTPServer):
    """The server; it listens from when it is made."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Endpoint)
        self.turns = itertools.cycle(_TURNS)
        self.is_over = threading.Event()
        self.requests = 0

    @property
    def url(self) -> str:
        """Its address, as ``ASSISTANT_CHAT_BASE_URL`` has it."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def unreliable_model() -> Iterator[UnreliableModel]:
    """Serve the model within the context."""
    server = UnreliableModel()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()


class _Endpoint(BaseHTTPRequestHandler):
    server: UnreliableModel

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        asked = "\n".join(str(message["content"]) for message in body["messages"])
        self.server.requests += 1
        with contextlib.suppress(OSError):  # who asks may have gone
            next(self.server.turns)(self, asked)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def write(self, *pieces: str, is_whole: bool = True) -> None:
        """Stream an answer; one that is not whole has no end."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for piece in pieces:
            self._send({"content": piece}, None)
        if is_whole:
            self._send({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, delta: dict[str, str], finish: str | None) -> None:
        chunk = {
            "id": "x",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "unreliable",
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()


def _statement(source: str, quotation: str) -> str:
    return f"STATEMENT: De {LIE} besluit alles.\nSOURCE: {source}\nQUOTE: {quotation}\n"


def _invent(endpoint: _Endpoint, asked: str) -> None:
    """Lie with a quotation that stands nowhere."""
    source, _ = _first_source(asked)
    endpoint.write(_statement(source, f"De {LIE} besluit in dit land alles."))


def _twist(endpoint: _Endpoint, asked: str) -> None:
    """Lie with a quotation that is real."""
    endpoint.write(_statement(*_first_source(asked)))


def _break_off(endpoint: _Endpoint, asked: str) -> None:
    endpoint.write(_statement(*_first_source(asked))[:60], is_whole=False)


def _fail(endpoint: _Endpoint, asked: str) -> None:  # noqa: ARG001
    endpoint.send_error(500)


def _ramble(endpoint: _Endpoint, asked: str) -> None:  # noqa: ARG001
    endpoint.write(*[f"De {LIE} zegt van alles en nog wat. "] * 200)


def _stay_silent(endpoint: _Endpoint, asked: str) -> None:  # noqa: ARG001
    endpoint.server.is_over.wait(60)


def _first_source(asked: str) -> tuple[str, str]:
    """Return the id of the first source of a prompt, and its first sentence."""
    found = _SOURCE.search(asked)
    if found is None:
        return "1", LIE
    return found[1], re.split(r"(?<=[.!?])\s", found[2])[0]


_TURNS: Final[tuple[Callable[[_Endpoint, str], None], ...]] = (
    _invent,
    _twist,
    _break_off,
    _fail,
    _ramble,
    _stay_silent,
)

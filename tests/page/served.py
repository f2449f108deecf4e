"""A server on a free port of this machine, in a thread: what the tests of page and API share."""

from __future__ import annotations

import threading
import time
from typing import Final, Self

import uvicorn

from assistant.page.server import take_address

_START_TIMEOUT_S: Final = 60


class Served:
    """Has an address from the beginning, and is served between entering and leaving."""

    def __init__(self, port: int = 0) -> None:
        self._socket = take_address("127.0.0.1", port)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def _serve(self, config: uvicorn.Config) -> None:
        """Take what is to be served."""
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        ends = time.monotonic() + _START_TIMEOUT_S
        while not self._server.started:
            assert time.monotonic() < ends, "the server did not start"
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._socket.close()

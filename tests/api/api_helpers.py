"""What the tests of the API share: a server on this machine."""

from __future__ import annotations

import threading
import time
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
import uvicorn

from assistant import Settings
from assistant.api.app import alone
from assistant.api.tokens import Tokens
from assistant.page.conversation import Assistant
from assistant.page.editions import Edition, Editions
from assistant.page.server import configure, listen, serve_editions

_START_TIMEOUT_S: Final = 60
# The first answer of a process takes a second, on a busy machine ten.
get: Final = partial(httpx.get, timeout=60)
post: Final = partial(httpx.post, timeout=60)


class ApiServer:
    """The API on a free port of this machine, in a thread; ``token`` opens it.

    :param with_page: whether the page is served beside it.
    """

    def __init__(
        self, assistant: Assistant, data: Path, *, with_page: bool = False, **settings: Any
    ) -> None:
        self.settings = Settings(data=data, **{"api": True, **settings})
        self.tokens = Tokens(self.settings.api_tokens)
        self.token = self.tokens.add("test")
        self._socket = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        editions = Editions(Edition.of(assistant, self.settings))
        app = (
            serve_editions(editions, self.settings)
            if with_page
            else alone(editions.current, self.settings)
        )
        self._server = uvicorn.Server(configure(app))
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    @property
    def headers(self) -> dict[str, str]:
        """What a request with the token carries."""
        return {"authorization": f"Bearer {self.token}"}

    def __enter__(self) -> ApiServer:
        self._thread.start()
        ends = time.monotonic() + _START_TIMEOUT_S
        while not self._server.started:
            assert time.monotonic() < ends, "the API did not start"
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._socket.close()


class Slow:
    """Answers when it may; until then it writes."""

    def __init__(self, assistant: Any) -> None:
        self.documents, self.glossary = assistant.documents, assistant.glossary
        self.started = threading.Event()
        self.go_on = threading.Event()
        self.stopped = threading.Event()
        self._assistant = assistant

    def stream(self, *arguments: Any) -> Any:
        """Hold the answer back."""
        from assistant import Draft

        self.started.set()
        try:
            while not self.go_on.wait(0.02):
                yield Draft("Dit", "nl", "Wie?")
            yield from self._assistant.stream(*arguments)
        except GeneratorExit:
            self.stopped.set()
            raise

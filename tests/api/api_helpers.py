"""What the tests of the API share: a server on this machine."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
from served import Served

from assistant import Settings
from assistant.api.app import alone
from assistant.api.tokens import Tokens
from assistant.libraries import Libraries
from assistant.page.branches import Branches
from assistant.page.conversation import Assistant
from assistant.page.editions import Edition, Editions
from assistant.page.guard.build import readiness_of
from assistant.page.server import configure, serve_branches

# The first answer of a process takes a second, on a busy machine ten.
get: Final = partial(httpx.get, timeout=60)
post: Final = partial(httpx.post, timeout=60)


class ApiServer(Served):
    """The API; ``token`` opens it.

    :param with_page: whether the page is served beside it.
    """

    def __init__(
        self, assistant: Assistant, data: Path, *, with_page: bool = False, **settings: Any
    ) -> None:
        super().__init__()
        self.settings = Settings(data=data, **{"api": True, **settings})
        self.tokens = Tokens.of(self.settings)
        self.token = self.tokens.add("test")
        editions = Editions(Edition.of(assistant, self.settings))
        self.branches = Branches(editions, Libraries(self.settings))
        self.readiness = readiness_of(self.settings)
        app = (
            serve_branches(self.branches, self.settings, self.readiness)
            if with_page
            else alone(self.branches, self.settings, self.readiness)
        )
        self._serve(configure(app))

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self.branches.close()

    @property
    def headers(self) -> dict[str, str]:
        """What a request with the token carries."""
        return {"authorization": f"Bearer {self.token}"}


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

"""What the tests of the page share: a server, a scripted assistant, and asking in a browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from typing import Final

import uvicorn
from playwright.sync_api import Locator, Page

from assistant import Answer, Citation, Reply, Settings, Turn
from assistant.page.conversation import Assistant
from assistant.page.server import build_app, listen
from corpus import SHIPPED_DOCUMENTS, Document, Language, read_library
from corpus.glossary import SHIPPED_GLOSSARY, Term, read_glossary

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
_START_TIMEOUT_S: Final = 60


class PageServer:
    """The chat page on a free port of this machine, in a thread."""

    def __init__(self, assistant: Assistant) -> None:
        self._socket = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        app = build_app(assistant, Settings())
        self._server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self) -> PageServer:
        self._thread.start()
        ends = time.monotonic() + _START_TIMEOUT_S
        while not self._server.started:
            assert time.monotonic() < ends, "the chat page did not start"
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._socket.close()


class ScriptedAssistant:
    """Answers with ``text`` and citations; notes what it was asked."""

    def __init__(self, text: str = "Dit staat er. [1]", error: Exception | None = None) -> None:
        self.documents: Mapping[str, Document] = {
            document.id: document for document in read_library(SHIPPED_DOCUMENTS)
        }
        self.glossary: tuple[Term, ...] = read_glossary(SHIPPED_GLOSSARY, self.documents)
        self.text = text
        self.error = error
        self.histories: list[list[Turn]] = []

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: Language | None = None,  # noqa: ARG002
    ) -> Reply:
        self.histories.append(list(history))
        if self.error is not None:
            raise self.error
        citation = cite(self.documents["tip-16-mandaat"], 5, 1)
        return reply(question, self.text, (citation,))


def cite(document: Document, block: int, sentence: int, number: int = 1) -> Citation:
    """Return a citation of one sentence of a document."""
    chosen = document.blocks[block].sentences[sentence]
    return Citation(
        number,
        document.id,
        document.title,
        document.language,
        document.blocks[block].section,
        chosen.text,
        chosen.start,
        chosen.end,
    )


def reply(
    question: str,
    text: str,
    citations: tuple[Citation, ...] = (),
    *,
    standalone: str | None = None,
    language: Language = "nl",
) -> Reply:
    """Return an answered reply."""
    outcome = "answered" if citations else "not_in_sources"
    answer = Answer(text, language, outcome, "quotes", citations)  # type: ignore[arg-type]
    return Reply(question, standalone or question, answer)


def ask(page: Page, question: str) -> Locator:
    """Type a question, send it with Enter, wait for its answer and return that."""
    answers = page.locator("[data-testid=bot] .answer")
    before = answers.count()
    send(page, question)
    answers.nth(before).wait_for()
    return answers.nth(before)


def send(page: Page, question: str) -> None:
    """Type a question and send it with Enter."""
    box = page.locator("#question textarea")
    box.fill(question)
    box.press("Enter")

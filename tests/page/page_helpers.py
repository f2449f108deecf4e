"""What the tests of the page share: a server, a scripted assistant, and asking in a browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from playwright.sync_api import Locator, Page
from served import Served

from assistant import Answer, Citation, Draft, Reply, Settings, Turn
from assistant.libraries import Libraries
from assistant.page.branches import Branches
from assistant.page.conversation import Assistant
from assistant.page.editions import Editions
from assistant.page.server import build_app, serve_branches
from corpus import SHIPPED_DOCUMENTS, Document, Language, read_library
from corpus.glossary import SHIPPED_GLOSSARY, Term, read_glossary

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class PageServer(Served):
    """The chat page."""

    def __init__(self, assistant: Assistant | Editions, *, port: int = 0, **settings: Any) -> None:
        super().__init__(port)
        # Verdicts of tests are no verdicts of readers.
        self._data = TemporaryDirectory()
        settings.setdefault("data", Path(self._data.name))
        self.settings = Settings(**settings)
        app = (
            serve_branches(Branches(assistant, Libraries(self.settings)), self.settings)
            if isinstance(assistant, Editions)
            else build_app(assistant, self.settings)
        )
        self._serve(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self._data.cleanup()


class ScriptedAssistant:
    """Answers with drafts, then with ``text`` and a citation; notes what it was asked.

    :param drafts: what it shows before the answer, every ``pause_s`` seconds.
    :param holds: stays with the last draft until it is stopped or ``go_on`` is set.
    """

    def __init__(
        self,
        text: str = "Dit staat er. [1]",
        error: Exception | None = None,
        drafts: Sequence[Draft] = (),
        pause_s: float = 0.0,
        *,
        holds: bool = False,
    ) -> None:
        self.documents: Mapping[str, Document] = {
            document.id: document for document in read_library(SHIPPED_DOCUMENTS)
        }
        self.glossary: tuple[Term, ...] = read_glossary(SHIPPED_GLOSSARY, self.documents)
        self.go_on = threading.Event()
        self.stopped = threading.Event()
        self.histories: list[list[Turn]] = []
        self.questions: list[str] = []
        self.limits: list[frozenset[str]] = []
        self.cites = (5, 1)
        self.follow(text, error, drafts, pause_s, holds=holds)

    def follow(
        self,
        text: str = "Dit staat er. [1]",
        error: Exception | None = None,
        drafts: Sequence[Draft] = (),
        pause_s: float = 0.0,
        *,
        holds: bool = False,
    ) -> None:
        """Take another script, and forget what was asked."""
        self.text = text
        self.error = error
        self.drafts = drafts
        self.pause_s = pause_s
        self.holds = holds
        self.go_on.clear()
        self.stopped.clear()
        self.histories.clear()
        self.questions.clear()
        self.limits.clear()

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: Language | None = None,  # noqa: ARG002
        documents: Collection[str] = (),
    ) -> Iterator[Draft | Reply]:
        self.histories.append(list(history))
        self.questions.append(question)
        self.limits.append(frozenset(documents))
        drafts, holds = self.drafts, self.holds
        try:
            for draft in drafts:
                time.sleep(self.pause_s)
                yield draft
            while holds and not self.go_on.wait(0.05):
                yield drafts[-1]
            if self.error is not None:
                raise self.error
            citation = cite(self.documents["tip-16-mandaat"], *self.cites)
            yield reply(question, self.text, (citation,))
        except GeneratorExit:
            self.stopped.set()
            raise


def draft(
    text: str,
    citations: tuple[Citation, ...] = (),
    pending: frozenset[int] = frozenset(),
    language: Language = "nl",
) -> Draft:
    """Return a draft of an answer."""
    return Draft(text, language, "Wie?", citations, pending)


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

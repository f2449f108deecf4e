"""A soak: readers ask on the page while its index is built again, and its chat model is unreliable;
or while nothing else happens.

What is built is a library of its own, a copy; all processes are on this machine and end with it.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx

from assistant.page.guard.health import READINESS
from assistant.page.server import take_address
from assistant.settings import Settings
from corpus import read_library
from eval.errors import MeasurementFailed
from eval.soak.page_client import Asked, open_page
from eval.soak.rebuilding import WAYS, Rebuild, Rebuilding, environment
from eval.soak.unreliable_model import LIE, unreliable_model
from eval.without import take_over_vectors
from index.build import build_index
from index.embedding import load_embedding_model, prepare_bundled_model

_START_TIMEOUT_S: Final = 300
_QUESTIONS: Final = 200
# Of one conversation.
_QUESTIONS_IN_A_ROW: Final = 5
_CHAT_TIMEOUT_S: Final = 5
_DRAFT: Final = re.compile(r'<div class="draft">.*?</div></div>', re.DOTALL)
_HELD: Final = re.compile(r"^VmRSS:\s*(\d+) kB", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done.

    ``readers``: so many at once; ``pause_s``: how long one of them reads before asking again, on
    average; ``rebuild_every_s``: between the end of a build and the next; ``is_disturbed``: else
    nothing is built, and no chat model writes; ``questions``: what is asked, by default what the
    catalogues of the documents answer.
    """

    seconds: float
    readers: int = 5
    pause_s: float = 1.0
    rebuild_every_s: float = 20.0
    is_disturbed: bool = True
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was asked ``at_s`` seconds after the beginning; ``problem``: empty if none."""

    at_s: float
    answered_ms: float
    problem: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What the serving process held, in MiB."""

    at_s: float
    mib: float


@dataclass(frozen=True, slots=True)
class Soak:
    """What was seen; ``stopped``: what is wrong with how the page ended, empty if nothing is."""

    plan: Plan
    questions: tuple[Question, ...]
    rebuilds: tuple[Rebuild, ...]
    memory: tuple[Memory, ...]
    requests_of_model: int
    stopped: str

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that is not as it should be."""
        found = [f"a question: {one.problem}" for one in self.questions if one.problem]
        found += [f"a build ({one.way}): {one.problem}" for one in self.rebuilds if one.problem]
        return (*found, *filter(None, [self.stopped]))


def soak(plan: Plan, settings: Settings, report: Callable[[str], None] = lambda _: None) -> Soak:
    """Carry out a plan.

    :param settings: name the documents and the vectors that are known of them; undisturbed readers
        ask of their index.
    :raises MeasurementFailed: the page does not start.
    :raises AssistantError: the library cannot be indexed.
    """
    with TemporaryDirectory() as folder, ExitStack() as opened:
        own = settings
        if plan.is_disturbed:
            report("a library of its own is made")
            own = _own_library(Path(folder), settings)
        asked = plan.questions or _questions(own)
        model = opened.enter_context(unreliable_model()) if plan.is_disturbed else None
        report("the page is started")
        url, process = opened.enter_context(_served(own, model.url if model else None))
        began = time.monotonic()

        def clock() -> float:
            return time.monotonic() - began

        over = threading.Event()
        report(f"{plan.readers} readers ask for {plan.seconds:.0f} s")
        with ThreadPoolExecutor(plan.readers + 2) as threads:
            reader = Reader(url, asked, plan.pause_s, clock, over)
            readers = [threads.submit(reader.read) for _ in range(plan.readers)]
            memory = threads.submit(_watch, process.pid, clock, over)
            rebuilding = Rebuilding(own, url, asked[0])
            builds = (
                threads.submit(_rebuild, rebuilding, plan.rebuild_every_s, clock, over)
                if plan.is_disturbed
                else None
            )
            over.wait(plan.seconds)
            over.set()
            questions = [one for each in readers for one in each.result()]
        process.terminate()
        code = process.wait(_START_TIMEOUT_S)
        ended = f"the page ended with {code}" if code else ""
        return Soak(
            plan,
            tuple(sorted(questions, key=lambda one: one.at_s)),
            builds.result() if builds else (),
            memory.result(),
            model.requests if model else 0,
            ended,
        )


def _own_library(folder: Path, settings: Settings) -> Settings:
    """Copy the documents and the vectors that are known of them, and build an index."""
    own = settings.model_copy(
        update={
            "data": folder / "data",
            "documents": folder / "documents",
            "embedding_model": None,
            "chat_model": None,
        }
    )
    shutil.copytree(settings.documents, own.documents)
    own.data.mkdir()
    prepare_bundled_model(settings.models_directory)
    own.models_directory.symlink_to(settings.models_directory.resolve())
    model = load_embedding_model(None, own.models_directory)
    directory = own.index_directory
    known = settings.index_directory
    take_over_vectors(known, directory, model)
    build_index(directory, model)
    return own


def _questions(settings: Settings) -> Sequence[str]:
    """Return questions that the catalogues answer, or else one on each document."""
    documents = read_library(settings.documents)
    known = [
        question
        for document in documents
        for entry in document.catalogue
        for question in (*entry.questions_nl, *entry.questions_en)
    ]
    random.shuffle(known)
    return known[:_QUESTIONS] or [f"Wat staat er over {one.title}?" for one in documents]


@contextmanager
def _served(settings: Settings, model: str | None) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the page in a process of its own, which does not outlive the context.

    :param model: the address of the chat model that writes; ``None``: none does.
    """
    with take_address("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    writes = {}
    if model is not None:
        writes = {
            "ASSISTANT_CHAT_MODEL": "openai:unreliable",
            "ASSISTANT_CHAT_BASE_URL": model,
            "ASSISTANT_CHAT_TIMEOUT_S": str(_CHAT_TIMEOUT_S),
        }
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "chat", "--port", str(port)],
        env=environment(settings, ASSISTANT_LOG="off", **writes),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        ends = time.monotonic() + _START_TIMEOUT_S
        while not _is_ready(url):
            if process.poll() is not None or time.monotonic() > ends:
                raise MeasurementFailed("The page did not start; see `assistant doctor`.")
            time.sleep(0.2)
        yield url, process
    finally:
        process.kill()
        process.wait()


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}{READINESS}", timeout=_START_TIMEOUT_S).status_code == 200
    except httpx.HTTPError:
        return False


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads on a page and asks, until it is over."""

    url: str
    questions: Sequence[str]
    pause_s: float
    clock: Callable[[], float]
    over: threading.Event

    def read(self) -> list[Question]:
        """Open a page, ask some questions in a conversation, close it, and open the next."""
        asked: list[Question] = []
        while not self._pauses():
            try:
                with open_page(self.url) as ask:
                    for _ in range(_QUESTIONS_IN_A_ROW):
                        asked.append(self._asked(ask))
                        if self._pauses():
                            return asked
            except httpx.HTTPError as error:
                asked.append(Question(self.clock(), 0.0, type(error).__name__))
        return asked

    def _pauses(self) -> bool:
        """Read for a while; tells whether it is over."""
        return self.over.wait(random.uniform(0, 2 * self.pause_s))

    def _asked(self, ask: Callable[[str], Asked]) -> Question:
        at_s = self.clock()
        answer = ask(random.choice(self.questions))
        problem = answer.error or ("" if answer.answered_ms else "no answer")
        # What is not checked yet is shown as that, and gone when it is.
        if LIE in _DRAFT.sub("", answer.shown):
            problem = "a lie of the chat model was shown"
        return Question(at_s, answer.answered_ms, problem)


def _watch(process: int, clock: Callable[[], float], over: threading.Event) -> tuple[Memory, ...]:
    """Note once a second what memory a process holds, where the system tells it."""
    status = Path(f"/proc/{process}/status")
    seen = []
    while not over.wait(1) and status.exists():
        told = _HELD.search(status.read_text(encoding="ascii", errors="replace"))
        if told is not None:  # a process that has ended holds nothing
            seen.append(Memory(clock(), int(told[1]) / 1024))
    return tuple(seen)


def _rebuild(
    rebuilding: Rebuilding, every_s: float, clock: Callable[[], float], over: threading.Event
) -> tuple[Rebuild, ...]:
    done: list[Rebuild] = []
    builds = rebuilding.rebuild(clock)
    # In a short soak too, each way once.
    while len(done) < len(WAYS) or not over.wait(every_s):
        done.append(next(builds))
    return tuple(done)

"""Two processes, a Chroma server and nginx: nothing that happens to one of them loses an answer.

``--questions 500`` asks as many, from fifty clients; ``-s`` shows the figures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

import httpx
import numpy as np
import pytest
from chroma_server import RunningChroma
from nginx import NGINX, Nginx

from assistant import Settings, open_assistant
from assistant.page.server import take_address
from assistant.reply_record import as_record
from index.build import build_index
from index.embedding import load_embedding_model

# What each text says in the first index, and in the one that takes its place.
TEXTS: Final = {
    "molen": ("De molen draait op wind.", "De molen draait op water uit de beek."),
    "bakker": ("De bakker opent om zes uur.", "De bakker opent om acht uur."),
    "brug": ("De brug is van hout.", "De brug is van steen."),
    "school": ("De school telt negentig leerlingen.", "De school telt veertig leerlingen."),
    "markt": ("De markt is op dinsdag.", "De markt is op vrijdag."),
}
QUESTIONS: Final = (
    "Waar draait de molen op?",
    "Hoe laat opent de bakker?",
    "Waar is de brug van?",
    "Hoeveel leerlingen telt de school?",
    "Op welke dag is de markt?",
)
WITHIN_S: Final = 300.0
# Those of a part are sent within so many seconds, so that they meet what happens meanwhile.
SENT_WITHIN_S: Final = 4.0

# What of a reply is the same whoever gives it.
Told = tuple[str, str, str]


@dataclass
class Worker:
    """A process that serves the API."""

    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "api", "--port", str(self.port)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
        )

    def wait_for(self, told: str, path: str = "/readyz") -> None:
        ends = time.monotonic() + WITHIN_S
        while told not in self._said(path):
            assert time.monotonic() < ends, f"{told} was never said"
            assert self.process.poll() is None
            time.sleep(0.1)

    def _said(self, path: str) -> str:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=WITHIN_S).text
        except httpx.TransportError:
            return ""

    def stop(self) -> None:
        """Tell it to stop, as who updates it does; it finishes its answers first."""
        self.process.terminate()
        assert self.process.wait(WITHIN_S) == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(WITHIN_S)


@dataclass(frozen=True)
class Answered:
    question: str
    status: int
    told: Told | None
    seconds: float


@dataclass(frozen=True)
class Cluster:
    settings: Settings
    chroma: RunningChroma
    workers: Sequence[Worker]
    urls: Sequence[str]

    def ask(self, question: str) -> Answered:
        """Ask as a client does; where there is no nginx, try again elsewhere as that would."""
        began = time.monotonic()
        status, reply = 0, None
        for url in self.urls:
            try:
                answer = httpx.post(
                    f"{url}/v1/ask", json={"question": question}, timeout=WITHIN_S, verify=False
                )
            except httpx.TransportError:
                continue
            status, reply = answer.status_code, answer.text
            if status == 200:
                break
        told = told_in(json.loads(reply)) if reply is not None and status == 200 else None
        return Answered(question, status, told, time.monotonic() - began)

    def ask_many(self, count: int, clients: int, within_s: float) -> list[Answered]:
        """Ask so many questions from so many clients; each asks one after the other."""
        answered: list[Answered] = []

        def client(number: int) -> None:
            random = Random(number)
            mine = range(number, count, clients)
            for _ in mine:
                time.sleep(random.uniform(0, 2 * within_s / len(mine)))
                answered.append(self.ask(random.choice(QUESTIONS)))

        threads = [threading.Thread(target=client, args=(one,)) for one in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answered

    def write(self, edition: int) -> str:
        """Write the texts of an edition, and build; return the id of the build."""
        self.settings.documents.mkdir(exist_ok=True)
        for name, texts in TEXTS.items():
            (self.settings.documents / f"{name}.md").write_text(
                f"# De {name}\n\n{texts[edition]}\n"
            )
        model = load_embedding_model(None, self.settings.models_directory, 1)
        return build_index(self.settings.index_directory, model).manifest.build_id

    def expected(self) -> dict[str, Told]:
        """Return what the current build answers, asked without any server of ours."""
        with open_assistant(self.settings) as assistant:
            replies = {question: assistant.ask(question) for question in QUESTIONS}
        return {question: told_in(as_record(None, reply)) for question, reply in replies.items()}


def told_in(reply: Any) -> Told:
    """Return what was answered, and from which passages: of one build, all of them."""
    quotes = [one["quote"] for one in reply["citations"]]
    passages = [one["original_text"] for one in reply["passages"]]
    return reply["text"], reply["outcome"], json.dumps([quotes, passages])


@pytest.fixture
def cluster(tmp_path: Path, make_data: Callable[[Path, Path], None]) -> Iterator[Cluster]:
    with ExitStack() as stack:
        chroma = stack.enter_context(RunningChroma(tmp_path / "chroma"))
        settings = Settings(
            data=tmp_path / "data", documents=tmp_path / "documents", chroma=chroma.url, threads=1
        )
        make_data(settings.data, settings.documents)
        given = {
            "DATA": settings.data,
            "DOCUMENTS": settings.documents,
            "CHROMA": chroma.url,
            # However slow the machine is.
            "CHROMA_PATIENCE_S": 300,
            "THREADS": 1,
            "API_OPEN": "true",
            "API_REQUESTS_PER_MINUTE": 100_000,
            "TRUSTED_PROXIES": "127.0.0.1",
        }
        environment = os.environ | {f"ASSISTANT_{name}": str(one) for name, one in given.items()}
        workers = [Worker(free_port(), environment) for _ in range(2)]
        urls = [f"http://127.0.0.1:{one.port}" for one in workers]
        cluster = Cluster(settings, chroma, workers, urls)
        cluster.write(0)
        for worker in workers:
            worker.start()
            stack.callback(worker.kill)
        for worker in workers:
            worker.wait_for("ready")
        if NGINX is not None:
            ports = [one.port for one in workers]
            nginx = Nginx(tmp_path / "nginx", free_port(), ports, at_path=False)
            urls[:] = [stack.enter_context(nginx).url]
        yield cluster


def free_port() -> int:
    with take_address("127.0.0.1", 0) as listening:
        return int(listening.getsockname()[1])


@pytest.mark.timeout(900)
def test_no_answer_is_lost_wrong_or_mixed_whatever_happens_to_one_of_them(
    cluster: Cluster, request: pytest.FixtureRequest
) -> None:
    count: int = request.config.getoption("--questions")
    clients = min(50, count // 7)
    before = cluster.expected()
    for question, (text, outcome, _) in before.items():
        assert outcome == "answered", question
        assert any(old in text for old, _ in TEXTS.values())
    first, second = cluster.workers

    def nothing() -> None: ...

    def kill_one() -> None:
        time.sleep(SENT_WITHIN_S / 4)
        first.kill()
        first.start()
        first.wait_for("ready")

    def update_one() -> None:
        time.sleep(SENT_WITHIN_S / 4)
        second.stop()
        second.start()
        second.wait_for("ready")

    def restart_chroma() -> None:
        time.sleep(SENT_WITHIN_S / 4)
        cluster.chroma.end()
        cluster.chroma.start()

    def new_index() -> None:
        build = cluster.write(1)
        for worker in (first, second):
            worker.wait_for(build, "/healthz")

    asked: dict[str, list[Answered]] = {}
    for happens in (nothing, kill_one, update_one, restart_chroma, new_index):
        name = happens.__name__
        found = asked.setdefault(name, [])
        asking = threading.Thread(
            target=lambda found=found: found.extend(
                cluster.ask_many(count // 5, clients, SENT_WITHIN_S)
            )
        )
        asking.start()
        happens()
        asking.join()
        tell(name, found)
    after = cluster.expected()
    assert all(before[question] != after[question] for question in QUESTIONS)
    for name, found in asked.items():
        assert len(found) == count // 5
        assert [one.status for one in found] == [200] * len(found), name
        for one in found:
            right = {before[one.question]}
            if name == "new_index":
                right.add(after[one.question])
            assert one.told in right, name
    last = [cluster.ask(question) for question in QUESTIONS for _ in cluster.workers]
    assert {one.question: one.told for one in last} == after

    if count > 100:
        # What one and two processes answer when everybody asks at once.
        for urls in ([f"http://127.0.0.1:{first.port}"], list(cluster.urls)):
            alone = Cluster(cluster.settings, cluster.chroma, cluster.workers, urls)
            began = time.monotonic()
            found = alone.ask_many(count // 2, clients, 0)
            seconds = time.monotonic() - began
            tell(f"{len(found) / seconds:.1f} answers a second at {urls}", found)
            assert {one.status for one in found} == {200}


def tell(name: str, found: Sequence[Answered]) -> None:
    """Print figures."""
    p95 = np.percentile([one.seconds for one in found], 95)
    errors = sum(one.status != 200 for one in found)
    print(f"{name}: {len(found)} asked, {errors} errors, p95 {p95:.2f} s")

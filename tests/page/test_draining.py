"""Stopping the server: what is being answered is finished, and who asks then hears why not."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from page_helpers import send
from playwright.sync_api import Page

from assistant.texts import load_texts

HERE = Path(__file__).parent
NL = load_texts("nl")
TIMEOUT_S = 60
ASKED = {"role": "user", "content": "Wie?"}
CHAT: dict[str, Any] = {
    "json": {"model": "assistant", "stream": True, "messages": [ASKED]},
    "timeout": TIMEOUT_S,
}

OpenPage = Callable[..., Page]


@dataclass(frozen=True)
class Running:
    process: subprocess.Popen[str]
    url: str
    data: Path
    go: Path

    def ready(self) -> tuple[int, str]:
        answer = httpx.get(f"{self.url}/readyz", timeout=TIMEOUT_S)
        return answer.status_code, answer.text

    def wait_until_stopping(self) -> None:
        ends = time.monotonic() + TIMEOUT_S
        while self.ready() != (503, "stopping\n"):
            assert time.monotonic() < ends
            time.sleep(0.02)

    def events(self) -> str:
        return "".join(path.read_text() for path in self.data.rglob("events-*.jsonl"))


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serving(tmp_path / "data", tmp_path / "go") as running:
        yield running


@contextmanager
def serving(data: Path, go: Path) -> Iterator[Running]:
    data.mkdir()
    command = [sys.executable, str(HERE / "slow_page.py"), str(data), str(go)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            url = re.search(r"http://\S+", process.stdout.readline())
            assert url is not None, "the page did not start"
            yield Running(process, url[0], data, go)
        finally:
            process.kill()


def test_a_running_answer_is_finished_and_a_new_question_hears_why_not(
    running: Running, open_page: OpenPage
) -> None:
    first, second = (open_page(url=running.url) for _ in range(2))
    assert running.ready() == (200, "ready\n")
    send(first, "Wie?")
    first.locator("[data-testid=bot] .draft").wait_for()
    with httpx.stream("POST", f"{running.url}/v1/chat/completions", **CHAT) as program:
        lines = program.iter_lines()
        assert "assistant" in next(lines)
        running.process.send_signal(signal.SIGTERM)
        running.wait_until_stopping()
        assert httpx.get(f"{running.url}/healthz", timeout=TIMEOUT_S).text == "ok\n"
        refused = httpx.post(f"{running.url}/v1/chat/completions", **CHAT)
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "stopping")
        assert "retry-after" in refused.headers
        send(second, "Wie nog meer?")
        second.get_by_text(NL["page.stopping"]).wait_for()
        assert second.locator("#question textarea").input_value() == "Wie nog meer?"
        assert running.process.poll() is None
        running.go.touch()
        first.locator("[data-testid=bot] .answer").wait_for()
        assert '"outcome":"answered"' in "".join(lines).replace(" ", "")
    assert running.process.wait(TIMEOUT_S) == 0
    log = running.events()
    assert [log.count(f'"{word}"') for word in ("answered", "stopping")] == [2, 2]
    assert "server_stopped" in log.splitlines()[-1]


def test_a_server_that_nobody_asks_anything_stops_soon_and_one_told_twice_at_once(
    running: Running, tmp_path: Path, open_page: OpenPage
) -> None:
    open_page(url=running.url)
    began = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    assert running.process.communicate(timeout=TIMEOUT_S)[1] == ""
    assert running.process.returncode == 0
    assert time.monotonic() - began < 8
    with serving(tmp_path / "other", tmp_path / "never") as busy:
        page = open_page(url=busy.url)
        send(page, "Wie?")
        page.locator("[data-testid=bot] .draft").wait_for()
        busy.process.send_signal(signal.SIGINT)
        busy.wait_until_stopping()
        time.sleep(1.5)
        assert busy.process.poll() is None
        busy.process.send_signal(signal.SIGINT)
        assert busy.process.wait(TIMEOUT_S) == 0

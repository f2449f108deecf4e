"""A process that goes away: who sits before the open page goes on with the one that comes after it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from axe import violations
from page_helpers import ask, send
from playwright.sync_api import Page, expect

from assistant import Settings
from assistant.page.server import take_address
from assistant.texts import load_texts

OpenPage = Callable[..., Page]
HERE = Path(__file__).parent
NL = load_texts("nl")
STORED = """async () => [
    localStorage.length, sessionStorage.length, document.cookie, history.state,
    (await caches.keys()).length, (await indexedDB.databases()).length,
]"""


class Served:
    """The page in a process of its own, which can be killed, and started again at its address."""

    def __init__(self, data: Path, *command: str) -> None:
        with take_address("127.0.0.1", 0) as listening:
            port = str(listening.getsockname()[1])
        self.url = f"http://127.0.0.1:{port}"
        self._command = [sys.executable, *command, port]
        self._environment = {**os.environ, "ASSISTANT_DATA": str(data)}

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, env=self._environment, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert self.url in self._process.stdout.readline()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        where: TracebackType | None = None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def replace(self) -> None:
        """Have another process take its place, which knows nothing of what was said."""
        self.__exit__()
        self.__enter__()


def test_a_follow_up_is_understood_by_another_process_and_nothing_is_stored(
    settings: Settings, open_page: OpenPage, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("models", "indexes"):
        (data / name).symlink_to((settings.data / name).resolve())
    asked = ("Wat is de rol van de wethouder?", "En de gemeenteraad?")
    with Served(data, "-m", "assistant", "chat", "--port") as served:
        page = open_page(url=served.url)
        addresses: list[str] = []
        page.on("request", lambda request: addresses.append(request.url))
        said = ask(page, asked[0]).inner_text()
        served.replace()
        understood = ask(page, asked[1]).locator(".understood")
        expect(understood).to_contain_text("wethouder")
        expect(page.locator("[data-testid=user]")).to_have_text([*asked])
        assert page.locator("#answer-1").inner_text() == said
        expect(page.locator("#chat")).not_to_contain_text(NL["page.loaded"])
        expect(page.locator("#sources .turn")).to_have_count(2)

        # What the first process answered can be judged, and is in the file.
        served.replace()
        page.locator("button.verdict.good").first.click()
        expect(page.locator("#judging")).to_contain_text(NL["page.judged_good"])
        page.locator("#downloads summary").click()
        with page.expect_download() as downloading:
            page.get_by_role("button", name="Om later verder te gaan").click()
        file = json.loads(downloading.value.path().read_text())
        assert [turn["question"] for turn in file["turns"]] == [*asked]
        assert "wethouder" in file["turns"][1]["standalone_question"]

        assert page.evaluate(STORED) == [0, 0, "", None, 0, 0]
        assert not [url for url in addresses if re.search(r"wethouder|gemeenteraad", url)]
        kept = [path.read_text() for path in (data / "log").rglob("*") if path.is_file()]
        assert "question_asked" in "".join(kept)
        assert not re.search(r"wethouder|gemeenteraad", "".join(kept))


@pytest.fixture
def go(tmp_path: Path) -> Path:
    """Return the file that lets answers be finished; it is there."""
    path = tmp_path / "go"
    path.touch()
    return path


@pytest.fixture
def slow(tmp_path: Path, go: Path) -> Iterator[Served]:
    """Serve a page whose answers wait for that file."""
    data = tmp_path / "data"
    with Served(data, str(HERE / "slow_page.py"), str(data), str(go)) as served:
        yield served


def test_who_waits_for_an_answer_of_a_process_that_is_gone_asks_the_next_one(
    open_page: OpenPage, slow: Served, go: Path
) -> None:
    page = open_page(url=slow.url)
    loaded: list[str] = []
    page.on("framenavigated", lambda frame: loaded.append(frame.url))
    ask(page, "Eerste?")
    go.unlink()
    send(page, "Tweede\nvraag?")
    page.locator("#chat .draft .said").wait_for()
    slow.replace()
    lost = page.locator("#chat").get_by_text(NL["page.connection_lost"])
    expect(lost).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value("Tweede\nvraag?")
    expect(page.locator("#chat .answer")).to_have_count(1)
    expect(page.locator("#chat :is(.draft, .said)")).to_have_count(1)
    assert violations(page) == []
    go.touch()
    ask(page, "Tweede?")
    expect(lost).to_have_count(0)
    expect(page.locator("[data-testid=user]")).to_have_text(["Eerste?", "Tweede?"])
    expect(page.locator("#chat .answer")).to_have_count(2)
    assert loaded == []


def test_a_question_that_reaches_no_process_stays_in_its_box(
    open_page: OpenPage, slow: Served
) -> None:
    page = open_page(url=slow.url)
    ask(page, "Eerste?")
    slow.__exit__()
    send(page, "Tweede?")
    expect(page.locator("[data-testid=toast-text]")).to_have_text(NL["page.connection_lost"])
    expect(page.locator("#question textarea")).to_have_value("Tweede?")
    slow.__enter__()
    page.locator("#send").click()
    expect(page.locator("#chat .answer")).to_have_count(2)

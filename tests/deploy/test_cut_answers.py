"""A process that is killed while it writes an answer: who waited for it hears so, and may ask again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import httpx
import openai
import pytest
from nginx import NGINX, Nginx
from page_helpers import CHROMIUM_ARGUMENTS, send
from playwright.sync_api import Page, sync_playwright

from assistant import Settings
from assistant.page.server import take_address
from assistant.texts import load_texts
from eval.page_speed import BROWSERS
from index.build import build_index
from index.embedding import load_embedding_model

TEXT: Final = "De molen draait op wind"
QUESTION: Final = "Waar draait de molen op?"
CHAT: Final[dict[str, Any]] = {
    "model": "assistant",
    "messages": [{"role": "user", "content": QUESTION}],
    "stream": True,
}
WITHIN_S: Final = 120


class HeldModel(ThreadingHTTPServer):
    """A chat model that begins each answer, and goes on when it may."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Writer)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/v1"
        self.asked = threading.Semaphore(0)
        self.go_on = threading.Event()


class Writer(BaseHTTPRequestHandler):
    """Speaks as servers of OpenAI's form do."""

    server: HeldModel

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        before = asked["messages"][-1]["content"].partition(TEXT)[0]
        source = before.rpartition('<source id="')[2].partition('"')[0]
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self._write(f"STATEMENT: {TEXT}.\nSOURCE: {source}\n")
        self.server.asked.release()
        self.server.go_on.wait(WITHIN_S)
        try:
            self._write(f"QUOTE: {TEXT}.\n")
            self._write("", "stop")
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            return  # who asked was killed

    def _write(self, text: str, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        self.wfile.write(f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *_: Any) -> None: ...


@dataclass
class Killable:
    """A page with the API, in a process of its own; ``urls``: its own, and that of nginx."""

    port: int
    environment: dict[str, str]
    model: HeldModel
    urls: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "chat", "--port", str(self.port)],
            env=self.environment,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        assert str(self.port).encode() in self.process.stdout.readline()

    def kill(self, told: dict[str, Exception]) -> None:
        """Kill it once every one of those who ask is being answered; ``told``: who heard what."""
        for _ in (*self.urls, "the page", "the client"):
            assert self.model.asked.acquire(timeout=WITHIN_S), told
        self.process.kill()
        self.process.wait()


@pytest.fixture
def killable(tmp_path: Path, make_data: Callable[[Path, Path], None]) -> Iterator[Killable]:
    with ExitStack() as stack:
        model = stack.enter_context(HeldModel())
        threading.Thread(target=model.serve_forever, daemon=True).start()
        stack.callback(model.shutdown)
        stack.callback(model.go_on.set)
        settings = Settings(data=tmp_path / "data", documents=tmp_path / "documents", threads=1)
        make_data(settings.data, settings.documents)
        settings.documents.mkdir()
        (settings.documents / "molen.md").write_text(f"# De molen\n\n{TEXT}.\n")
        light = load_embedding_model(None, settings.models_directory, 1)
        build_index(settings.index_directory, light)
        with take_address("127.0.0.1", 0) as free, take_address("127.0.0.1", 0) as other:
            port, front = (one.getsockname()[1] for one in (free, other))
        given = {
            "DATA": settings.data,
            "DOCUMENTS": settings.documents,
            "API": "true",
            "API_OPEN": "true",
            "CHAT_MODEL": "openai:m",
            "CHAT_BASE_URL": model.url,
            "CHAT_TIMEOUT_S": WITHIN_S,
            "TRUSTED_PROXIES": "127.0.0.1",
        }
        environment = os.environ | {f"ASSISTANT_{name}": str(one) for name, one in given.items()}
        killable = Killable(port, environment, model)
        killable.start()
        stack.callback(lambda: killable.process.wait())
        stack.callback(lambda: killable.process.kill())
        killable.urls.append(f"http://127.0.0.1:{port}")
        if NGINX is not None:
            nginx = Nginx(tmp_path / "nginx", front, [port], at_path=False)
            killable.urls.append(stack.enter_context(nginx).url)
        yield killable


def streamed(url: str) -> str:
    """Ask as any client does; return the events up to the end of the answer."""
    address = f"{url}/v1/chat/completions"
    came = ""
    with httpx.stream("POST", address, json=CHAT, timeout=WITHIN_S, verify=False) as answer:
        assert answer.status_code == 200
        for part in answer.iter_text():
            came += part
    return came


def by_client(url: str) -> str:
    """Ask with OpenAI's own client; return the text."""
    with openai.OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client:
        chunks: Any = client.chat.completions.create(**CHAT)
        return "".join(one.choices[0].delta.content or "" for one in chunks)


def test_who_waits_for_an_answer_that_is_cut_hears_so_and_gets_it_when_asking_again(
    killable: Killable,
) -> None:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "the tests of the chat page need Chromium: make browser"

    def in_a_browser() -> None:
        with (
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS) as browser,
        ):
            page = browser.new_page()
            page.set_default_timeout(WITHIN_S * 1000)
            assert_told_and_answered(killable, page)

    # The tests of the page may have a browser of their own in this thread.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(in_a_browser).result()


def assert_told_and_answered(killable: Killable, page: Page) -> None:
    """Ask in every way, kill what answers, start it again and ask again."""
    told: dict[str, Exception] = {}

    def ask(name: str, how: Callable[[str], str], url: str) -> None:
        try:
            how(url)
        except Exception as error:
            told[name] = error

    asking = [
        *(threading.Thread(target=ask, args=(url, streamed, url)) for url in killable.urls),
        threading.Thread(target=ask, args=("client", by_client, killable.urls[0])),
    ]
    open_and_ask(page, killable.urls[0])
    page.locator(".draft").wait_for()
    for one in asking:
        one.start()
    killable.kill(told)
    for one in asking:
        one.join()
    # Nothing that ends like this looks like an answer.
    for url in killable.urls:
        assert isinstance(told[url], httpx.RemoteProtocolError)
    assert isinstance(told["client"], openai.APIConnectionError)
    page.get_by_text(load_texts("nl")["page.connection_lost"]).wait_for()
    assert page.locator("[data-testid=bot] .answer").count() == 0

    killable.model.go_on.set()
    killable.start()
    for url in killable.urls:
        came = streamed(url)
        assert TEXT in came
        assert came.endswith("data: [DONE]\n\n")
    assert by_client(killable.urls[0]).startswith(TEXT)
    open_and_ask(page, killable.urls[0])
    page.locator("[data-testid=bot] .answer").get_by_text(TEXT).first.wait_for()


def open_and_ask(page: Page, url: str) -> None:
    """Load the page anew and ask."""
    page.goto(url)
    page.locator("#question textarea").wait_for()
    send(page, QUESTION)

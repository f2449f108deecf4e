"""A Chroma server that is lost while people ask: every way in says so in the asker's language, and
answers again when it is back, with the index of then."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest
from chroma_server import RunningChroma
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from page_helpers import CHROMIUM_ARGUMENTS, send
from playwright.sync_api import sync_playwright

from assistant import Settings
from assistant.page.server import take_address
from assistant.texts import load_texts
from corpus import Language, other_language
from eval.page_speed import BROWSERS
from index.build import build_index
from index.embedding import load_embedding_model

# What the document in each language says in the first index, and in the next.
TEXTS: Final[dict[Language, tuple[str, str]]] = {
    "nl": ("De molen draait op wind.", "De molen draait op water uit de beek."),
    "en": ("The bakery opens at six o'clock.", "The bakery opens at eight o'clock."),
}
QUESTIONS: Final[dict[Language, str]] = {
    "nl": "Waar draait de molen op?",
    "en": "When does the bakery open?",
}
WITHIN_S: Final = 300


@dataclass(frozen=True)
class Library:
    """A page with everything for programs, and its Chroma server."""

    url: str
    chroma: RunningChroma
    environment: dict[str, str]
    write: Callable[[int], str]

    def by_page(self, language: Language) -> str:
        """Ask on the page; return what it says last."""
        # The tests of the page may have a browser of their own in this thread.
        with ThreadPoolExecutor(1) as beside:
            return beside.submit(self._on_page, language).result()

    def _on_page(self, language: Language) -> str:
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        assert found, "the tests of the chat page need Chromium: make browser"
        with (
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS) as browser,
        ):
            page = browser.new_page()
            page.set_default_timeout(60_000)
            page.goto(f"{self.url}/?lang={language}")
            page.locator("#question textarea").wait_for()
            send(page, QUESTIONS[language])
            told = page.get_by_text(load_texts(language)["page.unavailable"])
            said = page.locator("[data-testid=bot] .answer").or_(told)
            said.wait_for()
            return said.inner_text()

    def by_api(self, language: Language) -> list[str]:
        """Ask and search in our own form, ask in OpenAI's; return what each says."""
        question = QUESTIONS[language]
        message = {"role": "user", "content": question}
        chat = {"model": "assistant", "messages": [message]}
        found = []
        for method, path, json in (
            ("POST", "ask", {"question": question}),
            ("POST", "chat/completions", chat),
            ("POST", "chat/completions", {**chat, "stream": True}),
            ("GET", f"search?q={question}", None),
        ):
            answer = httpx.request(method, f"{self.url}/v1/{path}", json=json, timeout=WITHIN_S)
            if answer.status_code == 503:
                assert answer.headers["retry-after"] == "30"
            found.append(answer.text)
        return found

    def by_command(self, language: Language) -> subprocess.CompletedProcess[str]:
        """Ask on the command line."""
        return subprocess.run(
            [sys.executable, "-m", "assistant", "ask", QUESTIONS[language]],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def library(tmp_path: Path, make_data: Callable[[Path, Path], None]) -> Iterator[Library]:
    with ExitStack() as stack:
        chroma = stack.enter_context(RunningChroma(tmp_path / "chroma"))
        settings = Settings(
            data=tmp_path / "data", documents=tmp_path / "documents", chroma=chroma.url, threads=1
        )
        make_data(settings.data, settings.documents)
        settings.documents.mkdir()
        model = load_embedding_model(None, settings.models_directory, 1)

        def write(edition: int) -> str:
            for language, title in (("nl", "De molen"), ("en", "The bakery")):
                text = f"# {title}\n\n{TEXTS[language][edition]}\n"
                (settings.documents / f"{language}.md").write_text(text)
            return build_index(settings.index_directory, model).manifest.build_id

        write(0)
        given = {
            "DATA": settings.data,
            "DOCUMENTS": settings.documents,
            "CHROMA": chroma.url,
            "CHROMA_PATIENCE_S": 1,
            "API": "true",
            "API_OPEN": "true",
            "MCP": "true",
        }
        environment = os.environ | {f"ASSISTANT_{name}": str(one) for name, one in given.items()}
        with take_address("127.0.0.1", 0) as free:
            port = free.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "chat", "--port", str(port)],
            env=environment,
            stdout=subprocess.PIPE,
        )
        stack.callback(process.wait)
        stack.callback(process.kill)
        assert process.stdout is not None
        assert str(port).encode() in process.stdout.readline()
        yield Library(f"http://127.0.0.1:{port}", chroma, environment, write)


async def by_mcp(client: Client) -> dict[Language, list[str]]:
    """Ask and search by the tools of MCP; return what each says."""
    return {
        language: [
            (await client.call_tool(tool, given)).content[0].text  # type: ignore[union-attr]
            for tool, given in (
                ("ask_sources", {"question": question}),
                ("search_sources", {"query": question}),
            )
        ]
        for language, question in QUESTIONS.items()
    }


@pytest.mark.timeout(600)
def test_a_lost_server_is_told_in_the_language_of_who_asks_until_it_is_back(
    library: Library,
) -> None:
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "assistant", "mcp"], env=library.environment
    )

    async def by_programs() -> None:
        async with (
            Client(command) as by_stdio,
            Client(streamable_http_client(f"{library.url}/mcp")) as by_http,
        ):
            for client in (by_stdio, by_http):
                for language, said in (await by_mcp(client)).items():
                    assert_answered(language, 0, said)
            library.chroma.end()
            for client in (by_stdio, by_http):
                for language, told in (await by_mcp(client)).items():
                    assert_told(language, told)
            await asyncio.to_thread(library.chroma.start)
            for client in (by_stdio, by_http):
                for language, said in (await by_mcp(client)).items():
                    assert_answered(language, 0, said)

    with ThreadPoolExecutor(1) as beside:  # as a browser may have the loop of this thread
        beside.submit(asyncio.run, by_programs()).result(WITHIN_S)
    languages: tuple[Language, Language] = ("nl", "en")
    for language in languages:
        assert_answered(language, 0, [library.by_page(language), *library.by_api(language)])
    build = library.write(1)
    library.chroma.end()
    for language in languages:
        assert_told(language, library.by_api(language))
        assert load_texts(language)["page.unavailable"] in library.by_page(language)
        asked = library.by_command(language)
        assert (asked.returncode, asked.stdout) == (1, "")
        assert_told(language, [asked.stderr])
        assert "ASSISTANT_CHROMA" in asked.stderr
        assert asked.stderr.count("\n") == 1
    library.chroma.start()
    ends = time.monotonic() + WITHIN_S
    while build not in httpx.get(f"{library.url}/healthz", timeout=WITHIN_S).text:
        assert time.monotonic() < ends, "the new index was never taken up"
        time.sleep(0.2)
    for language in languages:
        answered = library.by_command(language).stdout
        said = [library.by_page(language), *library.by_api(language), answered]
        assert_answered(language, 1, said)


def assert_answered(language: Language, edition: int, said: list[str]) -> None:
    """Hold that each answer quotes the text of an edition."""
    assert [one for one in said if TEXTS[language][edition] not in one] == []


def assert_told(language: Language, said: list[str]) -> None:
    """Hold that each says in the language, and in that alone, that nothing can be searched now."""
    told, other = (
        load_texts(one)["guard.unavailable"] for one in (language, other_language(language))
    )
    assert [one for one in said if told not in one or other in one] == []

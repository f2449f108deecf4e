"""The page, the pages beside it, the API and the tools at a path of an address, behind a proxy."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from nginx import NGINX, Nginx
from openai import OpenAI
from page_helpers import PageServer, ask
from playwright.sync_api import BrowserContext, Response
from pydantic import ValidationError
from site_helpers import PAGES
from small_proxy import SmallProxy

from assistant import Assistant, Settings
from assistant.api.tokens import Tokens
from assistant.page.server import take_address
from assistant.page.sign_in.passwords import hash_password
from assistant.texts import load_texts
from corpus import LANGUAGES

NL = load_texts("nl")
PASSWORD = "vier losse woorden samen"
QUESTION = "Wat is publieke verantwoording?"


# nginx as deploy/ has it, where there is one to be had.
WAYS = ["passed on", "taken off", *(["by nginx"] if NGINX else [])]


@dataclass(frozen=True)
class Place:
    url: str
    path: str
    token: str
    elsewhere: list[str]


@pytest.fixture(scope="module", params=WAYS)
def place(
    request: pytest.FixtureRequest, assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    path = "/apps/vraag" if request.param == "taken off" else "/vraag"
    data: Path = tmp_path_factory.mktemp("data")
    accounts = data / "accounts"
    accounts.write_text(f"jan:{hash_password(PASSWORD)}\n")
    with take_address("127.0.0.1", 0) as listening:
        port = int(listening.getsockname()[1])
    server = PageServer(
        assistant,
        data=data,
        public_url=f"http://127.0.0.1:{port}{path}",
        trusted_proxies="127.0.0.1",
        sign_in="password",
        passwords=accounts,
        api=True,
        mcp=True,
    )
    token = Tokens.of(server.settings).add("test")
    behind = urlsplit(server.url).port
    assert behind is not None
    proxy = (
        Nginx(data / "nginx", port, [behind], at_path=True)
        if request.param == "by nginx"
        else SmallProxy(port, path, behind, takes_off=request.param == "taken off")
    )
    with server, proxy:
        assert server.settings.public_url is not None
        yield Place(server.settings.public_url, path, token, getattr(proxy, "elsewhere", []))


def test_a_reader_signs_in_asks_reads_and_signs_out(context: BrowserContext, place: Place) -> None:
    answers: list[Response] = []
    context.on("response", lambda one: answers.append(one))
    page = context.new_page()
    page.goto(place.url)
    assert page.url.startswith(f"{place.url}/sign-in?")
    page.locator("#name").fill("jan")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#question textarea").wait_for()
    assert page.url == f"{place.url}/"
    paths = {one["name"]: one["path"] for one in context.cookies()}
    assert paths["assistant"] == place.path
    assert set(paths.values()) == {place.path}
    assert "verantwoording afleggen" in ask(page, QUESTION).inner_text()
    with context.expect_page() as opened:
        page.locator("#panel .turn a.whole").first.click()
    opened.value.locator("#citaat").first.wait_for()
    assert opened.value.url.startswith(f"{place.url}/bibliotheek/")

    other = context.new_page()
    other.goto(f"{place.url}/?lang=en")
    assert other.url == f"{place.url}/en/"
    assert "accountab" in ask(other, "What is public accountability?").inner_text()
    for language in LANGUAGES:
        for address in PAGES[language].values():
            other.goto(place.url + address)
            assert other.locator("main h1").count() == 1
            styled = "getComputedStyle(document.querySelector('.skip')).position"
            assert other.evaluate(styled) == "absolute", "the style is there"
    other.goto(f"{place.url}/zoeken")
    other.locator("#woorden").fill("mandaat")
    other.locator("#woorden").press("Enter")
    other.locator(".hits a").first.click()
    other.locator("#citaat").first.wait_for()
    other.locator("nav a", has_text=NL["site.chat"]).click()
    other.locator("#question textarea").wait_for()
    assert other.url == f"{place.url}/"

    other.goto(f"{place.url}/sign-out")
    other.get_by_role("button", name=NL["sign_in.sign_out"]).click()
    other.get_by_text(NL["sign_in.signed_out"]).wait_for()
    assert "assistant" not in [one["name"] for one in context.cookies()]
    wrong = [one for one in answers if one.status >= 400]
    assert [(one.url, one.status) for one in wrong] == []
    assert {one.url for one in answers if not one.url.startswith(place.url)} == set()
    # That one a browser asks of every host by itself.
    assert set(place.elsewhere) <= {"/favicon.ico"}


def test_programs_find_the_api_and_the_tools_there(place: Place) -> None:
    with OpenAI(base_url=f"{place.url}/v1", api_key=place.token) as client:
        completion: Any = client.chat.completions.create(
            model="assistant", messages=[{"role": "user", "content": QUESTION}]
        )
        assert completion.citations
        assert all(
            one["url"].startswith(f"{place.url}/bibliotheek/") for one in completion.citations
        )
    headers = {"authorization": f"Bearer {place.token}"}
    with httpx.Client(headers=headers, timeout=60) as client:
        described = client.get(f"{place.url}/v1/openapi.json").json()
        assert described["servers"] == [{"url": f"{place.url}/v1"}]
        assert client.get(f"{place.url}/v1{next(iter(described['paths']))}").status_code != 404
        missing = client.get(f"{place.url}/v1/models/none")
        assert missing.json()["error"]["code"] == "model_not_found"

    async def use() -> Any:
        async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
            transport = streamable_http_client(f"{place.url}/mcp", http_client=http)
            async with Client(transport) as tools:
                return (
                    await tools.call_tool("ask_sources", {"question": QUESTION})
                ).structured_content

    # In a thread of its own: in this one Playwright has a loop running.
    with ThreadPoolExecutor(1) as thread:
        said = thread.submit(lambda: asyncio.run(use())).result()
    assert all(one["url"].startswith(f"{place.url}/bibliotheek/") for one in said["citations"])


def test_who_watches_over_the_port_itself_needs_no_path(assistant: Assistant) -> None:
    address = "https://intranet.example.nl/vraag"
    with PageServer(assistant, public_url=address, sign_in="none") as server:
        for path in ("/readyz", "/vraag/readyz", "/healthz"):
            assert httpx.get(server.url + path, timeout=60).status_code == 200
        headers = {"host": "intranet.example.nl"}
        page = httpx.get(f"{server.url}/vraag/", headers=headers, timeout=60)
        assert '"root":"https://intranet.example.nl/vraag"' in page.text.replace('": "', '":"')
        assert "strict-transport-security" not in page.headers, "that is for the whole host"
        for path in ("/vraagbaak/", "/vraag/vraag/", "/vraag%2Fover"):
            assert httpx.get(server.url + path, headers=headers, timeout=60).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "https://a.nl/../b",
        "https://a.nl//b",
        "https://a.nl/b?c",
        "https://a.nl/b c",
        "https://a.nl/.b",
    ],
)
def test_a_path_is_one_of_plain_words(address: str) -> None:
    with pytest.raises(ValidationError, match="public_url"):
        Settings(public_url=address)

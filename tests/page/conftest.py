"""The chat page as people meet it: a real server, a real browser."""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from page_helpers import CHROMIUM_ARGUMENTS, PageServer
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from assistant import Assistant
from eval.page_speed import BROWSERS

OpenPage = Callable[..., Page]

# A page that loads on a machine with other work may need more than the five seconds of Playwright;
# how fast the page is, is measured elsewhere.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def hosts_called() -> list[str]:
    """Every address outside this machine that the process itself connects to or looks up."""
    called: list[str] = []

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            connecting, address = arguments
            if connecting.family in (socket.AF_INET, socket.AF_INET6):
                called.append(str(address[0]))
        elif event == "socket.getaddrinfo":
            called.append(str(arguments[0]))

    sys.addaudithook(note)
    return called


@pytest.fixture(scope="session")
def server(assistant: Assistant, hosts_called: list[str]) -> Iterator[PageServer]:
    hosts_called.clear()
    with PageServer(assistant) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    # Failing, not skipping: a page that was never opened is a page that nobody tested.
    assert found, "the tests of the chat page need Chromium: make browser"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that is set to German: neither of the languages of the page."""
    context = browser.new_context(locale="de-DE", viewport={"width": 1400, "height": 900})
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def open_page(context: BrowserContext, server: PageServer) -> OpenPage:
    """Open the chat page and wait until a question can be typed."""

    def open_(language: str = "nl", url: str | None = None) -> Page:
        page = context.new_page()
        page.goto(f"{url or server.url}/?lang={language}")
        page.locator("#question textarea").wait_for()
        return page

    return open_

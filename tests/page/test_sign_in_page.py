"""Signing in and the log, in a real browser: the page for it, and what is left behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import violations
from page_helpers import PageServer, ScriptedAssistant, ask, send
from playwright.sync_api import BrowserContext, Page

from assistant.event_log import open_log
from assistant.page.sign_in import passwords
from assistant.page.sign_in.passwords import hash_password
from assistant.page.sign_in.throttle import Throttle
from assistant.texts import load_texts

PASSWORD = "wachtwoordmerkteken"
MARKERS = ("vraagmerkteken", "antwoordmerkteken", "foutmerkteken", PASSWORD, "verkeerdmerkteken")
TEXTS = load_texts("nl")


@pytest.fixture(scope="module")
def scripted() -> ScriptedAssistant:
    return ScriptedAssistant("Hier staat antwoordmerkteken. [1]")


@pytest.fixture(scope="module")
def closed(
    scripted: ScriptedAssistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PageServer]:
    """The chat page with sign-in, and with its log open."""
    with pytest.MonkeyPatch.context() as cheaper:
        cheaper.setattr(passwords, "_LOG2_N", 14)
        cheaper.setattr(passwords, "_P", 1)
        yield from _closed(scripted, tmp_path_factory)


def _closed(
    scripted: ScriptedAssistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PageServer]:
    accounts: Path = tmp_path_factory.mktemp("accounts") / "accounts"
    accounts.write_text(f"jan:{hash_password(PASSWORD)}\n")
    running = PageServer(scripted, sign_in="password", passwords=accounts)
    with running, open_log(running.settings):
        yield running


def fill(page: Page, name: str, password: str) -> None:
    """Sign in with the keyboard alone."""
    page.locator("#name").fill(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_to_sign_in_is_accessible_in_every_state(
    context: BrowserContext, closed: PageServer, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = load_texts(language)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})

    def check() -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, "nothing to scroll sideways on a phone"
        for target in page.locator("a, button, input:visible").all():
            box = target.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24

    page.goto(f"{closed.url}/sign-in?lang={language}&out=1")
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("status").inner_text() == texts["sign_in.signed_out"]
    check()
    name = f"niemand-{language}"
    fill(page, name, "fout")
    page.get_by_role("alert").filter(has_text=texts["sign_in.wrong"]).wait_for()
    assert page.title().startswith(texts["sign_in.error"])
    check()
    monkeypatch.setattr(Throttle, "wait_s", lambda *_: 61)
    fill(page, name, "fout")
    told = texts["sign_in.wait"].format(wait=texts["sign_in.minutes"].format(count=2))
    page.get_by_role("alert").filter(has_text=told).wait_for()
    check()


def test_a_reader_signs_in_asks_and_signs_out(context: BrowserContext, closed: PageServer) -> None:
    page = context.new_page()
    page.goto(closed.url)
    fill(page, "jan", PASSWORD)
    ask(page, "Wat is dit?")
    (cookie,) = context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Strict", -1)
    assert PASSWORD not in page.url
    page.goto(f"{closed.url}/sign-out")
    assert violations(page) == []
    page.get_by_role("button", name=TEXTS["sign_in.sign_out"]).click()
    assert page.get_by_role("status").inner_text() == TEXTS["sign_in.signed_out"]
    assert context.cookies() == []
    page.goto(closed.url)
    assert "/sign-in" in page.url
    page.go_back()
    assert page.locator("#question").count() == 0, "nothing of the page is left in the browser"


def test_who_is_signed_in_stays_so_after_a_link_on_another_site(
    context: BrowserContext, closed: PageServer
) -> None:
    page = context.new_page()
    page.goto(closed.url)
    fill(page, "jan", PASSWORD)
    page.locator("#question textarea").wait_for()
    # For a browser localhost is another site than 127.0.0.1.
    elsewhere = closed.url.replace("127.0.0.1", "localhost")
    page.goto(f"{elsewhere}/sign-in")
    page.evaluate(
        "url => { const a = document.createElement('a'); a.href = url; document.body.append(a);"
        " a.click(); }",
        f"{closed.url}/",
    )
    page.locator("#question textarea").wait_for()


def test_nothing_that_anyone_typed_or_read_is_left_in_any_file_or_on_the_terminal(
    context: BrowserContext,
    closed: PageServer,
    scripted: ScriptedAssistant,
    capfd: pytest.CaptureFixture[str],
) -> None:
    page = context.new_page()
    page.goto(f"{closed.url}/?vraagmerkteken=1")
    fill(page, "verkeerdmerkteken", "verkeerdmerkteken")
    page.get_by_role("alert").wait_for()
    fill(page, "jan", PASSWORD)
    ask(page, "Wat betekent vraagmerkteken?")
    token = context.cookies()[0]["value"]
    scripted.error = RuntimeError("foutmerkteken")
    send(page, "Nog een vraagmerkteken?")
    page.get_by_text(TEXTS["page.failed"]).wait_for()
    scripted.error = None
    page.request.post(f"{closed.url}/gradio_api/queue/join", data="vraagmerkteken")
    page.request.get(f"{closed.url}/vraagmerkteken?vraagmerkteken", fail_on_status_code=False)

    files = [path for path in closed.settings.data.rglob("*") if path.is_file()]
    written = b"".join(path.read_bytes() for path in files)
    told = "".join(capfd.readouterr()).encode()
    for marker in (*MARKERS, token):
        assert marker.encode() not in written
        assert marker.encode() not in told

    events = [
        json.loads(line)
        for path in closed.settings.log_directory.iterdir()
        for line in path.read_text().splitlines()
    ]
    seen = {(event["actie"], event["resultaat"]) for event in events}
    assert {("signed_in", "done"), ("signed_in", "failed"), ("signed_out", "done")} <= seen
    assert all(event["oorsprong"] == "127.0.0.1" for event in events)


def test_without_sign_in_the_browser_keeps_nothing(
    context: BrowserContext, server: PageServer
) -> None:
    page = context.new_page()
    for path in ("/", "/en/", "/sign-in", "/healthz"):
        page.goto(server.url + path)
    assert context.cookies() == []

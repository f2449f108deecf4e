"""Several libraries on the page: chosen in its head, and stayed in until another is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from axe import violations
from page_helpers import PageServer, ask
from playwright.sync_api import BrowserContext, Page, expect

from assistant import Assistant, Settings
from assistant.page.sign_in.passwords import hash_password
from assistant.texts import load_texts
from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import load_embedding_model

MILL, BREAD, EMPTY = "molen", "Brood én kaas", "leeg"
BELOW_BREAD = f"/in/{quote(BREAD)}"
QUESTION, WORDS = "Wanneer draait de molen van Jan?", "zaterdag"
ABOUT_BREAD, BREAD_WORDS = "Waarvan wordt het roggebrood van het dorp gebakken?", "water en zout"
NL, EN = load_texts("nl"), load_texts("en")
PASSWORD = "vier losse woorden samen"


@pytest.fixture(scope="module")
def server(assistant: Assistant, several: Settings) -> Iterator[PageServer]:
    with PageServer(assistant, data=several.data, libraries=several.libraries) as running:
        yield running


def open_at(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.goto(url)
    page.locator("#question textarea").wait_for()
    return page


def test_a_reader_chooses_a_library_and_stays_in_it(
    context: BrowserContext, server: PageServer
) -> None:
    first = open_at(context, server.url)
    choice = first.locator("#navigation .libraries summary")
    expect(choice).to_have_text(f"U zoekt in: {NL['library.shipped']}")
    assert WORDS not in ask(first, QUESTION).inner_text()
    choice.focus()
    first.keyboard.press("Enter")
    expect(first.locator(".libraries p")).to_have_text(NL["library.starts_anew"])
    assert first.locator(".libraries a").count() == 3
    # The conversation stays where it is: the other library opens beside it.
    with context.expect_page() as opened:
        first.locator(".libraries a", has_text=MILL).click()
    page = opened.value
    page.locator("#question textarea").wait_for()
    assert page.url == f"{server.url}/in/{MILL}/"
    expect(page.locator(".libraries summary")).to_have_text(f"U zoekt in: {MILL}")
    expect(page.locator("[data-testid=user]")).to_have_count(0)
    expect(page.locator("#intro")).to_contain_text(NL["page.own_intro"])
    assert WORDS in ask(page, QUESTION).inner_text()
    expect(first.locator("[data-testid=user]")).to_have_count(1)

    with context.expect_page() as whole:
        page.locator("#panel .turn a.whole").first.click()
    reading = whole.value
    expect(reading.locator("#citaat")).to_contain_text(WORDS)
    assert reading.url.startswith(f"{server.url}/in/{MILL}/bibliotheek/bericht?")
    reading.locator(".site-navigation a", has_text=NL["site.library"]).click()
    expect(reading.locator(".documents h3")).to_have_count(1)
    reading.locator("#woorden").fill("molen")
    reading.locator("#woorden").press("Enter")
    reading.locator(".hits a").first.click()
    expect(reading.locator("#citaat").first).to_be_visible()
    reading.locator(".language a").click()
    expect(reading.locator(".libraries summary")).to_have_text(f"You search in: {MILL}")
    assert reading.url.startswith(f"{server.url}/in/{MILL}/en/library/")
    reading.locator(".site-navigation a", has_text=EN["site.chat"]).click()
    reading.locator("#question textarea").wait_for()
    assert reading.url == f"{server.url}/in/{MILL}/en/"

    reading.locator(".libraries summary").click()
    reading.locator(".libraries a", has_text=BREAD).click()
    reading.locator("#question textarea").wait_for()
    assert reading.url == f"{server.url}{BELOW_BREAD}/en/"
    assert BREAD_WORDS in ask(reading, ABOUT_BREAD).inner_text()
    elsewhere = open_at(context, f"{server.url}{BELOW_BREAD}")
    assert elsewhere.url == f"{server.url}{BELOW_BREAD}/"
    assert WORDS not in ask(elsewhere, QUESTION).inner_text()
    elsewhere.locator("#panel a").first.wait_for()
    elsewhere.goto(f"{server.url}{BELOW_BREAD}/over")
    elsewhere.locator(".libraries summary").click()
    elsewhere.locator(".libraries a", has_text=NL["library.shipped"]).click()
    elsewhere.locator("#question textarea").wait_for()
    assert elsewhere.url == f"{server.url}/"


@pytest.mark.parametrize("path", ["/", "/en/", f"/in/{MILL}/", f"{BELOW_BREAD}/en/about"])
def test_everyone_can_choose(context: BrowserContext, server: PageServer, path: str) -> None:
    page = context.new_page()
    page.goto(server.url + path)
    summary = page.locator(".libraries summary")
    summary.click()
    expect(page.locator(".libraries a").first).to_be_visible()
    for width in (360, 640, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page) == [], (width, scheme)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0
        box = page.locator(".libraries details > div").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_a_library_that_cannot_be_shown_is_told_with_the_others(server: PageServer) -> None:
    for path, status, told in (
        ("/in/nergens/", 404, "Er is geen bibliotheek met de naam ‘nergens’"),
        ("/in/nergens/en/library", 404, "There is no library called ‘nergens’"),
        (f"/in/{EMPTY}/", 503, f"assistant index --library {EMPTY}"),
        (f"/in/{EMPTY}/en/", 503, "cannot be searched yet"),
        (f"/in/{MILL}%2F..%2F..%2Fx/", 404, ""),
    ):
        answer = httpx.get(server.url + path, timeout=60)
        assert answer.status_code == status, path
        assert told in answer.text, path
        if told:
            assert f'in/{quote(BREAD)}/"' in answer.text.replace("/en/", "/")
    assert httpx.get(f"{server.url}/in/").status_code == 404
    shipped = httpx.get(f"{server.url}/in/shipped/over", timeout=60)
    assert (shipped.status_code, shipped.headers["location"]) == (307, "/")


def test_with_one_library_there_is_nothing_to_choose(assistant: Assistant) -> None:
    with PageServer(assistant) as alone:
        for path in ("/", "/over"):
            assert (
                "libraries" not in httpx.get(alone.url + path, timeout=60).text.split("<style")[0]
            )
        assert httpx.get(f"{alone.url}/in/{MILL}/", timeout=60).status_code == 404


def test_a_manager_adds_to_a_library_of_a_page_at_a_path(
    assistant: Assistant,
    context: BrowserContext,
    make_data: Callable[[Path, Path], None],
    models_directory: Path,
    tmp_path: Path,
) -> None:
    documents, data = tmp_path / "libraries" / "eigen map", tmp_path / "data"
    documents.mkdir(parents=True)
    (documents / "brief.txt").write_text("De brief\n\nDe brief is kort.\n")
    make_data(data, documents)
    build_index(
        IndexDirectory(data / "indexes", documents), load_embedding_model(None, models_directory)
    )
    accounts = tmp_path / "accounts"
    accounts.write_text(f"jan:{hash_password(PASSWORD)}\n")
    with PageServer(
        assistant,
        data=data,
        libraries=documents.parent,
        sign_in="password",
        passwords=accounts,
        managers="jan",
    ) as managed:
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.goto(f"{managed.url}/in/eigen map/beheer")
        page.locator("#name").fill("jan")
        page.locator("#password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1, name=NL["manage.title"]).wait_for()
        assert page.url == f"{managed.url}/in/eigen%20map/beheer"
        expect(page.locator("main")).to_contain_text(str(documents))
        # More than a question may be long.
        long = ("Over de molen\n\nDe molen maalt op maandag. " + "En zo verder. " * 30_000).encode()
        page.locator("input[type=file]").set_input_files(
            [{"name": "molen.txt", "mimeType": "text/plain", "buffer": long}]
        )
        page.locator("form:has(input[type=file]) button[type=submit]").click()
        expect(page.locator("main")).to_contain_text("molen.txt")
        assert (documents / "molen.txt").read_bytes() == long
        # Reading so much takes a minute.
        (documents / "molen.txt").write_text("Over de molen\n\nDe molen maalt op maandag.\n")
        page.get_by_role("button", name=NL["manage.build"]).click()
        expect(page.locator("main")).to_contain_text(NL["manage.status_done"], timeout=240_000)
        page.goto(f"{managed.url}/in/eigen map/bibliotheek")
        for _ in range(60):
            if page.locator(".documents h3").count() == 2:
                break
            page.wait_for_timeout(1000)
            page.reload()
        expect(page.locator(".documents h3")).to_have_count(2)
        page.goto(f"{managed.url}/beheer")
        expect(page.locator("main")).to_contain_text("die bij het programma horen")

"""The pages beside the chat in Chromium: usable by everyone, and silent to other hosts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import COLOUR_RULES, rules_checked, violations
from page_helpers import PageServer, ScriptedAssistant, cite
from playwright.sync_api import Browser, BrowserContext, Page, expect
from site_helpers import PAGES

from assistant.page.site import Links
from corpus import LANGUAGES, Language, read_library

WORDS = {"nl": "mandaat", "en": "mandate"}


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def addresses(language: Language) -> list[str]:
    """Return every page, with documents in both languages and a quotation over paragraphs."""
    paths = PAGES[language]
    return [
        *paths.values(),
        f"{paths['library']}/tip-16-mandaat",
        f"{paths['library']}/purpose-driven-municipality?van=5800&tot=6300",
        f"{paths['library']}/leiden-leadership-lunch?van=2300&tot=2400",
        f"{paths['library']}/weg",
    ]


def states(page: Page, url: str, language: Language) -> Iterator[str]:
    """Open every page, and the states that a search brings; yield what is open."""
    for address in addresses(language):
        page.goto(url + address)
        yield address
    for words, shown in ((WORDS[language], ".hits"), ("", "#melding"), ("xqzw", "[role=status]")):
        page.goto(url + PAGES[language]["search"])
        page.locator("#woorden").fill(words)
        page.locator("#woorden").press("Enter")
        page.locator(shown).wait_for()
        yield f"search for {words!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_wrong_in_light_or_dark(
    page: Page, server: PageServer, language: Language
) -> None:
    found = {}
    for state in states(page, server.url, language):
        page.emulate_media(color_scheme="light")
        found[state, "light"] = violations(page)
        page.emulate_media(color_scheme="dark")
        found[state, "dark"] = violations(page, rules=COLOUR_RULES)
    assert [(where, wrong) for where, wrong in found.items() if wrong] == []
    assert {"color-contrast", "html-has-lang", "link-name", "target-size"} <= rules_checked(page)


def test_axe_finds_what_is_wrong(page: Page) -> None:
    page.set_content(
        '<html lang="nl"><title>x</title><p style="color:#999">Vaag</p><button></button></html>'
    )
    assert {line.split()[0] for line in violations(page)} == {"color-contrast", "button-name"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_screen_of_320_pixels_all_fits_and_all_can_be_pressed(
    page: Page, server: PageServer, language: Language
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    # Links within a sentence may be as high as its lines (WCAG 2.5.8, "inline").
    small = """() => [...document.querySelectorAll("a, button, input, summary")]
        .filter(it => !it.closest("p, dd, .only-read, svg") && it.checkVisibility())
        .filter(it => it.getBoundingClientRect().height < 24)
        .map(it => it.outerHTML.slice(0, 120))"""
    for state in states(page, server.url, language):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, state
        assert page.evaluate(small) == [], state


def test_the_library_can_be_read_with_the_keyboard_alone(page: Page, server: PageServer) -> None:
    page.goto(server.url + "/bibliotheek")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Ga naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    _tab_to(page, "#woorden")
    page.keyboard.type("mandaat")
    page.keyboard.press("Enter")
    page.locator(".hits").wait_for()
    _tab_to(page, ".hits a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bibliotheek/**")
    expect(page.locator("mark#citaat")).to_be_in_viewport()
    expect(page.locator("mark#citaat")).to_be_focused()
    _tab_to(page, ".pages a")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "van=" not in url)


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; it is seen at every stop."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        style = focused.evaluate("it => getComputedStyle(it).outlineStyle")
        assert style != "none", focused.evaluate("it => it.outerHTML.slice(0, 200)")
        if focused.evaluate("(it, selector) => it.matches(selector)", selector):
            return
    pytest.fail(f"no Tab leads to {selector}")


def test_an_element_of_the_picture_leads_to_its_section(page: Page, server: PageServer) -> None:
    page.goto(server.url + "/model")
    page.locator("svg a", has_text="5").first.click()
    heading = page.get_by_role("heading", name="5 Integriteits- en conflictmanagement")
    expect(heading).to_be_in_viewport()
    page.go_back()
    page.get_by_role("link", name="9 Publiek service innovatiemanagement").click()
    expect(page.get_by_role("heading", name="9 Publiek service")).to_be_in_viewport()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quotation_of_every_document_is_marked_as_it_is_cited(
    page: Page, server: PageServer, language: Language
) -> None:
    for document in ScriptedAssistant().documents.values():
        citation = cite(document, 4, 0)
        link = Links("", "nl").quotation(language, document.id, citation.start, citation.end)
        page.goto(f"{server.url}/{link}")
        mark = page.locator("mark#citaat")
        expect(mark).to_be_in_viewport()
        assert mark.evaluate("it => it.textContent") == citation.quote
        spoken = mark.evaluate("it => it.closest('[lang]').lang")
        assert spoken == document.language


def test_a_translation_stands_beside_on_a_wide_screen_and_below_on_a_phone(
    page: Page, server: PageServer
) -> None:
    page.goto(server.url + "/bibliotheek/purpose-driven-municipality")
    original = page.locator(".pair.paragraph > p").nth(0)
    translation = page.locator(".pair.paragraph > .translation").nth(0)

    def place() -> tuple[bool, bool]:
        one, other = original.bounding_box(), translation.bounding_box()
        assert one
        assert other
        return other["x"] >= one["x"] + one["width"], other["y"] >= one["y"] + one["height"]

    assert place() == (True, False)
    page.set_viewport_size({"width": 390, "height": 800})
    assert place() == (False, True)
    expect(translation.locator(".label")).to_have_text("Werkvertaling:")
    expect(translation.locator(".label")).to_be_visible()


def test_the_pages_work_without_script_and_ask_nothing_of_another_host(
    browser: Browser, server: PageServer
) -> None:
    context = browser.new_context(java_script_enabled=False)
    requested: list[str] = []
    failed: list[str] = []
    context.on("request", lambda request: requested.append(request.url))
    context.on(
        "console",
        lambda message: failed.append(message.text) if message.type == "error" else None,
    )
    page = context.new_page()
    for address in addresses("nl")[:-1]:
        page.goto(server.url + address)
    page.goto(server.url + "/zoeken")
    page.get_by_label("Zoek in de documenten").fill("mandaat")
    page.get_by_role("button", name="Zoek").click()
    expect(page.locator(".hits mark").first).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search the library")
    expect(page.locator(".hits mark").first).to_be_visible()
    assert [url for url in requested if not url.startswith(server.url)] == []
    assert failed == []
    assert context.cookies() == []
    context.close()


def test_a_hostile_document_neither_runs_nor_loads(page: Page, tmp_path: Path) -> None:
    hostile = [
        "<script>document.title='stuk'</script>",
        "<img src='https://elders.example/a.png' onerror=\"document.title='stuk'\">",
        "<svg onload=\"document.title='stuk'\"></svg>",
        "<iframe src='https://elders.example/b'></iframe>",
        "<style>body{display:none}</style>",
        "<form action='https://elders.example/c'><button>Stuur</button></form>",
        "<a href=\"javascript:document.title='stuk'\">klik</a>",
        "[klik](javascript:document.title='stuk') ![x](https://elders.example/d.png)",
        "<math><mtext></math><meta http-equiv=refresh content='0;url=https://elders.example/e'>",
        "</p></main></body><h1>Nieuw</h1><link rel=stylesheet href=https://elders.example/f.css>",
    ]
    lines = [
        {"id": f"{number}\"'><script>", "title": f"{number} {text}", "text": f"Let op. {text} Zo."}
        for number, text in enumerate(hostile)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    library = ScriptedAssistant()
    library.documents = {document.id: document for document in read_library(tmp_path)}
    library.glossary = ()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    with PageServer(library) as server:
        page.goto(server.url + "/bibliotheek")
        links = page.locator(".documents a").evaluate_all("them => them.map(it => it.href)")
        assert len(links) == len(hostile)
        for number, link in enumerate(links):
            page.goto(f"{link}?van=0&tot=40#citaat")
            expect(page.get_by_role("heading", level=1)).to_contain_text(hostile[number])
            expect(page.locator(".text")).to_contain_text(hostile[number])
            expect(page.locator("main :is(script, img, svg, iframe, form, meta)")).to_have_count(0)
            assert "Vraag het de bronnen" in page.title()
            assert "stuk" not in page.title().replace(hostile[number], "")
        assert [url for url in requested if not url.startswith(server.url)] == []

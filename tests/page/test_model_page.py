"""The picture of a model: its names at hand, and the way to an element and back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe import violations
from page_helpers import PageServer, ScriptedAssistant
from playwright.sync_api import BrowserContext, Page, expect
from site_helpers import PAGES

from assistant.texts import load_texts
from corpus import LANGUAGES, Language

SIZES = [(390, 844), (1024, 768), (1440, 900)]
NAMES = {"nl": "Integriteits- en conflictmanagement", "en": "Integrity and conflict management"}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with PageServer(ScriptedAssistant()) as server:
        yield server.url


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_an_element_shows_its_name_and_leads_there_and_back(
    page: Page, url: str, language: Language, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(url + PAGES[language]["model"])
    told = page.locator("svg .told-5")
    expect(told).to_be_hidden()
    page.locator("svg a.element-5").hover()
    expect(told).to_be_visible()
    expect(told).to_contain_text(NAMES[language])
    page.mouse.move(0, 0)
    expect(told).to_be_hidden()
    link = page.get_by_role("link", name=f"5 {NAMES[language]}")
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(told).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Enter")
    heading = page.locator("h3[id]", has_text="5 Integriteits- en conflictmanagement")
    expect(heading).to_be_in_viewport(ratio=1)
    back = page.get_by_role("link", name=f"{load_texts(language)['site.model_back']} (5 ")
    expect(back).to_be_in_viewport()
    back.click()
    expect(link).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_part_has_the_same_colour_in_the_ring_and_beside_its_names(
    page: Page, url: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(url + PAGES["nl"]["model"])
    in_ring = page.locator("svg g path").evaluate_all(
        "all => all.map(it => getComputedStyle(it).fill)"
    )
    beside = page.locator(".elements .number").evaluate_all(
        "all => all.map(it => getComputedStyle(it).backgroundColor)"
    )
    assert in_ring == beside
    assert len(in_ring) == 12
    assert len(set(in_ring)) == 4


def test_the_names_of_parts_are_not_all_capitals_and_two_numberings_are_explained(
    page: Page, url: str
) -> None:
    page.goto(url + PAGES["nl"]["model"])
    assert page.locator(".parts h3").all_inner_texts()[0] == "Visie, leiderschap & besturing"
    expect(page.get_by_text(load_texts("nl")["site.model_numbers"])).to_be_visible()
    expect(page.get_by_text(load_texts("nl")["site.model_colours"])).to_be_visible()

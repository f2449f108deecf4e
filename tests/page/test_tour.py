"""The tour of three cards: it can be read and closed with the keyboard, and does not come back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe import violations
from page_helpers import PageServer, ScriptedAssistant, ask
from playwright.sync_api import BrowserContext, Page, expect

from assistant.texts import load_texts
from corpus import LANGUAGES, Language


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with PageServer(ScriptedAssistant()) as server:
        yield server.url


def opened(context: BrowserContext, url: str, language: str) -> Page:
    page = context.new_page()
    page.goto(f"{url}/?lang={language}")
    page.locator("#question textarea").wait_for()
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_read_card_by_card_with_the_keyboard(
    context: BrowserContext, url: str, language: Language
) -> None:
    page, texts = opened(context, url, language), load_texts(language)
    cards = page.locator(".tour li")
    expect(cards).to_have_count(3)
    for place, name in enumerate(("ask", "check", "keep")):
        expect(page.locator(".tour li:visible")).to_have_count(1)
        expect(cards.nth(place)).to_be_visible()
        expect(cards.nth(place)).to_contain_text(texts[f"tour.{name}_how"])
        if place > 0:
            expect(cards.nth(place)).to_be_focused()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page) == [], scheme
        if place < 2:
            page.get_by_role("button", name=texts["tour.next"]).press("Enter")
    expect(page.get_by_role("button", name=texts["tour.next"])).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".tour")).to_be_hidden()
    expect(page.locator("#question textarea")).to_be_focused()


@pytest.mark.parametrize("closing", ["button", "question"])
def test_it_stays_away_once_it_is_closed_or_a_question_is_asked(
    context: BrowserContext, url: str, closing: str
) -> None:
    page = opened(context, url, "nl")
    expect(page.locator(".tour")).to_be_visible()
    if closing == "button":
        page.get_by_role("button", name="Sluit de uitleg").click()
        expect(page.locator(".tour")).to_be_hidden()
        expect(page.locator("button.example").first).to_be_visible()
    ask(page, "Een?")
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator("button.example").first).to_be_visible()
    expect(page.locator(".tour")).to_be_hidden()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert context.cookies() == []

"""Choosing the documents that a conversation is limited to, on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from axe import violations
from page_helpers import PageServer, ScriptedAssistant, ask
from playwright.sync_api import BrowserContext, Page, expect

from assistant.page.conversation import Conversation, Desk
from assistant.texts import load_texts
from corpus import Document

OpenPage = Callable[..., Page]
ACCOUNTABILITY = "Wat is publieke verantwoording?"


def control(page: Page, name: str) -> None:
    expect(page.get_by_role("button", name=name)).to_be_visible()


def test_a_conversation_is_limited_with_the_keyboard_and_the_answer_says_so(
    open_page: OpenPage,
) -> None:
    page = open_page("nl")
    opener = page.get_by_role("button", name="Zoek in: alle documenten")
    opener.focus()
    page.keyboard.press("Enter")
    box = page.locator("#within-documents").get_by_label("Tip 16")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    control(page, "Zoek in: Tip 16")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.get_by_role("button", name="Zoek in: Tip 16")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_be_visible()
    expect(page.locator("#pending .waiting")).to_contain_text("één document")
    answer = ask(page, ACCOUNTABILITY)
    # It does not stand before the answer.
    expect(box).to_be_hidden()
    expect(answer.locator(".understood")).to_contain_text("Gezocht in: Tip 16")
    expect(answer).to_contain_text("Een ander document geeft wel antwoord: Elementen")
    # It holds for the next question as well, until the conversation is put away.
    expect(ask(page, "Wie is budgethouder?").locator(".understood").last).to_contain_text("Tip 16")
    page.locator("#clear").click()
    control(page, "Zoek in: alle documenten")
    page.locator("#undo").click()
    control(page, "Zoek in: Tip 16")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_wrong_in_the_list(open_page: OpenPage, language: str) -> None:
    page = open_page(language)
    page.locator("#within > button").click()
    page.locator("#within-documents input").first.check()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page) == [], scheme
    expect(page.locator("#within-filter")).to_have_count(0)


def test_a_long_list_is_filtered_by_title(context: BrowserContext) -> None:
    assistant = ScriptedAssistant()
    some = assistant.documents["tip-16-mandaat"]
    many = {f"d{one}": _named(some, f"d{one}", f"Besluit {one}") for one in range(30)}
    assistant.documents = {**assistant.documents, **many}
    with PageServer(assistant) as server:
        page = context.new_page()
        page.goto(server.url)
        page.locator("#within > button").click()
        page.get_by_label("Filter op titel").fill("besluit 17")
        shown = page.locator("#within-documents label:visible")
        expect(shown).to_have_count(1)
        assert violations(page) == []
        shown.locator("input").check()
        ask(page, "Wie?")
        assert assistant.limits == [frozenset({"d17"})]


def test_a_document_that_is_gone_is_told(assistant: object) -> None:
    texts = load_texts("nl")
    steps = list(Desk(lambda: assistant).ask("Wie?", Conversation(), texts, 2000, ["weg"]))  # type: ignore[arg-type,return-value]
    assert steps[-1].notice == texts["question.document_unknown"]
    assert steps[-1].problem == "refused"


def _named(document: Document, identifier: str, title: str) -> Document:
    return replace(
        document,
        id=identifier,
        title=title,
        short_title_nl=title,
        short_title_en=title,
        translation=None,
        catalogue=(),
    )

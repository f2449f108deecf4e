"""Hostile answers and documents: none executes or loads anything, whole or half written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile import ANSWERS, HOST, hostile_document, strange_markup
from page_helpers import PageServer, ScriptedAssistant, ask, cite, draft, reply
from playwright.sync_api import BrowserContext, expect

from assistant import Citation
from assistant.page.answer_text import answer_html, draft_html, question_html
from assistant.page.answer_tools import suggestions_html, tools_html
from assistant.page.conversation import Answered
from assistant.page.site import Links
from assistant.page.source_card import Reader
from assistant.page.sources import sources_html
from assistant.texts import load_texts
from corpus import Document

NL = load_texts("nl")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return dict(ScriptedAssistant().documents)


@pytest.fixture(scope="module")
def citation(documents: dict[str, Document]) -> Citation:
    return cite(documents["tip-16-mandaat"], 5, 1)


def test_there_are_twenty_answers_that_would_harm() -> None:
    assert len(set(ANSWERS)) == 20
    assert all(strange_markup(one) or "](" in one or "]:" in one or "<h" in one for one in ANSWERS)


@pytest.mark.parametrize("hostile", ANSWERS)
def test_a_hostile_answer_becomes_plain_text_wherever_it_is_cut(
    documents: dict[str, Document], citation: Citation, hostile: str
) -> None:
    for end in range(1, len(hostile) + 1):
        text = f"Dit staat er. [1] {hostile[:end]}"
        half = draft_html(draft(text, (citation,)), "Wie?", 1, documents, Reader("nl"))
        assert strange_markup(half) == []
        assert "\n" not in half


@pytest.mark.parametrize("hostile", ANSWERS)
def test_whatever_else_holds_it_shows_it_as_text(
    documents: dict[str, Document], citation: Citation, hostile: str
) -> None:
    asked = reply(hostile, f"{hostile} [1]", (citation,), standalone=f"{hostile}?")
    html = (
        question_html(hostile)
        + answer_html(asked, 1, documents, Reader("nl"))
        + tools_html(Answered(asked), 1, documents, NL, can_judge=True)
        + suggestions_html([hostile], "nl", Reader("nl"), is_refused=False)
        + sources_html([asked], documents, Reader("nl", Links("", "nl")))
    )
    assert strange_markup(html) == []


def test_a_hostile_document_is_shown_as_text(documents: dict[str, Document]) -> None:
    document = hostile_document(documents["tip-16-mandaat"])
    cited = replace(cite(document, 5, 0), translation=ANSWERS[2])
    asked = reply("Wie?", "Dit. [1]", (cited,), language="en")
    some = {document.id: document}
    html = answer_html(asked, 1, some, Reader("nl")) + sources_html(
        [asked], some, Reader("nl", Links("", "nl"))
    )
    html += sources_html([], some, Reader("nl"))
    assert strange_markup(html) == []
    assert "\n" not in html


def test_in_a_browser_none_of_them_executes_or_loads(context: BrowserContext) -> None:
    requested: list[str] = []
    dialogs: list[str] = []
    context.on("request", lambda request: requested.append(request.url))
    assistant = ScriptedAssistant(pause_s=0.09)
    document = hostile_document(assistant.documents["tip-16-mandaat"])
    assistant.documents = {document.id: document}
    assistant.glossary = ()
    assistant.cites = (5, 0)
    with PageServer(assistant) as server:
        page = context.new_page()
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(server.url)
        page.locator("#question textarea").wait_for()
        for place in range(0, len(ANSWERS), 4):
            hostile = "\n\n".join(ANSWERS[place : place + 4])
            citation = cite(document, 5, 0)
            cuts = [len(hostile) * part // 6 for part in range(1, 6)]
            assistant.drafts = [draft(hostile[:cut], (citation,)) for cut in cuts]
            assistant.text = f"{hostile} [1]"
            ask(page, hostile)
        expect(page.locator("#chat .answer")).to_have_count(5)
        page.locator("#sources details summary").first.click()
        forbidden = (
            "script, img, iframe, form, input, style, math, svg, object, embed, link, base, "
        )
        forbidden += "meta, video, audio, [onerror], [onload], [style*=url], [href^=javascript]"
        within = ", ".join(
            f"{part} .prose {one.strip()}"
            for part in ("#chat", "#sources", "#further")
            for one in forbidden.split(",")
        )
        expect(page.locator(within)).to_have_count(0)
        assert page.evaluate("window.harmed") is None
        assert page.url.startswith(server.url)
    assert dialogs == []
    assert [url for url in requested if url.startswith(HOST)] == []
    assert [url for url in requested if not url.startswith((server.url, "data:", "blob:"))] == []

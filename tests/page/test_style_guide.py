"""The page with every part in every state: what holds for it holds for the real ones."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from axe import COLOUR_RULES, violations
from page_helpers import PageServer, ScriptedAssistant
from playwright.sync_api import BrowserContext, Page, expect
from site_helpers import Library, Reader, site_client

from assistant.page.tokens import contrast, read_tokens
from assistant.texts import load_texts
from corpus import LANGUAGES, Block, Document, Language, Sentence, read_library

PATHS = {"nl": "/over/stijl", "en": "/en/about/style"}
LOOKS = (
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"color_scheme": "light", "contrast": "more"},
    {"color_scheme": "dark", "contrast": "more"},
    {"color_scheme": "light", "forced_colors": "active"},
)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_wrong_however_it_looks(
    page: Page, server: PageServer, language: Language
) -> None:
    page.goto(server.url + PATHS[language])
    assert violations(page) == []
    found = []
    for look in LOOKS:
        page.emulate_media(**look)  # type: ignore[arg-type]
        found.append((look, violations(page, rules=COLOUR_RULES)))
    assert [(look, wrong) for look, wrong in found if wrong] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_is_there_in_the_language_of_the_reader(language: Language) -> None:
    scripted = ScriptedAssistant()
    library = Library(scripted.documents, scripted.glossary)
    html = site_client(library).get(PATHS[language]).text
    reader = Reader(html)
    classes = {
        name for _, values in reader.elements for name in (values.get("class") or "").split()
    }
    assert classes >= {
        *("answered", "partly_answered", "not_in_sources", "outside_subject", "unclear"),
        *("about_assistant", "waiting", "unverified", "pending", "marker", "understood", "nearby"),
        *("tools", "suggestions", "downloads", "source", "excerpt", "translation", "around"),
        *("message", "hits", "card", "terms", "swatches"),
    }
    assert len(reader.ids) == len(set(reader.ids))
    assert load_texts(language)["style.intro"] in unescape(html)
    link = next(link for link in reader.links if "van=" in link)
    assert site_client(library).get("/" + link.lstrip("./")).status_code == 200


def test_it_can_be_made_of_any_documents(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# Kort\n\nNiets.")
    for documents in (read_library(tmp_path), ()):
        library = Library({one.id: one for one in documents})
        response = site_client(library).get(PATHS["nl"])
        assert response.status_code == 200
        assert "not_in_sources" in response.text


def test_the_text_of_a_document_is_not_markup() -> None:
    text = "Wie <script>alert(1)</script> schrijft, krijgt **dat** te zien als gewone tekst."
    blocks = ScriptedAssistant().documents["tip-16-mandaat"].blocks
    paragraph = next(one for one in blocks if one.kind == "paragraph")
    html = site_client(Library({"x": _with(text, paragraph)})).get(PATHS["nl"]).text
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert(1)" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_fits_a_screen_of_320_pixels_and_text_twice_as_large(
    page: Page, server: PageServer, language: Language
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(server.url + PATHS[language])
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1024, "height": 768})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024


def test_a_marker_shows_its_quotation_and_on_a_phone_opens_the_sheet(
    page: Page, server: PageServer
) -> None:
    page.goto(server.url + PATHS["nl"])
    page.locator("#chat a.marker").first.hover()
    expect(page.locator("#glance")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#chat a.marker").first.click()
    expect(page.locator(".source.shown mark").first).to_be_in_viewport()
    assert violations(page) == []
    page.locator(".close-sources").click()
    expect(page.locator("#chat a.marker").first).to_be_focused()


def test_who_asks_for_more_contrast_gets_it(page: Page, server: PageServer) -> None:
    page.goto(server.url + PATHS["nl"])
    hint = page.locator("p.hint").first
    colour = "it => getComputedStyle(it).color"
    soft = hint.evaluate(colour)
    page.emulate_media(contrast="more")
    assert hint.evaluate(colour) != soft
    assert hint.evaluate(colour) == page.locator("h1").evaluate(colour)
    for colours in (read_tokens().light, read_tokens().dark):
        assert contrast(colours["text"], colours["surface"]) >= 7
        assert contrast(colours["accent-strong"], colours["surface"]) >= 7


def _with(text: str, paragraph: Block) -> Document:
    sentence = Sentence(0, len(text), text)
    block = replace(paragraph, start=0, end=len(text), text=text, sentences=(sentence,), section=())
    return Document("x", "X <b>", "nl", text, (block,))

"""The glossary of the page: as HTML, and in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from page_helpers import PageServer, ScriptedAssistant, ask
from playwright.sync_api import BrowserContext, Page, expect

from assistant import Settings
from assistant.page.glossary import glossary_html
from assistant.page.server import build_app
from assistant.page.source_card import Reader
from corpus import Language

OpenPage = Callable[..., Page]

LANGUAGES: tuple[Language, ...] = ("nl", "en")


@pytest.fixture(scope="module")
def assistant_() -> ScriptedAssistant:
    return ScriptedAssistant()


def html_for(assistant: ScriptedAssistant, language: Language) -> str:
    return glossary_html(assistant.glossary, assistant.documents, Reader(language))


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_stands_there_with_its_explanation_and_its_source(
    assistant_: ScriptedAssistant, language: Language
) -> None:
    html = html_for(assistant_, language)
    entries = re.findall(r"<dt>.*?</div>", html)
    assert len(entries) == len(assistant_.glossary)
    told = [text_of(entry) for entry in entries]
    for term in assistant_.glossary:
        title = assistant_.documents[term.document].title_in(language)
        expected = (term.nl, term.en, term.explanation(language), term.quote, title)
        assert any(all(" ".join(part.split()) in one for part in expected) for one in told), term


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_stand_in_the_order_of_the_alphabet_each_under_its_letter(
    assistant_: ScriptedAssistant, language: Language
) -> None:
    html = html_for(assistant_, language)
    letters = re.findall(r'<h3 id="terms-(\w)"[^>]*>(\w)</h3>', html)
    assert letters == sorted(set(letters))
    assert re.findall(r'href="#terms-(\w)"', html) == [letter for letter, _ in letters]
    for section in html.split("<h3 ")[1:]:
        letter = re.findall(r">(\w)</h3>", section)[0]
        terms = [unescape(term).strip() for term in re.findall(r"<dt>([^<]*)<", section)]
        assert terms
        assert all(term[0].upper() == letter for term in terms)
        assert terms == sorted(terms, key=lambda term: term.casefold().replace("-", " "))


def test_a_term_with_an_accent_a_bracket_or_a_figure_has_its_place(
    assistant_: ScriptedAssistant,
) -> None:
    names = ["(co)creatie", "één loket", "3D", "éclair", "afdeling"]
    glossary = [replace(assistant_.glossary[0], nl=name) for name in names]
    html = glossary_html(glossary, assistant_.documents, Reader("nl"))
    order = [unescape(name).strip() for name in re.findall(r"<dt>([^<]*)<", html)]
    assert order == ["3D", "afdeling", "(co)creatie", "éclair", "één loket"]
    assert re.findall(r"<h3[^>]*>([^<]*)</h3>", html) == ["0-9", "A", "C", "E"]


def test_words_of_the_other_language_carry_their_language(assistant_: ScriptedAssistant) -> None:
    glossary = [term for term in assistant_.glossary if term.nl == "opgaveteam"]
    html = glossary_html(glossary, assistant_.documents, Reader("nl"))
    assert '<span lang="en">purpose team</span>' in html
    assert '<q lang="en">It is important' in html
    assert "<cite>Gevolgen" in html
    html = glossary_html(glossary, assistant_.documents, Reader("en"))
    assert '<span lang="nl">opgaveteam</span>' in html
    assert "<q>It is important" in html


def test_a_title_without_a_translation_carries_its_own_language(
    assistant_: ScriptedAssistant,
) -> None:
    term = assistant_.glossary[0]
    document = replace(assistant_.documents[term.document], translated_title=None)
    html = glossary_html([term], {term.document: document}, Reader("nl"))
    assert '<cite lang="en">' in html


def test_nothing_in_a_term_is_markup(assistant_: ScriptedAssistant) -> None:
    hostile = '<img src="https://elders.example/x.png">\n\n# kop'
    term = replace(
        assistant_.glossary[0],
        nl=hostile,
        en=hostile,
        explanation_nl=hostile.replace("\n\n", " "),
        quote=hostile,
    )
    document = replace(assistant_.documents[term.document], translated_title=hostile)
    html = glossary_html([term], {term.document: document}, Reader("nl"))
    tags: list[str] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, _: tags.append(tag)  # type: ignore[method-assign]
    reader.feed(html)
    assert "img" not in tags
    assert "\n" not in html


def test_without_a_glossary_nothing_of_it_is_on_the_page(assistant_: ScriptedAssistant) -> None:
    assert glossary_html((), assistant_.documents, Reader("nl")) == ""
    own_documents = ScriptedAssistant()
    own_documents.glossary = ()
    with TestClient(build_app(own_documents, Settings())) as client:
        assert "terms-a" not in client.get("/").text
    with TestClient(build_app(assistant_, Settings())) as client:
        assert "terms-a" in client.get("/").text


@pytest.fixture(scope="module")
def scripted_server(assistant_: ScriptedAssistant) -> Iterator[PageServer]:
    with PageServer(assistant_) as running:
        yield running


@pytest.mark.parametrize(("language", "name"), [("nl", "Begrippen"), ("en", "Glossary")])
def test_the_glossary_is_closed_until_the_keyboard_opens_it(
    open_page: OpenPage, scripted_server: PageServer, language: str, name: str
) -> None:
    page = open_page(language, scripted_server.url)
    summary = page.locator("#glossary summary")
    expect(page.get_by_role("heading", level=2, name=name)).to_be_visible()
    expect(page.locator("#glossary dt").first).to_be_hidden()
    summary.focus()
    page.keyboard.press("Space")
    expect(page.locator("#glossary dt").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#glossary dt").first).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390, 1360])
def test_a_letter_brings_its_terms_into_view_and_nothing_is_cut_off(
    open_page: OpenPage, scripted_server: PageServer, width: int
) -> None:
    page = open_page("nl", scripted_server.url)
    page.set_viewport_size({"width": width, "height": 700})
    page.locator("#glossary summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#glossary .letters a").filter(has_text="W").click()
    heading = page.locator("#terms-w")
    expect(heading).to_be_in_viewport()
    # The line that closes the glossary stays in view, and does not cover the heading.
    closing = page.locator("#glossary summary").bounding_box()
    place = heading.bounding_box()
    assert closing is not None
    assert place is not None
    assert 0 <= closing["y"] < 700
    assert place["y"] >= closing["y"] + closing["height"] - 1


def test_an_open_glossary_leaves_the_conversation_and_the_sources_in_reach(
    open_page: OpenPage, scripted_server: PageServer
) -> None:
    page = open_page("nl", scripted_server.url)
    page.locator("#glossary summary").click()
    answer = ask(page, "Wie?")
    expect(page.locator("#glossary dt").first).to_be_visible()
    answer.locator("a.marker").first.click()
    expect(page.locator("mark:target")).to_be_in_viewport()


def test_every_part_with_a_scroll_of_its_own_is_reached_by_keyboard(
    context: BrowserContext, scripted_server: PageServer
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1360, "height": 620})
    page.goto(scripted_server.url)
    page.locator("#glossary summary").click()
    expect(page.locator("#sources")).to_have_attribute("tabindex", "0")
    page.locator("#sources").focus()
    page.keyboard.press("End")
    expect(page.locator("#sources .library li").last).to_be_in_viewport()

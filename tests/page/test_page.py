"""The chat page in Chromium, with the real model and index."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Iterator

import pytest
from axe import COLOUR_RULES, violations
from page_helpers import PageServer, ScriptedAssistant, ask, send
from playwright.sync_api import BrowserContext, Page, expect

from assistant import Reply

OpenPage = Callable[..., Page]

QUESTION = {
    "nl": "Aan wie leggen professionals in de publieke dienstverlening verantwoording af?",
    "en": "What does the municipal council focus on in purpose-driven work?",
}

REFUSED = {
    "nl": "Wat kost een certificering voor ISO 11367?",
    "en": "What does certification for ISO 11367 cost?",
}
UNCLEAR = {"nl": "Hoe zit dat met de taken?", "en": "And the requirements?"}
LOOKS = (
    {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"},
    {"color_scheme": "dark", "contrast": "no-preference", "forced_colors": "none"},
    {"color_scheme": "light", "contrast": "more", "forced_colors": "none"},
    {"color_scheme": "dark", "contrast": "more", "forced_colors": "none"},
    {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "active"},
)
# Links in running text may be lower than 24 pixels (WCAG 2.5.8); what stands by itself may not.
TOO_SMALL = """() => [...document.querySelectorAll("button, summary, textarea, a.marker, nav a, .back a")]
  .filter((it) => it.offsetParent && it.checkVisibility())
  .map((it) => [it.outerHTML.slice(0, 90), it.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
  .map(([html, box]) => `${html} ${box.width} x ${box.height}`)"""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_axe_finds_nothing_wrong_in_any_state(open_page: OpenPage, language: str) -> None:
    def check() -> None:
        # All rules once, and in the other looks those that can differ.
        for look in LOOKS:
            page.emulate_media(**look)  # type: ignore[arg-type]
            rules = () if look is LOOKS[0] else COLOUR_RULES
            assert violations(page, rules=rules) == [], look

    page = open_page(language)
    check()
    # First, for later it would be read as following on.
    ask(page, UNCLEAR[language])
    page.locator(".answer.unclear").wait_for()
    check()
    ask(page, QUESTION[language])
    page.locator("#further button.ask").first.wait_for()
    check()
    page.locator("a.marker").first.click()
    for summary in page.locator(".source .around summary").all():
        summary.click()
    page.locator("details.downloads summary").click()
    check()
    ask(page, REFUSED[language])
    page.locator(".answer.not_in_sources").wait_for()
    check()
    send(page, "")
    page.locator("#notice p").wait_for()
    check()
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("a.marker").first.click()
    page.locator(".source.shown").first.wait_for()
    check()


def test_a_marker_brings_the_highlighted_quote_into_view(open_page: OpenPage) -> None:
    page = open_page("nl")
    answer = ask(page, QUESTION["nl"])
    marker = answer.locator("a.marker").last
    expect(marker).to_have_accessible_name(re.compile(r"^bron \d: Samenvatting van ISO 11367, \w"))
    marker.click()
    quote = page.locator("mark:target")
    expect(quote).to_be_in_viewport()
    expect(quote).to_be_focused()
    assert quote.inner_text().strip()
    card = page.locator(".source", has=quote)
    expect(card.locator("h4")).not_to_be_empty()
    card.locator(".back a[href^='#marker']").last.click()
    expect(page.locator("a.marker:target")).to_be_in_viewport()


def test_a_marker_works_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("nl")
    answer = ask(page, QUESTION["nl"])
    answer.locator("a.marker").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark:target")).to_be_in_viewport()


def test_a_marker_of_an_earlier_answer_still_leads_to_its_own_source(open_page: OpenPage) -> None:
    page = open_page("nl")
    ask(page, QUESTION["nl"])
    ask(page, "Wie vertelt over mandaat in de gemeente Zeewolde?")
    page.locator("#marker-1-1").click()
    expect(page.locator("#source-1-1")).to_be_in_viewport()
    expect(page.locator(".turn").last).to_contain_text(QUESTION["nl"])


def test_a_follow_up_shows_how_it_was_understood(open_page: OpenPage) -> None:
    page = open_page("nl")
    ask(page, "Wat betekent werken vanuit de bedoeling voor de gemeenteraad?")
    answer = ask(page, "En voor de wethouder?")
    expect(answer.locator(".understood")).to_contain_text("gemeenteraad")
    expect(page.locator("[data-testid=user]")).to_have_count(2)


def test_an_example_is_asked_at_the_press_of_its_button(open_page: OpenPage) -> None:
    page = open_page("nl")
    example = page.locator("button.example").first
    words = example.inner_text().strip()
    example.click()
    expect(page.locator("[data-testid=user]")).to_contain_text(words)
    page.locator(".answer").wait_for()
    expect(page.locator("#examples")).to_be_hidden()
    expect(page.locator("#question textarea")).to_be_focused()


@pytest.mark.parametrize(
    ("language", "question", "message"),
    [
        ("nl", "", "Typ eerst een vraag"),
        ("nl", "😀😀", "geen woorden"),
        ("nl", "waarom " * 400, "te lang"),
        ("en", "   ", "Type a question first"),
        ("en", "😀", "no words"),
        ("en", "why " * 700, "too long"),
    ],
)
def test_bad_input_is_explained_in_the_language_of_the_page(
    open_page: OpenPage, language: str, question: str, message: str
) -> None:
    page = open_page(language)
    send(page, question)
    notice = page.get_by_role("alert").filter(has_text=message)
    expect(notice).to_be_visible()
    box = page.locator("#question textarea")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value(question)
    ask(page, QUESTION["nl"])
    expect(notice).to_be_hidden()
    expect(box).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_says_its_language_whatever_that_of_the_browser(
    open_page: OpenPage, language: str
) -> None:
    page = open_page(language)
    label = {"nl": "Uw vraag", "en": "Your question"}[language]
    expect(page.get_by_label(label).locator("visible=true")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == language
    ask(page, QUESTION[language])
    assert page.evaluate("document.documentElement.lang") == language


def test_the_reader_changes_the_language_in_the_same_tab(open_page: OpenPage) -> None:
    page = open_page("nl")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask the sources")
    page.get_by_role("link", name="Nederlands").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vraag het de bronnen")
    assert len(page.context.pages) == 1


def test_a_passage_in_the_other_language_says_so(open_page: OpenPage) -> None:
    page = open_page("nl")
    ask(page, "Waar richt de gemeenteraad zich op bij werken vanuit de bedoeling?")
    expect(page.locator(".source blockquote[lang=en]").first).to_be_visible()
    expect(page.locator(".source .translation").first).to_contain_text("Werkvertaling")


def test_the_notice_of_ai_stands_before_the_first_question(open_page: OpenPage) -> None:
    page = open_page("nl")
    expect(page.get_by_text("U praat met een automatisch programma (AI)")).to_be_in_viewport()


def test_nothing_is_asked_of_another_host_and_nothing_is_kept_in_the_browser(
    open_page: OpenPage,
    context: BrowserContext,
    server: PageServer,
    hosts_called: list[str],
) -> None:
    requested: list[str] = []
    failures: list[str] = []
    context.on("request", lambda request: requested.append(request.url))
    page = open_page("nl")
    page.on(
        "console",
        lambda message: failures.append(message.text) if message.type == "error" else None,
    )
    # A whole conversation: everything that the page can do.
    ask(page, QUESTION["nl"])
    page.locator("a.marker").first.click()
    page.locator(".source .around summary").first.click()
    page.get_by_role("button", name="Kopieer").click()
    page.get_by_role("button", name="Niet goed").click()
    page.get_by_label("Waarom?").fill("Te lang")
    page.get_by_role("button", name="Verstuur uitleg").click()
    expect(page.locator("#judging-text")).to_contain_text("Uw uitleg is bewaard")
    page.locator("#further button.ask").first.click()
    expect(page.locator(".answer")).to_have_count(2)
    ask(page, "Wat kost een certificering voor ISO 11367?")
    send(page, "Mijn adres is jan@voorbeeld.nl")
    page.get_by_role("button", name="Vraag aanpassen").click()
    page.locator("details.downloads summary").last.click()
    for kind in ("docx", "odt", "md"):
        with page.expect_download():
            page.locator(f"button.download[value={kind}]").last.click()
    with context.expect_page() as opening:
        page.locator(".source a.whole").last.click()
    document = opening.value
    document.locator("mark").first.wait_for()
    document.close()
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator(".answer")).to_have_count(0)
    outside = [url for url in requested if not url.startswith((server.url, "data:", "blob:"))]
    assert outside == []
    assert failures == []
    asked = [url for url in requested if "verantwoording" in url or "voorbeeld" in url]
    assert asked == []
    assert page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))") == []
    assert page.evaluate("indexedDB.databases()") == []
    assert context.cookies() == []
    assert set(hosts_called) <= {"127.0.0.1", "localhost", "::1"}


@pytest.fixture(scope="module")
def scripted() -> Iterator[tuple[ScriptedAssistant, str]]:
    assistant = ScriptedAssistant()
    with PageServer(assistant) as server:
        yield assistant, server.url


def test_clearing_removes_the_conversation_from_the_page_and_from_the_server(
    open_page: OpenPage, scripted: tuple[ScriptedAssistant, str]
) -> None:
    assistant, url = scripted
    assistant.follow()
    page = open_page("nl", url)
    ask(page, "Een?")
    ask(page, "Twee?")
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator("[data-testid=user]")).to_have_count(0)
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator("button.example").first).to_be_visible()
    expect(page.locator("#question textarea")).to_be_focused()
    ask(page, "Drie?")
    assert [len(history) for history in assistant.histories] == [0, 2, 0]


@pytest.mark.parametrize("closing", ["clear", "close"])
def test_a_conversation_that_is_cleared_or_closed_is_gone_from_memory(
    open_page: OpenPage, scripted: tuple[ScriptedAssistant, str], closing: str
) -> None:
    assistant, url = scripted
    assistant.follow()
    question = f"Wat vergeet u na {closing}?"
    page = open_page("nl", url)
    ask(page, question)
    assert _is_remembered(question)
    if closing == "clear":
        page.get_by_role("button", name="Nieuw gesprek").click()
        expect(page.locator(".answer")).to_have_count(0)
    else:
        page.close()
    ends = time.monotonic() + 20
    while _is_remembered(question) and time.monotonic() < ends:
        time.sleep(0.2)
    assert not _is_remembered(question)


def _is_remembered(question: str) -> bool:
    gc.collect()
    return any(type(thing) is Reply and thing.question == question for thing in gc.get_objects())


@pytest.mark.parametrize(
    ("path", "message"), [("/", "De verbinding met de assistent is weg"), ("/en/", "lost")]
)
def test_a_lost_connection_is_told_in_the_language_of_the_page(
    context: BrowserContext, path: str, message: str
) -> None:
    page = context.new_page()
    with PageServer(ScriptedAssistant()) as server:
        page.goto(server.url + path)
        ask(page, "Een?")
    send(page, "Twee?")
    expect(page.get_by_text(message)).to_be_visible()
    expect(page.get_by_text("Connection to the server")).to_have_count(0)


def test_shift_and_enter_start_a_new_line(open_page: OpenPage) -> None:
    page = open_page("nl")
    box = page.locator("#question textarea")
    box.fill("een")
    box.press("Shift+Enter")
    box.press("t")
    expect(box).to_have_value("een\nt")
    expect(page.locator("[data-testid=user]")).to_have_count(0)


def test_the_sources_stand_beside_the_conversation(open_page: OpenPage) -> None:
    page = open_page("nl")
    ask(page, QUESTION["nl"])
    box = page.locator("#question").bounding_box()
    sources = page.locator("#sources").bounding_box()
    assert box is not None
    assert sources is not None
    assert sources["x"] >= box["x"] + box["width"]


def test_on_a_narrow_screen_nothing_is_cut_off_and_everything_can_be_touched(
    open_page: OpenPage,
) -> None:
    page = open_page("nl")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    ask(page, QUESTION["nl"])
    page.locator("#further button.ask").first.wait_for()
    page.locator("details.downloads summary").click()
    page.get_by_role("button", name="Niet goed").click()
    page.locator("#judging").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(TOO_SMALL) == []
    page.locator("a.marker").first.click()
    expect(page.locator("blockquote mark:focus")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1024, "height": 768})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024


def test_on_paper_stand_answers_and_their_sources_and_nothing_to_press(
    open_page: OpenPage,
) -> None:
    page = open_page("nl")
    ask(page, QUESTION["nl"])
    page.emulate_media(media="print")
    for width in (1400, 700):
        page.set_viewport_size({"width": width, "height": 500})
        expect(page.locator(".source blockquote mark").first).to_be_visible()
        expect(page.get_by_text("U praat met een automatisch programma (AI)")).to_be_visible()
        expect(page.locator("#composer")).to_be_hidden()
        expect(page.locator("#chat .tools")).to_be_hidden()
        for part in page.locator("#talk, #sources").all():
            assert part.evaluate("it => it.scrollHeight <= it.clientHeight + 1"), width


def test_the_keyboard_is_always_visible(open_page: OpenPage) -> None:
    page = open_page("nl")
    ask(page, QUESTION["nl"])
    page.locator("#navigation li a").first.focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const it = document.activeElement; const s = getComputedStyle(it);"
            " return it === document.body ? null : [it.outerHTML.slice(0, 80), s.outlineStyle,"
            " parseFloat(s.outlineWidth)]; })()"
        )
        assert style is None or (style[1] == "solid" and style[2] >= 2), style

"""What a reader does with an answer: copy, keep, judge, ask further; and the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe import violations
from page_helpers import PageServer, ScriptedAssistant, ask, send
from playwright.sync_api import BrowserContext, Page, expect

from assistant.feedback import FeedbackStore

OpenPage = Callable[..., Page]
QUESTION = "Aan wie leggen professionals in de publieke dienstverlening verantwoording af?"
BSN = "111222333"


@dataclass
class Scripted:
    assistant: ScriptedAssistant
    server: PageServer

    @property
    def feedback(self) -> FeedbackStore:
        return FeedbackStore.of(self.server.settings)


@pytest.fixture(scope="module")
def scripted() -> Iterator[Scripted]:
    assistant = ScriptedAssistant()
    with PageServer(assistant) as server:
        yield Scripted(assistant, server)


@pytest.mark.parametrize("has_clipboard", [True, False])
def test_an_answer_is_copied_with_its_sources_and_that_is_told(
    context: BrowserContext, scripted: Scripted, has_clipboard: bool
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not has_clipboard:
        # As on a page that is served without https.
        context.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        context.add_init_script(
            "document.addEventListener('copy', () => { window.copied = getSelection().toString() "
            "|| document.activeElement.value })"
        )
    page = context.new_page()
    page.goto(scripted.server.url)
    ask(page, "Wie?")
    copy = page.get_by_role("button", name="Kopieer")
    copy.click()
    expect(page.get_by_role("status").filter(has_text="Gekopieerd met bronnen")).to_have_count(1)
    expect(copy).to_be_focused()
    copied = page.evaluate(
        "navigator.clipboard ? navigator.clipboard.readText() : Promise.resolve(window.copied)"
    )
    assert copied.replace("\r", "").startswith("Uw vraag: Wie?\n\nDit staat er. [1]\n\nBronnen:\n")
    assert "Door AI gemaakt op" in copied


def test_a_verdict_is_kept_with_its_reason_and_without_the_question(
    open_page: OpenPage, scripted: Scripted
) -> None:
    page = open_page("nl", scripted.server.url)
    ask(page, "Een geheime vraag?")
    ask(page, "Nog een?")
    good = page.get_by_role("button", name="Goed", exact=True).first
    poor = page.get_by_role("button", name="Niet goed").first
    expect(good).to_have_attribute("aria-pressed", "false")
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("status").filter(has_text="Uw oordeel is bewaard")).to_have_count(1)
    poor.click()
    expect(good).to_have_attribute("aria-pressed", "false")
    expect(poor).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#judging-text")).to_contain_text("niet goed")
    reason = page.get_by_label("Waarom?")
    reason.fill(f"Bel mij, mijn nummer is {BSN}")
    page.get_by_role("button", name="Verstuur uitleg").click()
    expect(page.locator("#judging-text")).to_contain_text("persoonsgegevens")
    assert [(one.verdict, one.reason) for one in scripted.feedback.all()] == [("poor", "")]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page) == []
    reason.fill("De verkeerde bron")
    page.get_by_role("button", name="Verstuur uitleg").click()
    expect(page.locator("#judging-text")).to_contain_text("Uw uitleg is bewaard")
    kept = scripted.feedback.all()
    assert [(one.verdict, one.reason) for one in kept] == [("poor", "De verkeerde bron")]
    assert kept[0].question is None
    page.get_by_role("button", name="Sluit").click()
    expect(page.locator("#judging")).to_have_count(0)
    # The verdict stays with its answer when another comes.
    ask(page, "Een derde?")
    expect(poor).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator(".answer")).to_have_count(0)
    ask(page, "Opnieuw?")
    expect(page.locator("button.verdict[aria-pressed=true]")).to_have_count(0)


def test_a_question_is_kept_with_a_verdict_only_where_the_settings_say_so(
    open_page: OpenPage,
) -> None:
    with PageServer(ScriptedAssistant(), feedback_question_text=True) as server:
        page = open_page("nl", server.url)
        ask(page, "Wat wordt bewaard?")
        page.get_by_role("button", name="Niet goed").click()
        expect(page.locator("#judging-text")).to_contain_text("bewaard")
        kept = FeedbackStore.of(server.settings).all()
    assert [one.question for one in kept] == ["Wat wordt bewaard?"]


def test_a_verdict_that_cannot_be_kept_is_told(open_page: OpenPage) -> None:
    with PageServer(ScriptedAssistant()) as server:
        (server.settings.data / "assistant.sqlite").mkdir()
        page = open_page("en", server.url)
        ask(page, "Who?")
        page.get_by_role("button", name="Not good").click()
        expect(page.locator("#judging-text")).to_contain_text("could not be kept")
        expect(page.get_by_label("Why?")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "kind", "suffix", "begins"),
    [
        ("nl", "Word", ".docx", b"PK"),
        ("nl", "OpenDocument", ".odt", b"PK"),
        ("en", "Markdown", ".md", b"---"),
    ],
)
def test_a_conversation_is_downloaded_with_nothing_of_it_in_an_address(
    open_page: OpenPage,
    context: BrowserContext,
    scripted: Scripted,
    tmp_path: Path,
    language: str,
    kind: str,
    suffix: str,
    begins: bytes,
) -> None:
    addresses: list[str] = []
    context.on("request", lambda request: addresses.append(request.url))
    page = open_page(language, scripted.server.url)
    ask(page, "Geheimwoord?")
    ask(page, "Nog een?")
    summary = page.locator("details.downloads summary").locator("visible=true")
    expect(summary).to_have_count(1)
    summary.click()
    button = page.get_by_role("button", name=kind)
    for _ in range(2):
        with page.expect_download() as downloading:
            button.click()
        download = downloading.value
        assert re.fullmatch(
            rf"(gesprek|conversation)-\d{{4}}-\d\d-\d\d{re.escape(suffix)}",
            download.suggested_filename,
        )
        path = tmp_path / download.suggested_filename
        download.save_as(path)
        assert path.read_bytes().startswith(begins)
    # Nothing of the file is left in the page, and no address leads to it.
    expect(page.locator("#file p")).to_have_count(0)
    assert not any("Geheimwoord" in address or "file" in address for address in addresses)


@pytest.mark.parametrize(
    ("language", "told", "change", "anyway"),
    [
        ("nl", "een burgerservicenummer (BSN)", "Vraag aanpassen", "Toch versturen"),
        ("en", "a citizen service number (BSN)", "Change question", "Send anyway"),
    ],
)
def test_personal_data_are_not_sent_before_the_reader_says_so(
    open_page: OpenPage, scripted: Scripted, language: str, told: str, change: str, anyway: str
) -> None:
    page = open_page(language, scripted.server.url)
    asked = len(scripted.assistant.questions)
    question = f"Wat weet u van {BSN}?"
    send(page, question)
    warning = page.get_by_role("alert").filter(has_text=told)
    expect(warning).to_be_visible()
    expect(page.get_by_role("button", name=change)).to_be_focused()
    expect(page.locator("#question textarea")).to_have_value(question)
    assert violations(page) == []
    assert len(scripted.assistant.questions) == asked
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.press("Enter")
    expect(warning).to_be_visible()
    assert len(scripted.assistant.questions) == asked
    page.get_by_role("button", name=anyway).click()
    expect(page.locator(".answer")).to_have_count(1)
    expect(warning).to_be_hidden()
    assert scripted.assistant.questions[asked:] == [question]


def test_the_assistant_suggests_what_to_ask_next(open_page: OpenPage) -> None:
    page = open_page("nl")
    ask(page, QUESTION)
    further = page.locator("#further button.ask")
    words = further.first.inner_text()
    further.first.click()
    expect(page.locator("[data-testid=user]").nth(1)).to_contain_text(words)
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator(".answer").nth(1)).to_have_class(re.compile("answered"))
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#further button.ask").filter(has_text=words)).to_have_count(0)


def test_the_keyboard_alone_will_do(open_page: OpenPage) -> None:
    page = open_page("nl")

    def tab_to(selector: str, presses: int = 60) -> None:
        for _ in range(presses):
            page.keyboard.press("Tab")
            if page.evaluate("(it) => document.activeElement.matches(it)", selector):
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    # Past the top, by the first stop of the page.
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".answer").wait_for()
    # To the source, around in it, and back.
    page.locator(".answer").focus()
    tab_to("a.marker")
    page.keyboard.press("Enter")
    expect(page.locator("mark:target")).to_be_focused()
    tab_to(".source .around summary")
    page.keyboard.press("Enter")
    expect(page.locator(".source .around[open]").first).to_be_visible()
    tab_to(".source .back a")
    page.keyboard.press("Enter")
    expect(page.locator("a.marker:target")).to_be_in_viewport()
    # A verdict with a reason.
    tab_to("button.verdict.poor")
    page.keyboard.press("Space")
    expect(page.locator("#judging")).to_be_visible()
    tab_to("#reason textarea")
    page.keyboard.type("Te lang")
    page.keyboard.press("Enter")
    expect(page.locator("#judging-text")).to_contain_text("Uw uitleg is bewaard")
    tab_to("#close-reason")
    page.keyboard.press("Enter")
    # The file.
    page.locator(".answer").focus()
    tab_to("details.downloads summary")
    page.keyboard.press("Enter")
    tab_to("button.download[value=odt]")
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert downloading.value.suggested_filename.endswith(".odt")
    # And anew.
    tab_to("#clear")
    page.keyboard.press("Enter")
    expect(page.locator("[data-testid=user]")).to_have_count(0)
    expect(page.locator("#question textarea")).to_be_focused()

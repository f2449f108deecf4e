"""An answer that is being written: as the reader sees it, hears it, and stops it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe import violations
from page_helpers import PageServer, ScriptedAssistant, ask, cite, draft, send
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]

# Notes every text that the status line gets, as a screen reader would read it out.
NOTE_STATUS = """() => {
  window.told = [];
  const note = () => {
    const text = document.querySelector("#status")?.textContent.trim();
    if (text && text !== window.told[window.told.length - 1]) window.told.push(text);
  };
  new MutationObserver(note).observe(document.body, {
    childList: true, subtree: true, characterData: true,
  });
}"""


@dataclass
class Writing:
    """A page whose assistant stays with a draft until it may go on."""

    assistant: ScriptedAssistant
    url: str


@pytest.fixture(scope="module")
def served() -> Iterator[Writing]:
    assistant = ScriptedAssistant()
    with PageServer(assistant) as server:
        yield Writing(assistant, server.url)


@pytest.fixture
def writing(served: Writing) -> Iterator[Writing]:
    citation = cite(served.assistant.documents["tip-16-mandaat"], 5, 1)
    drafts = [
        draft("Dit staat vast. [1]", (), frozenset({1})),
        draft("Dit staat vast. [1] En dit nog niet. [2] En", (citation,), frozenset({2})),
    ]
    text = "Dit staat vast. [1] En dit ook. [1]"
    served.assistant.follow(text, drafts=drafts, pause_s=0.1, holds=True)
    yield served
    served.assistant.go_on.set()


def test_a_draft_shows_what_is_checked_and_the_answer_is_told_once(
    open_page: OpenPage, writing: Writing
) -> None:
    page = open_page("nl", writing.url)
    page.evaluate(NOTE_STATUS)
    send(page, "Wie?")
    unsure = page.locator(".draft .unverified")
    expect(unsure.first).to_contain_text("En dit nog niet.")
    expect(page.locator(".draft .marker.pending")).to_have_text("bron 2 wordt gecontroleerd")
    expect(page.locator(".draft .checking")).to_be_visible()
    expect(page.locator("[role=log]")).to_have_attribute("aria-live", "off")
    # What is checked can be looked up before the rest is there.
    page.locator(".draft a.marker").first.click()
    expect(page.locator("mark:target")).to_be_in_viewport()
    expect(page.locator("#question textarea")).to_have_value("")
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page) == []
    writing.assistant.go_on.set()
    expect(page.locator(".answer")).to_have_count(1)
    expect(page.locator(".unverified")).to_have_count(0)
    expect(page.locator(".marker.pending")).to_have_count(0)
    expect(stop).to_be_hidden()
    expect(page.locator("#status")).to_contain_text("Antwoord: Dit staat vast.")
    page.wait_for_timeout(300)
    told = page.evaluate("window.told")
    assert [one for one in told if "Dit staat vast" in one] == [
        "Antwoord: Dit staat vast. En dit ook."
    ]
    assert told[0] == "Ik zoek in 5 documenten…"
    assert len(told) == 2


def test_stop_really_stops_and_gives_the_question_back(
    open_page: OpenPage, writing: Writing
) -> None:
    page = open_page("nl", writing.url)
    send(page, "Wie doet wat?")
    page.locator(".draft .unverified").first.wait_for()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("alert").filter(has_text="Gestopt")).to_be_visible()
    expect(page.locator(".draft, .answer, [data-testid=user]")).to_have_count(0)
    box = page.locator("#question textarea")
    expect(box).to_have_value("Wie doet wat?")
    expect(box).to_be_focused()
    assert writing.assistant.stopped.wait(5)
    expect(page.locator("button.example").first).to_be_visible()
    # The next question is answered as if nothing had happened.
    writing.assistant.go_on.set()
    ask(page, "En nu?")
    expect(page.locator("#notice")).to_be_hidden()
    assert [len(history) for history in writing.assistant.histories] == [0, 0]


def test_starting_anew_stops_what_is_being_written(open_page: OpenPage, writing: Writing) -> None:
    writing.assistant.go_on.set()
    page = open_page("nl", writing.url)
    ask(page, "Eerst?")
    writing.assistant.go_on.clear()
    send(page, "Dan?")
    page.locator(".draft .unverified").first.wait_for()
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator("[data-testid=user]")).to_have_count(0)
    assert writing.assistant.stopped.wait(5)
    expect(page.locator("#question textarea")).to_have_value("")


def test_closing_the_page_stops_what_is_being_written(
    open_page: OpenPage, writing: Writing
) -> None:
    page = open_page("nl", writing.url)
    send(page, "Wie?")
    page.locator(".draft .unverified").first.wait_for()
    page.close()
    assert writing.assistant.stopped.wait(20)


@pytest.mark.parametrize(
    ("language", "message"), [("nl", "Er ging iets mis"), ("en", "went wrong")]
)
def test_a_failure_halfway_is_told_and_the_question_stays(
    open_page: OpenPage, served: Writing, language: str, message: str
) -> None:
    served.assistant.follow(error=ValueError("x"), drafts=[draft("Dit staat")] * 3, pause_s=0.5)
    page = open_page(language, served.url)
    send(page, "Wie doet wat?")
    page.locator(".draft .unverified").first.wait_for()
    expect(page.get_by_role("alert").filter(has_text=message)).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value("Wie doet wat?")
    expect(page.locator(".draft, [data-testid=user]")).to_have_count(0)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page) == []


def test_words_typed_while_an_answer_is_written_stay_in_the_box(
    open_page: OpenPage, writing: Writing
) -> None:
    page = open_page("nl", writing.url)
    send(page, "Wie?")
    page.locator(".draft .unverified").first.wait_for()
    send(page, "Een volgende vraag")
    writing.assistant.go_on.set()
    expect(page.locator(".answer")).to_have_count(1)
    time.sleep(0.2)
    expect(page.locator("#question textarea")).to_have_value("Een volgende vraag")
    expect(page.locator("[data-testid=user]")).to_have_count(1)
    assert writing.assistant.questions == ["Wie?"]

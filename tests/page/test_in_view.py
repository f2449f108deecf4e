"""What is in view without a touch: the newest answer, its source, and that something is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from page_helpers import PageServer, ScriptedAssistant, ask, send
from playwright.sync_api import Browser, Page, TimeoutError, expect

OpenPage = Callable[..., Page]

SIZES = [(390, 844), (1024, 768), (1440, 900)]
QUESTIONS = {
    "Aan wie leggen professionals in de publieke dienstverlening verantwoording af?": 2,
    "Waar richt de gemeenteraad zich op bij werken vanuit de bedoeling?": 3,
    "Wat zijn de vier hefbomen voor sociale innovatie?": 4,
}
REFUSED = "Wat kost een certificering voor ISO 11367?"
UNCLEAR = "Hoe zit dat met de taken?"
# Sees layout move without the reader having done anything, as browsers measure it.
NOTE_SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value;
  }).observe({ type: "layout-shift" });
}"""
# Told by the page itself: a test sees the page too late to say what it showed after 100 ms.
NOTE_PENDING = """() => {
  window.pendingAfter = null;
  const box = document.querySelector("#question textarea");
  box.addEventListener("keydown", () => { window.began = performance.now(); }, true);
  const look = () => {
    const shown = [...document.querySelectorAll("#pending .waiting")];
    if (window.began && shown.some((one) => one.checkVisibility())) {
      window.pendingAfter ??= performance.now() - window.began;
      window.pendingText ??= document.querySelector("#pending").innerText;
    } else requestAnimationFrame(look);
  };
  look();
}"""


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def page(request: pytest.FixtureRequest, browser: Browser, server: PageServer) -> Iterator[Page]:
    width, height = request.param
    is_phone = width < 600
    context = browser.new_context(
        viewport={"width": width, "height": height}, has_touch=is_phone, is_mobile=is_phone
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(server.url)
    page.locator("#question textarea").wait_for()
    yield page
    context.close()


def suggestions(page: Page) -> None:
    """Wait for what comes after an answer; a machine that is too busy offers nothing."""
    with suppress(TimeoutError):
        page.locator("#further button.ask").first.wait_for(timeout=5000)


def test_each_new_answer_begins_in_view_and_stays_there(page: Page) -> None:
    for question in QUESTIONS:
        answer = ask(page, question)
        suggestions(page)
        said = answer.locator(".said").bounding_box()
        pane = page.locator("#talk").bounding_box()
        size = page.viewport_size
        assert said is not None
        assert pane is not None
        assert size is not None
        top = max(pane["y"], 0)
        # Below its question, and in the upper half of what is seen of the conversation.
        assert top <= said["y"] <= top + size["height"] / 2, question
        expect(page.locator("#question textarea")).to_be_in_viewport()
        for suggested in page.locator("#further button.ask").all()[:1]:
            expect(suggested).to_be_in_viewport(ratio=1)


def test_who_has_scrolled_away_is_left_alone(page: Page) -> None:
    for question in QUESTIONS:
        ask(page, question)
    suggestions(page)
    page.mouse.move(200, 300)
    page.mouse.wheel(0, -9000)
    first = page.locator("[data-testid=user]").first
    expect(first).to_be_in_viewport()
    # Whatever changes on the page later does not bring the reader back to the end.
    page.evaluate("document.body.append(document.createElement('i'))")
    page.wait_for_timeout(300)
    expect(first).to_be_in_viewport()


def test_the_quoted_sentence_is_a_touch_away_at_most(page: Page) -> None:
    for question in QUESTIONS:
        answer = ask(page, question)
        size = page.viewport_size
        assert size is not None
        quoted = page.locator(".turn").first.locator("blockquote mark")
        if size["width"] < 600:
            expect(page.locator("#sources")).to_be_hidden()
            answer.locator("a.marker").first.tap()
            expect(page.locator("blockquote mark:focus")).to_be_in_viewport()
            page.get_by_role("button", name="Sluit", exact=True).tap()
            expect(page.locator("#sources")).to_be_hidden()
            expect(answer.locator("a.marker").first).to_be_focused()
        else:
            expect(quoted.first).to_be_in_viewport()


def test_a_refusal_is_one_card_without_sources(page: Page) -> None:
    answer = ask(page, REFUSED)
    expect(answer).to_contain_text("Dit staat niet in de bronnen")
    expect(page.get_by_role("button", name="Kopieer")).to_have_count(0)
    expect(page.locator(".source")).to_have_count(0)
    assert page.locator(".nearby a").count() <= 2


def test_beside_a_refusal_the_sources_of_another_question_are_told_apart(page: Page) -> None:
    ask(page, next(iter(QUESTIONS)))
    ask(page, REFUSED)
    latest = page.locator("#sources .turn").first
    expect(latest).to_contain_text(REFUSED)
    expect(latest).to_contain_text("Bij dit antwoord hoort geen citaat.")
    assert latest.locator("mark").count() == 0
    if page.viewport_size != {"width": 390, "height": 844}:
        expect(latest).to_be_in_viewport()


def test_a_quotation_is_shown_with_the_line_that_tells_its_place(page: Page) -> None:
    answer = ask(page, "Aan wie legt een opgaveteam verantwoording af?")
    suggestions(page)
    answer.locator("a.marker").first.click()
    excerpt = page.locator(".excerpt", has=page.locator("mark:target, mark:focus")).first
    expect(excerpt.locator("mark").first).to_be_in_viewport()
    label, title = excerpt.locator(".label").first, page.locator("#sources .source h4").first
    expect(label).to_be_in_viewport(ratio=1)
    below, above = label.bounding_box(), title.bounding_box()
    assert below is not None
    assert above is not None
    # The title stays in view above what is scrolled, and covers nothing of it.
    assert below["y"] >= above["y"] + above["height"] - 1


def test_what_a_question_may_mean_is_shown_once_and_asked_at_a_press(page: Page) -> None:
    answer = ask(page, UNCLEAR)
    readings = answer.locator("button.ask")
    named = readings.all_inner_texts()
    assert len(named) > 1
    for reading in named:
        expect(page.get_by_text(reading, exact=True)).to_have_count(1)
    expect(readings.last).to_be_in_viewport()
    readings.first.click()
    expect(page.locator("[data-testid=user]").nth(1)).to_have_text(named[0])
    expect(page.locator(".answer")).to_have_count(2)


def test_something_is_shown_at_once_and_nothing_jumps(page: Page) -> None:
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 1200, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    left = page.locator("#conversation").bounding_box()
    page.locator("#question textarea").fill(next(iter(QUESTIONS)))
    page.evaluate(NOTE_PENDING)
    page.evaluate(NOTE_SHIFTS)
    page.keyboard.press("Enter")
    page.locator(".answer").wait_for()
    assert page.evaluate("window.pendingAfter") <= 100
    assert "Ik zoek in 5 documenten" in page.evaluate("window.pendingText")
    expect(page.locator("#pending")).to_be_hidden()
    suggestions(page)
    assert page.evaluate("window.shifted") <= 0.05
    after = page.locator("#conversation").bounding_box()
    assert left is not None
    assert after is not None
    assert (left["x"], left["width"]) == (after["x"], after["width"])


def test_nothing_jumps_while_the_page_opens(page: Page, server: PageServer) -> None:
    page.add_init_script(f"({NOTE_SHIFTS})()")
    page.goto(server.url)
    page.locator("#question textarea").wait_for()
    page.locator("#within > button").wait_for()
    expect(page.locator("#examples button.ask").first).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate("window.shifted") <= 0.05


def test_a_question_that_is_not_taken_is_not_left_waiting(open_page: OpenPage) -> None:
    page = open_page("nl")
    send(page, "Mijn adres is jan@voorbeeld.nl")
    expect(page.get_by_role("button", name="Vraag aanpassen")).to_be_visible()
    expect(page.locator("#pending")).to_be_hidden()


def test_a_glance_shows_the_quotation_to_mouse_and_keyboard(open_page: OpenPage) -> None:
    page = open_page("nl")
    answer = ask(page, list(QUESTIONS)[1])
    marker = answer.locator("a.marker").first
    marker.hover()
    glance = page.get_by_role("tooltip")
    expect(glance).to_contain_text("gemeenteraad")
    expect(glance).to_contain_text("Artikel over gemeenten")
    page.mouse.move(5, 5)
    expect(glance).to_have_count(0)
    page.keyboard.press("Tab")
    marker.focus()
    expect(glance).to_be_visible()
    expect(marker).to_have_attribute("aria-describedby", "glance")
    page.keyboard.press("Escape")
    expect(glance).to_have_count(0)


def test_keys_lead_to_the_box_and_from_number_to_number(open_page: OpenPage) -> None:
    page = open_page("nl")
    answer = ask(page, "Wat zijn de vier dimensies?")
    markers = answer.locator("a.marker")
    markers.first.focus()
    page.keyboard.press("ArrowRight")
    expect(markers.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(markers.first).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#question textarea")).to_be_focused()
    expect(page.locator("#question textarea")).to_have_value("")


@pytest.fixture(scope="module")
def scripted() -> Iterator[str]:
    with PageServer(ScriptedAssistant()) as server:
        yield server.url


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_can_be_done_with_an_answer_stands_on_one_line(
    open_page: OpenPage, scripted: str, language: str
) -> None:
    page = open_page(language, scripted)
    buttons = ask(page, "Een?").locator("xpath=..").locator(".tools button")
    expect(buttons).to_have_count(4)
    for width in (390, 1024, 1152, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 860})
        assert len(set(buttons.evaluate_all("all => all.map(it => it.offsetTop)"))) == 1, width


def test_what_more_sources_say_is_a_press_away_and_on_paper(open_page: OpenPage) -> None:
    said = [f"“Zin {one}.” [1]\n\nBron: *Tip {one}*" for one in (1, 2, 3)]
    with PageServer(ScriptedAssistant("\n\n".join(said))) as server:
        page = open_page("nl", server.url)
        answer = ask(page, "Een?")
        expect(answer.get_by_text("Tip 2", exact=True)).to_be_visible()
        third = answer.get_by_text("Zin 3.")
        expect(third).to_be_hidden()
        page.emulate_media(media="print")
        expect(third).to_be_visible()
        page.emulate_media(media="screen")
        expect(third).to_be_hidden()
        answer.get_by_text("Lees meer").click()
        expect(third).to_be_visible()
        expect(answer.locator("a.marker")).to_have_count(3)
        answer.get_by_text("Lees meer").click()
        expect(third).to_be_hidden()
        answer.locator("a.marker").nth(1).focus()
        page.keyboard.press("ArrowRight")
        expect(answer.locator("a.marker").nth(2)).to_be_focused()
        expect(third).to_be_visible()


def test_no_number_begins_a_line(open_page: OpenPage) -> None:
    words = "Hier staat een zin met woorden"
    with PageServer(ScriptedAssistant(f"“**{words}.** {' woord' * 9}.” [1]")) as server:
        page = open_page("nl", server.url)
        marker = ask(page, "Een?").locator("a.marker")
        for width in range(340, 480, 7):
            page.set_viewport_size({"width": width, "height": 800})
            before, at = marker.evaluate(
                """it => {
                    const text = it.previousSibling, range = document.createRange();
                    range.setStart(text, text.length - 3);
                    range.setEnd(text, text.length - 2);
                    const [said, own] = [range.getBoundingClientRect(), it.getBoundingClientRect()];
                    return [said.bottom, own.top];
                }"""
            )
            assert at < before, width


def test_a_cleared_conversation_can_be_had_back(open_page: OpenPage, scripted: str) -> None:
    page = open_page("nl", scripted)
    ask(page, "Een?")
    ask(page, "Twee?")
    page.get_by_role("button", name="Nieuw gesprek").click()
    expect(page.locator(".answer")).to_have_count(0)
    page.get_by_role("button", name="Zet het gesprek terug").click()
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.get_by_role("button", name="Zet het gesprek terug")).to_be_hidden()


def test_a_shared_link_brings_the_question_and_tells_no_server(
    open_page: OpenPage, scripted: str
) -> None:
    page = open_page("nl", scripted)
    requested: list[str] = []
    page.context.on("request", lambda request: requested.append(request.url))
    page.goto("about:blank")
    page.goto(f"{scripted}/#vraag=Wat%20doet%20de%20raad%3F")
    box = page.locator("#question textarea")
    expect(box).to_have_value("Wat doet de raad?")
    assert "#" not in page.url
    assert not [url for url in requested if "raad" in url]
    # Not asked before the reader has seen it.
    expect(page.locator("[data-testid=user]")).to_have_count(0)
    box.press("Enter")
    expect(page.locator(".answer")).to_have_count(1)

"""A conversation in a file of one's own: it comes back as it was, and nothing else comes with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from axe import violations
from hypothesis import given, settings
from hypothesis import strategies as st
from page_helpers import PageServer, ScriptedAssistant, ask, cite, reply
from playwright.sync_api import Page, expect

from assistant import Assistant, Turn
from assistant.page.conversation import Answered
from assistant.page.errors import SavedConversationInvalid
from assistant.page.plain_answer import plain_answer
from assistant.page.saved_conversation import (
    FILE_BYTES_MAX,
    NAME_CHARACTERS_MAX,
    as_name,
    load_conversation,
    save_conversation,
)
from assistant.texts import load_texts

OpenPage = Callable[..., Page]
SCRIPTED = ScriptedAssistant()
DOCUMENTS = SCRIPTED.documents
ANSWERED = Answered(
    reply("Wie?", "Dit staat er. [1]", (cite(DOCUMENTS["tip-16-mandaat"], 5, 1),)), DOCUMENTS
)


def kept(**changes: Any) -> dict[str, Any]:
    """Return what stands in a file, with something changed in its only answer."""
    file: dict[str, Any] = json.loads(save_conversation([ANSWERED]))
    file["turns"][0] |= changes
    return file


def load(file: object) -> Any:
    return load_conversation(json.dumps(file), DOCUMENTS)


def test_answers_come_back_as_they_were(assistant: Assistant) -> None:
    questions = (
        "Wat is de rol van de wethouder?",
        "Which elements belong to culture and employee engagement?",
        "Wie zei: ik akker daar vrij horizontaal doorheen?",
        "Wat kost de norm?",
        "Dank je!",
    )
    replies = [assistant.ask(question) for question in questions]
    content = save_conversation([Answered(one, assistant.documents) for one in replies]).decode()
    loaded = load_conversation(content, assistant.documents)
    assert loaded.left_out == 0
    assert all(one.is_loaded for one in loaded.conversation.answered)
    for before, after in zip(replies, loaded.conversation.replies, strict=True):
        assert after.question == before.question
        assert after.standalone_question == before.standalone_question
        assert after.answer.text == before.answer.text
        assert after.answer.outcome == before.answer.outcome
        assert after.answer.readings == before.answer.readings
        for old, new in zip(before.answer.citations, after.answer.citations, strict=True):
            assert (new.number, new.quote, new.start, new.page) == (
                *(old.number, old.quote, old.start),
                old.page,
            )
            assert bool(new.translation) == bool(old.translation)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Iets anders. [2]"},
        {"text": "Zonder nummer."},
        {"outcome": "not_in_sources"},
        {"documents": ["weg"]},
        {"citations": []},
    ],
)
def test_an_answer_that_does_not_hold_is_left_out(changes: dict[str, Any]) -> None:
    loaded = load(kept(**changes))
    assert (loaded.conversation.answered, loaded.left_out) == ((), 1)


@pytest.mark.parametrize(
    "change",
    [{"quote": "Verzonnen."}, {"start": 0}, {"end": 10**12}, {"start": -5}, {"document": "weg"}],
)
def test_a_quotation_that_does_not_stand_there_is_not_shown(change: dict[str, Any]) -> None:
    file = kept()
    file["turns"][0]["citations"][0] |= change
    assert load(file).left_out == 1


@pytest.mark.parametrize(
    "content",
    [
        "",
        "geen bestand",
        "[]",
        "{}",
        '{"turns": []}',
        "[" * 100_000,
        '{"turns": ' * 20_000,
        json.dumps(kept(outcome="zeker")),
        json.dumps(kept(at="gisteren")),
        json.dumps(kept(html="<b>")),
        json.dumps(kept() | {"kind": "course"}),
        json.dumps(kept() | {"version": 2}),
        json.dumps(kept() | {"name": "x" * 81}),
        json.dumps(kept(text="x" * 30_000)),
        json.dumps(kept()) + " " * FILE_BYTES_MAX,
    ],
)
def test_what_is_no_conversation_is_refused_without_repeating_it(content: str) -> None:
    with pytest.raises(SavedConversationInvalid) as raised:
        load_conversation(content, DOCUMENTS)
    assert raised.value.__cause__ is None
    assert len(str(raised.value)) < 60


@given(st.text(max_size=50), st.integers(), st.integers())
@settings(max_examples=50, derandomize=True, deadline=None, database=None)
def test_whatever_stands_in_it_does_no_harm(text: str, start: int, end: int) -> None:
    file = kept(text=text, question=text, writer=text)
    file["turns"][0]["citations"][0] |= {"start": start, "end": end}
    for shown in load(file).conversation.replies:
        assert DOCUMENTS["tip-16-mandaat"].original[start:end] == shown.answer.citations[0].quote


def test_what_leaves_the_page_again_says_that_it_came_from_a_file() -> None:
    (loaded,) = load(kept()).conversation.answered
    assert plain_answer(loaded, DOCUMENTS).endswith(load_texts("nl")["page.loaded"])


def test_a_name_is_one_line_of_text_and_a_file_of_before_has_none() -> None:
    assert as_name("  Overleg\n\u202emaandag\x00 ") == "Overleg maandag"
    assert len(as_name("a" * 500)) == NAME_CHARACTERS_MAX
    named = save_conversation([ANSWERED], "Overleg").decode()
    assert load_conversation(named, DOCUMENTS).conversation.name == "Overleg"
    before = kept()
    del before["name"]
    assert load(before).conversation.name == ""


def test_a_conversation_that_is_too_long_to_be_read_again_is_not_written() -> None:
    with pytest.raises(SavedConversationInvalid):
        save_conversation([ANSWERED] * 500)


def test_a_reader_keeps_a_conversation_and_goes_on_with_it(
    open_page: OpenPage, tmp_path: Path
) -> None:
    scripted = ScriptedAssistant()
    with PageServer(scripted) as server:
        page = open_page("nl", server.url)
        ask(page, "Wie <b>eerst</b>?")
        page.get_by_label("Naam gesprek").fill("Overleg <i>maandag</i>")
        page.locator("#downloads summary").click()
        with page.expect_download() as downloading:
            page.get_by_role("button", name="Om later verder te gaan").click()
        name = downloading.value.suggested_filename
        assert name.startswith("overleg-i-maandag-i-20")
        assert name.endswith(".json")
        downloading.value.save_as(tmp_path / name)
        page.reload()
        page.locator("#question textarea").wait_for()
        expect(page.locator(".answer")).to_have_count(0)
        choose(page, tmp_path / name)
        expect(page.get_by_label("Naam gesprek")).to_have_value("Overleg <i>maandag</i>")
        answer = page.locator("[data-testid=bot] .answer")
        expect(answer).to_contain_text("Dit staat er.")
        expect(page.locator("[data-testid=user]")).to_have_text("Wie <b>eerst</b>?")
        expect(page.locator("#chat")).to_contain_text("Dit antwoord komt uit een bestand.")
        expect(page.locator("#sources mark").first).to_be_visible()
        expect(page.locator("button.verdict")).to_have_count(0)
        assert violations(page) == []
        ask(page, "En dan?")
        assert scripted.histories[-1] == [
            Turn("user", "Wie <b>eerst</b>?"),
            Turn("assistant", "Dit staat er. [1]"),
        ]
        stored = "[localStorage.length, sessionStorage.length, document.cookie]"
        assert page.evaluate(stored) == [0, 0, ""]


def test_a_name_goes_with_its_conversation_and_with_no_other(open_page: OpenPage) -> None:
    with PageServer(ScriptedAssistant()) as server:
        page = open_page("nl", server.url)
        ask(page, "Wie?")
        name = page.get_by_label("Naam gesprek")
        name.fill("Overleg maandag")
        page.locator("#downloads summary").click()
        with page.expect_download() as downloading:
            page.get_by_role("button", name="Word").click()
        assert downloading.value.suggested_filename.startswith("overleg-maandag-20")
        title = docx.Document(str(downloading.value.path())).core_properties.title
        assert title == "Overleg maandag"
        page.get_by_role("button", name="Nieuw gesprek").click()
        expect(name).to_be_hidden()
        page.get_by_role("button", name="Zet het gesprek terug").click()
        expect(name).to_have_value("Overleg maandag")
        page.get_by_role("button", name="Nieuw gesprek").click()
        expect(name).to_be_hidden()
        ask(page, "Nog een?")
        expect(name).to_have_value("")


def test_a_file_that_is_none_is_told_and_a_text_in_one_is_no_markup(
    open_page: OpenPage, tmp_path: Path
) -> None:
    hostile = kept(
        question="<img src=x onerror=\"document.title='stuk'\">",
        text="<script>document.title='stuk'</script> ![x](https://elders.example/a.png) [1]",
        writer="<svg onload=\"document.title='stuk'\">",
    )
    files = {
        "photo.json": b"\x89PNG\r\n\x1a\n\x00\xff",
        "large.json": b"{" + b" " * FILE_BYTES_MAX,
        "other.json": b'{"name": "iets"}',
        "hostile.json": json.dumps(hostile).encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    requested: list[str] = []
    with PageServer(ScriptedAssistant()) as server:
        page = open_page("nl", server.url)
        page.on("request", lambda request: requested.append(request.url))
        for name in list(files)[:-1]:
            choose(page, tmp_path / name)
            expect(page.locator("#notice")).to_contain_text("Dit bestand is geen bewaard gesprek.")
            # A new page, so that the next file has to tell it again.
            page.reload()
            expect(page.locator("#notice")).not_to_contain_text("bestand")
        choose(page, tmp_path / "hostile.json")
        expect(page.locator(".answer")).to_contain_text("<script>document.title")
        assert "stuk" not in page.title()
        expect(page.locator("#chat :is(script, img, svg[onload])")).to_have_count(0)
        assert [url for url in requested if not url.startswith(server.url)] == []


def choose(page: Page, path: Path) -> None:
    """Choose a file to go on with, from the examples on the empty page."""
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name="Ga verder met een gesprek").click()
    choosing.value.set_files(path)

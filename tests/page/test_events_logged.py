"""Every event of the page is in the log of events, and no text of anyone."""

from __future__ import annotations

import json
from pathlib import Path

from page_helpers import PageServer, ScriptedAssistant, ask
from playwright.sync_api import BrowserContext

from assistant import Settings
from assistant.errors import QuestionError
from assistant.event_log import open_log

SECRET = "kraanvogel"


def test_a_conversation_leaves_its_events_and_no_word(
    context: BrowserContext, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path)
    with open_log(settings), PageServer(ScriptedAssistant(f"Een {SECRET} staat er. [1]")) as server:
        page = context.new_page()
        page.goto(f"{server.url}/?lang=nl")
        page.locator("#question textarea").wait_for()
        ask(page, f"Wat is een {SECRET}?")
        page.get_by_role("button", name="Nieuw gesprek").click()
        page.locator("[data-testid=bot] .answer").wait_for(state="detached")
    log = "".join(path.read_text() for path in tmp_path.rglob("events-*.jsonl"))
    assert SECRET not in log
    lines = [json.loads(line) for line in log.splitlines()]
    events = [(line["actie"], line["resultaat"]) for line in lines]
    assert ("question_asked", "answered") in events
    assert ("conversation_cleared", "done") in events
    asked = next(line for line in lines if line["actie"] == "question_asked")
    assert asked["oorsprong"] == "127.0.0.1"
    assert asked["actor"] not in ("system", "127.0.0.1")


def test_a_question_that_cannot_be_answered_is_an_event_as_well(
    context: BrowserContext, tmp_path: Path
) -> None:
    error = QuestionError("question_without_words", SECRET)
    settings = Settings(data=tmp_path)
    with open_log(settings), PageServer(ScriptedAssistant(error=error)) as server:
        page = context.new_page()
        page.goto(f"{server.url}/?lang=nl")
        page.locator("#question textarea").fill(f"{SECRET}!")
        page.locator("#question textarea").press("Enter")
        page.locator("#notice p").first.wait_for()
    log = "".join(path.read_text() for path in tmp_path.rglob("events-*.jsonl"))
    assert SECRET not in log
    assert '"refused"' in log

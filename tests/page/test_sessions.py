"""What the page keeps of conversations: nothing of those that are over, and of others so many."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from gradio.routes import App
from gradio.state_holder import SessionState
from page_helpers import PageServer, ScriptedAssistant, ask
from playwright.sync_api import Page

from assistant.page.conversation import Answered, Conversation
from eval.soak.page_client import ask_over_http
from eval.soak.page_client import open_page as open_over_http

CONVERSATIONS = 10


@pytest.fixture(scope="module")
def scripted() -> Iterator[tuple[PageServer, App]]:
    """Serve a page; yield it with Gradio's app of the page at the root."""
    with PageServer(ScriptedAssistant()) as server:
        with open_over_http(server.url, "which") as say:
            assert not say("Wie?").error
            (app,) = (one for one in apps() if "which" in one.state_holder.session_data)
        until(lambda: "which" not in app.state_holder.session_data)
        yield server, app


def apps() -> list[App]:
    # By type: isinstance() asks each object for its class, and some of torch warn when asked.
    return [one for one in gc.get_objects() if issubclass(type(one), App)]


def alive(*kinds: type) -> int:
    gc.collect()
    return sum(issubclass(type(one), kinds) for one in gc.get_objects())


def converse(url: str, session: str) -> None:
    """Have a conversation of two questions, as long as its page is open."""
    with open_over_http(url, session) as say:
        for question in ("Wie?", "En wat dan?"):
            asked = say(question)
            assert not asked.error
            assert asked.answered_ms


def until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not is_so() and time.monotonic() < ends:
        time.sleep(0.05)
    assert is_so()


def test_of_conversations_that_are_over_nothing_is_kept(
    scripted: tuple[PageServer, App],
) -> None:
    server, app = scripted
    queue, holder = app.get_blocks()._queue, app.state_holder
    converse(server.url, "first")
    until(lambda: "first" not in holder.session_data)
    kinds = (SessionState, Conversation, Answered)
    before = alive(*kinds)
    for number in range(CONVERSATIONS):
        converse(server.url, f"over-{number}")
    until(lambda: not any(name.startswith("over-") for name in holder.session_data))
    until(lambda: alive(*kinds) <= before)
    for names in (
        holder.time_last_used,
        queue.pending_event_ids_session,
        queue.event_ids_to_events,
    ):
        assert list(names) == []
    assert len(queue.event_analytics) <= 1


def test_of_conversations_that_are_not_closed_the_newest_are_kept(
    scripted: tuple[PageServer, App], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, app = scripted
    kept = app.get_blocks()._queue.pending_messages_per_session
    assert app.state_holder.capacity == kept.max_size == 500
    monkeypatch.setattr(app.state_holder, "capacity", 3)
    for number in range(5):
        assert not ask_over_http(server.url, "Wie?", f"left-{number}").error
    assert list(app.state_holder.session_data) == ["left-2", "left-3", "left-4"]


def test_of_a_conversation_that_another_process_took_over_nothing_is_kept_either(
    open_page: Callable[..., Page],
) -> None:
    with PageServer(ScriptedAssistant()) as first:
        page = open_page("nl", first.url)
        ask(page, "Eerste?")
        of_first = apps()
    with PageServer(ScriptedAssistant(), port=urlsplit(first.url).port or 0):
        with page.expect_response("**/gradio_api/heartbeat/*") as opened:
            ask(page, "Tweede?")
        session = opened.value.url.rpartition("/")[2]
        holders = [one.state_holder for one in apps() if one not in of_first]
        assert any(session in one.session_data for one in holders)
        page.close()
        until(lambda: not any(session in one.session_data for one in holders))

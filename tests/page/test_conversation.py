"""The desk: the steps of an answer, stopping it, and what is told when it fails."""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from page_helpers import ScriptedAssistant, draft

from assistant import Draft, QuestionError, Reply
from assistant.page.background import Background
from assistant.page.conversation import Answered, Conversation, Desk, Step
from assistant.texts import load_texts

NL = load_texts("nl")
DRAFTS = (draft("Dit"), draft("Dit staat"), draft("Dit staat er."))


def desk_of(assistant: ScriptedAssistant, **settings: Any) -> Desk:
    return Desk(lambda: assistant, **settings)


def steps(
    desk: Desk, question: str = "Wie?", conversation: Conversation | None = None
) -> list[Step]:
    asked = desk.ask(question, conversation or Conversation(), NL, 2000)
    return [step for step in asked if step.is_new]


def test_first_the_question_then_drafts_then_the_answer() -> None:
    shown = steps(desk_of(ScriptedAssistant(drafts=DRAFTS, pause_s=0.1)))
    # The last draft may be passed over, because the answer comes right after it.
    assert [step.draft for step in shown[:3]] == [None, *DRAFTS[:2]]
    assert {step.conversation.asking for step in shown[:-1]} == {"Wie?"}
    assert shown[-1].conversation.asking == ""
    assert shown[-1].conversation.replies[0].answer.text == "Dit staat er. [1]"
    assert shown[-1].is_last


def test_drafts_that_come_faster_than_one_can_see_are_passed_over() -> None:
    many = [draft("woord " * count) for count in range(1, 200)]
    shown = steps(desk_of(ScriptedAssistant(drafts=many, pause_s=0.002)))
    assert 3 <= len(shown) < 20
    assert shown[-1].is_last


def test_an_answer_can_be_stopped_and_its_place_is_free_again() -> None:
    assistant = ScriptedAssistant(drafts=DRAFTS, holds=True)
    desk = desk_of(assistant, at_once=1, patience_s=5)
    asked = desk.ask("Wie?", Conversation(), NL, 2000)
    next(step for step in asked if step.draft is not None)
    assert not assistant.stopped.is_set()
    asked.close()  # type: ignore[attr-defined]
    assert assistant.stopped.wait(5)
    assistant.holds = False
    assert steps(desk)[-1].conversation.replies


def test_a_silent_assistant_can_be_stopped_at_once() -> None:
    silent = threading.Event()

    class Silent(ScriptedAssistant):
        def stream(self, *_: object) -> Iterator[Draft | Reply]:  # type: ignore[override]
            silent.wait(30)
            yield from ()

    asked = desk_of(Silent()).ask("Wie?", Conversation(), NL, 2000)
    signs = [next(asked) for _ in range(4)]
    assert [step.is_new for step in signs] == [True, False, False, False]
    asked.close()  # type: ignore[attr-defined]
    silent.set()


def test_who_waits_too_long_hears_that_it_is_busy() -> None:
    shown = steps(desk_of(ScriptedAssistant(), at_once=0, patience_s=0.01))
    assert shown[-1].notice == NL["page.busy"]
    assert shown[-1].is_last


def test_who_waits_for_a_place_gets_it_when_it_is_free() -> None:
    assistant = ScriptedAssistant(drafts=DRAFTS, holds=True)
    desk = desk_of(assistant, at_once=1, patience_s=10)
    first = desk.ask("Een?", Conversation(), NL, 2000)
    next(step for step in first if step.draft is not None)
    second = desk.ask("Twee?", Conversation(), NL, 2000)
    assert [next(second).is_new, next(second).is_new] == [True, False]
    assistant.go_on.set()
    assert [step.is_last for step in first if step.is_new][-1]
    assert [step.is_last for step in second if step.is_new][-1]


@pytest.mark.parametrize("drafts", [(), DRAFTS])
def test_a_failure_is_told_and_logged_without_the_question(
    caplog: pytest.LogCaptureFixture, drafts: tuple[Draft, ...]
) -> None:
    caplog.set_level(logging.DEBUG)
    assistant = ScriptedAssistant(error=ValueError("geheim woord"), drafts=drafts)
    before = Conversation((Answered(_reply()),))
    last = steps(desk_of(assistant), "geheim woord?", before)[-1]
    assert last == Step(before, notice=NL["page.failed"], problem="failed")
    assert "ValueError" in caplog.text
    assert "geheim" not in caplog.text


def test_what_is_wrong_with_a_question_is_told_with_its_figures() -> None:
    assistant = ScriptedAssistant(error=QuestionError("question_too_long", "x"))
    last = steps(desk_of(assistant), "waarom")[-1]
    assert last.notice == NL["question.question_too_long"].format(characters=6, maximum=2000)


def test_an_answer_has_an_id_that_tells_nothing_and_a_date() -> None:
    one, other = Answered(_reply()), Answered(_reply())
    assert one.id != other.id
    assert one.at.tzinfo is not None


def test_the_newest_value_is_taken() -> None:
    goes_on = threading.Event()

    def values() -> Generator[int]:
        yield from (1, 2, 3)
        goes_on.set()

    background = Background(values)
    assert goes_on.wait(5)
    assert background.take(1) == 3
    assert background.take(0.01) is None
    assert background.is_over


def test_an_error_in_the_background_is_raised_where_values_are_taken() -> None:
    def values() -> Generator[int]:
        raise ValueError("x")
        yield 1

    with pytest.raises(ValueError, match="x"):
        Background(values).take(5)


def _reply() -> Reply:
    return next(one for one in ScriptedAssistant().stream("Eerder?") if isinstance(one, Reply))

"""A conversation as the open page holds it: it is gone on with, and what is forged in it is not shown."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from page_helpers import ScriptedAssistant, cite, reply

from assistant.page.conversation import Answered, Conversation
from assistant.page.held_conversation import HELD_CHARACTERS_MAX, going_on, hold

DOCUMENTS = ScriptedAssistant().documents
CITED = cite(DOCUMENTS["tip-16-mandaat"], 5, 1)
NONE = Conversation()


def answered(number: int, text: str = "Dit staat er. [1]") -> Answered:
    return Answered(reply(f"Vraag {number}?", text, (CITED,)), DOCUMENTS)


FIRST, SECOND, THIRD = map(answered, range(3))


def rewritten(change: Callable[[Any], object], held: str = hold([FIRST, SECOND])) -> str:
    """Return what is held with something changed in its answers."""
    last, _, content = held.partition(" ")
    turns = json.loads(zlib.decompress(b64decode(content)))
    change(turns)
    return f"{last} {packed(json.dumps(turns).encode())}"


def packed(content: bytes) -> str:
    return b64encode(zlib.compress(content)).decode()


def test_a_process_without_it_takes_what_is_held() -> None:
    found = going_on(NONE, hold([FIRST, SECOND]), DOCUMENTS).answered
    for before, after in zip((FIRST, SECOND), found, strict=True):
        assert (after.id, after.at, after.is_loaded) == (before.id, before.at, False)
        assert after.reply.question == before.reply.question
        assert after.reply.answer.text == before.reply.answer.text
        assert after.reply.answer.citations[0].quote == CITED.quote
    assert hold(found) == hold([FIRST, SECOND])


def test_a_process_that_has_it_keeps_to_what_it_has() -> None:
    own = Conversation((FIRST, SECOND))
    for held in ("", hold([FIRST]), hold([FIRST, SECOND])):
        assert going_on(own, held, DOCUMENTS) is own
    # Another one has gone on meanwhile.
    ids = [one.id for one in going_on(own, hold([FIRST, SECOND, THIRD]), DOCUMENTS).answered]
    assert ids == [FIRST.id, SECOND.id, THIRD.id]


@pytest.mark.parametrize(
    "change",
    [{"quote": "Verzonnen."}, {"start": 0}, {"end": 10**12}, {"start": -5}, {"document": "weg"}],
)
def test_an_answer_whose_quotation_does_not_stand_there_is_left_out(change: dict[str, Any]) -> None:
    held = rewritten(lambda turns: turns[0]["citations"][0].update(change))
    assert [one.id for one in going_on(NONE, held, DOCUMENTS).answered] == [SECOND.id]


@pytest.mark.parametrize(
    "held",
    [
        *(None, 5, [], {"a": 1}, "x", "x y", f"x {'é' * 10}", f"x {packed(b'[]')[:-6]}"),
        *(f"x {packed(content)}" for content in (b"", b"{}", b"\xff", b"[" * 100_000, b"[{}]")),
        f"x {packed(b' ' * 10_000_000)}",
        f"x {'A' * (HELD_CHARACTERS_MAX + 1)}",
        rewritten(lambda turns: turns[0].update(id="")),
        rewritten(lambda turns: turns[0].update(outcome="zeker")),
        rewritten(lambda turns: turns[1].update(html="<b>")),
    ],
)
def test_what_is_no_conversation_is_as_good_as_nothing(held: object) -> None:
    own = Conversation((FIRST,))
    assert going_on(own, held, DOCUMENTS) is own


def test_of_a_conversation_that_is_too_long_the_end_is_held() -> None:
    # Nothing in them is said twice, so that they take the most room.
    long = [answered(one, f"{Random(one).randbytes(2_000).hex()} [1]") for one in range(40)]
    held = hold(long)
    assert len(held) <= HELD_CHARACTERS_MAX
    found = [one.id for one in going_on(NONE, held, DOCUMENTS).answered]
    assert 5 < len(found) < 40
    assert found == [one.id for one in long[-len(found) :]]
    assert hold([answered(1, "x" * 500_000)]) == ""
    assert hold([]) == ""

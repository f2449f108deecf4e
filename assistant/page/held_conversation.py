"""A conversation as the open page holds it: enough to go on where the process that had it is gone.

It lies in the memory of the browser, in none of its storage, and comes with every question. What
comes is data that anyone may have written, and read like a file of a reader's own: what it cites is
looked up again, and its words reach nobody but who sent them.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Final

from pydantic import Field, TypeAdapter, ValidationError

from assistant.page.conversation import Answered, Conversation
from assistant.page.errors import SavedConversationInvalid
from assistant.page.saved_conversation import SavedTurn, answered_of, turn_of
from corpus import Document

# With a question of the longest kind, or a file of a reader's own, within what is let in at once.
HELD_CHARACTERS_MAX: Final = 64_000
_BYTES_MAX: Final = 400_000


class _HeldTurn(SavedTurn):
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16}$")]
    is_loaded: bool


_TURNS: Final = TypeAdapter(tuple[_HeldTurn, ...])


def hold(answered: Sequence[Answered]) -> str:
    """Return a conversation as a text to hold; of one that is too long its end."""
    for first in range(len(answered)):
        try:
            turns = tuple(
                _HeldTurn(**dict(turn_of(one)), id=one.id, is_loaded=one.is_loaded)
                for one in answered[first:]
            )
        except ValidationError:
            # One of them is longer than any that is read.
            continue
        content = _TURNS.dump_json(turns)
        held = f"{answered[-1].id} {b64encode(zlib.compress(content)).decode()}"
        if len(held) <= HELD_CHARACTERS_MAX and len(content) <= _BYTES_MAX:
            return held
    return ""


def going_on(
    conversation: Conversation, held: object, documents: Mapping[str, Document]
) -> Conversation:
    """Return the conversation that the page shows: this one, or where it is another, what it holds.

    What is held and cannot be read is as good as nothing.

    :param conversation: as this process has it.
    :param documents: the library of now, by id.
    """
    last, _, content = held.partition(" ") if isinstance(held, str) else ("", "", "")
    if not last or any(one.id == last for one in conversation.answered):
        return conversation
    try:
        turns = _read(content)
    except SavedConversationInvalid:
        return conversation
    answered = (
        replace(one, id=turn.id, is_loaded=turn.is_loaded)
        for turn in turns
        if (one := answered_of(turn, documents)) is not None
    )
    return Conversation(tuple(answered))


def _read(content: str) -> tuple[_HeldTurn, ...]:
    """Return what is held.

    :raises SavedConversationInvalid: it is no conversation; the message holds nothing of it.
    """
    if len(content) > HELD_CHARACTERS_MAX:
        raise SavedConversationInvalid("what is held is too long")
    try:
        inflating = zlib.decompressobj()
        written = inflating.decompress(b64decode(content, validate=True), _BYTES_MAX)
        if not inflating.eof:
            raise ValueError("more than is ever held")
        return _TURNS.validate_json(written)
    except (ValueError, zlib.error):
        # Without the error, which holds what was typed.
        raise SavedConversationInvalid("what is held is no conversation") from None

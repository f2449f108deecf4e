"""A conversation as a file of the reader's own, to go on with later: written, and read with care.

What is read is data that anyone may have written. Of an answer only its words are taken from it, and
shown as text; what it cites is looked up in the library again. An answer whose quotations do not
stand there, character for character, is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from assistant.answer import Answer, Citation, Outcome, Reply
from assistant.page.conversation import Answered, Conversation
from assistant.page.errors import SavedConversationInvalid
from assistant.page.source_names import block_at
from assistant.verification import is_sound
from corpus import Document, Language
from corpus.words import visible_text

NAME_CHARACTERS_MAX: Final = 80
# On its way to the server it is a text in JSON, of which 256 KB are let in.
FILE_BYTES_MAX: Final = 150_000

_Text = Annotated[str, Field(max_length=20_000)]
_Id = Annotated[str, Field(max_length=500)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Citation(_Part):
    number: int
    document: _Id
    start: int
    end: int
    quote: _Text


class SavedTurn(_Part):
    """A question and its answer, as they are written."""

    question: _Text
    standalone_question: _Text
    language: Language
    outcome: Outcome
    writer: _Id
    text: _Text
    readings: tuple[_Text, ...]
    citations: tuple[_Citation, ...]
    documents: tuple[_Id, ...]
    at: AwareDatetime


class _File(_Part):
    kind: Literal["conversation"] = "conversation"
    version: Literal[1] = 1
    name: Annotated[str, Field(max_length=NAME_CHARACTERS_MAX)] = ""
    turns: Annotated[tuple[SavedTurn, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A conversation from a file; ``left_out``: how many answers do not stand in the sources now."""

    conversation: Conversation
    left_out: int


def save_conversation(answered: Sequence[Answered], name: str = "") -> bytes:
    """Return a conversation of at least one answer as the content of a file.

    :param name: what its reader calls it; see ``as_name``.
    :raises SavedConversationInvalid: it is too long to be read again.
    """
    content = _File(name=name, turns=tuple(map(turn_of, answered))).model_dump_json().encode()
    if len(content) > FILE_BYTES_MAX:
        raise SavedConversationInvalid(f"a conversation of {len(content)} bytes is too long")
    return content


def load_conversation(content: str, documents: Mapping[str, Document]) -> Loaded:
    """Return the conversation in a file.

    :param documents: the library of now, by id.
    :raises SavedConversationInvalid: it is not such a file; the message holds nothing of it.
    """
    if len(content) > FILE_BYTES_MAX:
        raise SavedConversationInvalid("the file is too large")
    try:
        file = _File.model_validate_json(content)
    except ValidationError:
        # Without the error, which holds what was typed.
        raise SavedConversationInvalid("the file holds no conversation") from None
    answered = [one for turn in file.turns if (one := answered_of(turn, documents))]
    conversation = Conversation(tuple(answered), name=as_name(file.name))
    return Loaded(conversation, len(file.turns) - len(answered))


def as_name(typed: str) -> str:
    """Return what a reader calls a conversation on one line, no longer than fits beside it."""
    return " ".join(visible_text(typed).split())[:NAME_CHARACTERS_MAX].rstrip()


def turn_of(answered: Answered) -> SavedTurn:
    """Return an answer as it is written."""
    reply = answered.reply
    answer = reply.answer
    return SavedTurn(
        question=reply.question,
        standalone_question=reply.standalone_question,
        language=answer.language,
        outcome=answer.outcome,
        writer=answer.writer,
        text=answer.text,
        readings=answer.readings,
        citations=tuple(
            _Citation.model_validate(one, from_attributes=True) for one in answer.citations
        ),
        documents=reply.documents,
        at=answered.at,
    )


def answered_of(turn: SavedTurn, documents: Mapping[str, Document]) -> Answered | None:
    """Return an answer as it is shown; ``None`` for one that may not be."""
    named = {*turn.documents, *(one.document for one in turn.citations)}
    if not named <= documents.keys():
        return None
    answer = Answer(
        text=visible_text(turn.text),
        language=turn.language,
        outcome=turn.outcome,
        writer=visible_text(turn.writer),
        citations=tuple(
            _looked_up(one, documents[one.document], turn.language) for one in turn.citations
        ),
        readings=tuple(map(visible_text, turn.readings)),
    )
    if not is_sound(answer, documents):
        return None
    question, standalone = map(visible_text, (turn.question, turn.standalone_question))
    reply = Reply(question, standalone, answer, documents=turn.documents)
    found_in = {one: documents[one] for one in named}
    return Answered(reply, found_in, at=turn.at.astimezone(), is_loaded=True)


def _looked_up(cited: _Citation, document: Document, language: Language) -> Citation:
    """Return a citation with all but its place and quote as the library has it."""
    block = block_at(cited.start, document)
    translated = [
        sentence.translation
        for each in document.blocks
        for sentence in each.sentences
        if sentence.translation and sentence.start < cited.end and cited.start < sentence.end
    ]
    return Citation(
        number=cited.number,
        document=document.id,
        title=document.title,
        language=document.language,
        section=block.section if block is not None else (),
        quote=cited.quote,
        start=cited.start,
        end=cited.end,
        translation=" ".join(translated) or None if language != document.language else None,
        page=document.page_at(cited.start),
        standing=document.standing_of(cited.start, cited.end),
    )

"""What a client of chat completions sends, and what of it is asked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.answer import Turn
from assistant.api.answering import Question
from assistant.api.client_tasks import person_asked
from assistant.api.errors import ApiProblem
from assistant.api.sources import without_source_list
from corpus import Language


def whole_text(text: str) -> str:
    """Return a text without half a character, which JSON can hold and an answer cannot.

    :raises ValueError: it has one.
    """
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValueError("it is no Unicode text") from None
    return text


Text = Annotated[str, AfterValidator(whole_text)]


class Part(BaseModel):
    """A part of a message; only text can be answered."""

    model_config = ConfigDict(frozen=True)

    type: str
    text: Text = ""


class Message(BaseModel):
    """One message of a conversation."""

    model_config = ConfigDict(frozen=True)

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | list[Part] | None = None

    @property
    def text(self) -> str:
        """The text of the message."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    """How to stream."""

    model_config = ConfigDict(frozen=True)

    include_usage: bool | None = None


class ChatRequest(BaseModel):
    """A request for a chat completion; what else clients send, such as a temperature, is let be."""

    model_config = ConfigDict(frozen=True)

    model: Text
    messages: Annotated[list[Message], Field(min_length=1)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None
    language: Annotated[
        Language | None, Field(description="language of the answer; default: the question's")
    ] = None


def question_of(request: ChatRequest) -> Question | None:
    """Return the last question with the turns before it; ``None`` when the client asks by itself.

    :raises ApiProblem: nothing is asked, or something that is no text.
    """
    last = request.messages[-1]
    if last.role != "user":
        raise ApiProblem(
            400, "no_question", "The last message must be a question, of role user.", "messages"
        )
    if isinstance(last.content, list) and any(part.type != "text" for part in last.content):
        raise ApiProblem(400, "only_text", "Only text can be answered.", "messages")
    asked = person_asked(last.text)
    if asked is None:
        return None
    return Question(asked, tuple(_turns(request.messages[:-1])), request.language)


def first_question(request: ChatRequest) -> str:
    """Return the first question of a person in the conversation; empty when there is none."""
    asked = (person_asked(one.text) for one in request.messages if one.role == "user")
    return next((one for one in asked if one), "")


def _turns(messages: list[Message]) -> list[Turn]:
    turns = []
    for message in messages:
        # Instructions and the results of tools are no part of the conversation.
        if message.role == "user" and (asked := person_asked(message.text)):
            turns.append(Turn("user", asked))
        elif message.role == "assistant" and message.text:
            turns.append(Turn("assistant", without_source_list(message.text)))
    return turns

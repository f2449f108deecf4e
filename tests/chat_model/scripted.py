"""A chat model that writes what a test tells it to, and the sources it was given to read."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from assistant import Assistant, Settings

_SOURCE = re.compile(r'<source id="([^"]+)" title="[^"]*">\n(.*?)\n</source>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the model was asked."""

    system: str
    human: str

    @property
    def sources(self) -> dict[str, str]:
        """The texts it may answer from, by id."""
        return dict(_SOURCE.findall(self.human))

    def source_with(self, words: str) -> str:
        """Return the id of the source that holds some words."""
        return next(identifier for identifier, text in self.sources.items() if words in text)

    @property
    def is_rewriting(self) -> bool:
        """Whether a follow-up is to be written out."""
        return self.human.startswith("Conversation:")

    @property
    def is_judging(self) -> bool:
        """Whether a quote is to be judged."""
        return self.human.startswith("Quote:")


Script = Callable[[Prompt], Iterable[str]]


class ScriptedChatModel(BaseChatModel):
    """Writes the pieces that ``script`` gives for a prompt; keeps the prompts it got."""

    script: Any
    prompts: list[Prompt] = []  # noqa: RUF012  (pydantic copies it)
    pause_s: float = 0.0

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        text = "".join(self.script(self._prompt(messages)))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    def _stream(
        self, messages: list[BaseMessage], *_: Any, **__: Any
    ) -> Iterator[ChatGenerationChunk]:
        for piece in self.script(self._prompt(messages)):
            if self.pause_s:
                time.sleep(self.pause_s)
            yield ChatGenerationChunk(message=AIMessageChunk(piece))
        yield ChatGenerationChunk(
            message=AIMessageChunk("", response_metadata={"finish_reason": "stop"})
        )

    def _prompt(self, messages: list[BaseMessage]) -> Prompt:
        prompt = Prompt(str(messages[0].text), str(messages[1].text))
        self.prompts.append(prompt)
        return prompt


def says(*statements: tuple[str, str, str]) -> str:
    """Return statements, each with source and quote, as a model writes them."""
    return "\n".join(
        f"STATEMENT: {text}\nSOURCE: {source}\nQUOTE: {quote}" for text, source, quote in statements
    )


def written_by(assistant: Assistant, script: Script, **settings: Any) -> Assistant:
    """Return the assistant with a chat model that follows a script."""
    changed = Settings(**{**assistant.settings.model_dump(exclude_unset=True), **settings})
    model = ScriptedChatModel(script=script)
    return Assistant(
        assistant.retriever.index, assistant.reader, changed, assistant.glossary, model
    )

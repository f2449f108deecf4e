"""A reply as a chat completion of OpenAI's form: whole, or in the chunks of a stream."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assistant.answer import Reply
from assistant.api.sources import Place, linked, source_list, url_citations
from corpus import Document

# Of the first library; that of another has its name behind a slash.
MODEL: Final = "assistant"
# Nobody is charged, and what a chat model behind this uses its own server tells.
_USAGE: Final = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said: the text, the list of sources below it, and what goes with them.

    ``annotations`` belong to the message; ``beside`` stands beside it, for who knows this API.
    """

    text: str
    sources: str = ""
    annotations: tuple[Mapping[str, Any], ...] = ()
    beside: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, reply: Reply, documents: Mapping[str, Document], place: Place) -> Said:
        """Return what a reply says."""
        answer = reply.answer
        return cls(
            answer.text,
            source_list(answer, documents, place),
            tuple(url_citations(answer, documents, place)),
            {
                "citations": linked(answer, place),
                "outcome": answer.outcome,
                "language": answer.language,
                "writer": answer.writer,
                "standalone_question": reply.standalone_question,
            },
        )


def completion(said: Said, model: str) -> dict[str, Any]:
    """Return the whole completion of a model."""
    message = {"role": "assistant", "content": said.text + said.sources, "refusal": None}
    return {
        **_head("chat.completion", model),
        "choices": [
            {
                "index": 0,
                "message": {**message, "annotations": list(said.annotations)},
                "finish_reason": "stop",
                "logprobs": None,
            }
        ],
        "usage": _USAGE,
        **said.beside,
    }


class Stream:
    """The events of one streamed completion."""

    def __init__(self, model: str, *, with_usage: bool) -> None:
        self._head = _head("chat.completion.chunk", model)
        # Null in every chunk but the last, when it is asked for.
        self._usage = {"usage": None} if with_usage else {}

    def begin(self) -> str:
        """Return the first event, before anything is said."""
        return self._chunk({"role": "assistant", "content": ""})

    def say(self, said: Said) -> Iterator[str]:
        """Yield the events of what is said, paragraph by paragraph, and the end of the stream."""
        for piece in [*_paragraphs(said.text), said.sources]:
            if piece:
                yield self._chunk({"content": piece})
        if said.annotations:
            yield self._chunk({"content": "", "annotations": list(said.annotations)})
        yield self._chunk({}, "stop", said.beside)
        if self._usage:
            yield event({**self._head, "choices": [], "usage": _USAGE})
        yield "data: [DONE]\n\n"

    def _chunk(
        self,
        delta: Mapping[str, Any],
        finish_reason: str | None = None,
        beside: Mapping[str, Any] | None = None,
    ) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        return event({**self._head, "choices": [choice], **self._usage, **(beside or {})})


def event(value: Mapping[str, Any]) -> str:
    """Return one server-sent event."""
    return f"data: {json.dumps(value)}\n\n"


def _head(kind: str, model: str) -> dict[str, Any]:
    made = int(time.time())
    return {
        "id": f"chatcmpl-{secrets.token_hex(12)}",
        "object": kind,
        "created": made,
        "model": model,
    }


def _paragraphs(text: str) -> list[str]:
    parts = text.split("\n\n")
    return [f"{part}\n\n" for part in parts[:-1]] + parts[-1:]

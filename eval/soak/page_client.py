"""Asking a question as the chat page does, without a browser."""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any, Final

import httpx

_TIMEOUT_S: Final = 60
_CONFIGURATION: Final = re.compile(
    r"window\.gradio_config\s*=\s*(\{.*?\});?\s*</script>", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked: what the chat showed in the end, and when the answer came.

    ``answered_ms``: from sending to the first answer that is shown, 0 where none came.
    """

    question: str
    shown: str
    answered_ms: float
    error: str


@contextmanager
def open_page(url: str, session: str | None = None) -> Iterator[Callable[[str], Asked]]:
    """Open a page as a reader does, and close it in the end; yields what asks in its conversation.

    :param session: the name of that; by default another each time.
    :raises httpx.HTTPError: the server is not there, or refuses; what is yielded raises it as well.
    """
    name = session or secrets.token_hex(6)
    answers = 0

    def ask(question: str) -> Asked:
        nonlocal answers
        asked = ask_over_http(url, question, name, answers)
        answers += bool(asked.answered_ms)
        return asked

    with httpx.Client(base_url=url, timeout=_TIMEOUT_S, headers={"origin": url}) as client:
        client.get("/").raise_for_status()
        with client.stream("GET", f"/gradio_api/heartbeat/{name}") as beats:
            # Kept to the end: what is iterated over closes the connection when nobody refers to it.
            lines = beats.raise_for_status().iter_lines()
            next(lines)
            yield ask


def ask_over_http(
    url: str, question: str, session: str | None = None, answers_before: int = 0
) -> Asked:
    """Ask a question of a page in a conversation of its own, or in that of ``session``.

    :param answers_before: how many that conversation has already.
    :raises httpx.HTTPError: the server is not there, or refuses.
    """
    is_answer = re.compile(rf'class=\\"answer \w+\\" id=\\"answer-{answers_before + 1}\\"')
    session = session or secrets.token_hex(6)
    answered_ms = 0.0
    error = ""
    shown: Any = None
    with httpx.Client(base_url=url, timeout=_TIMEOUT_S, headers={"origin": url}) as client:
        began = time.perf_counter()
        client.post(
            "/gradio_api/queue/join",
            json={
                "data": [question, None, [], ""],
                "fn_index": _index_of_ask(url),
                "session_hash": session,
            },
        ).raise_for_status()
        with client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as stream:
            for line in stream.iter_lines():
                message = json.loads(line[5:]) if line.startswith("data:") else {}
                if message.get("msg") in ("process_generating", "process_completed"):
                    if not message.get("success"):
                        error = str(message.get("output"))
                    shown = f"{shown} {json.dumps(message.get('output'))}"
                    if not answered_ms and is_answer.search(json.dumps(message)):
                        answered_ms = (time.perf_counter() - began) * 1000
                if message.get("msg") in ("process_completed", "close_stream"):
                    break
    readable = unescape(str(shown).encode().decode("unicode_escape"))
    return Asked(question, readable, answered_ms, error)


@cache
def _index_of_ask(url: str) -> int:
    found = _CONFIGURATION.search(httpx.get(url, timeout=_TIMEOUT_S).text)
    assert found is not None, "Gradio's page has changed: where is its configuration?"
    events = json.loads(found[1])["dependencies"]
    return next(place for place, event in enumerate(events) if event["api_name"] == "ask")

"""How long people wait who ask at once: ``.venv/bin/python tests/page/load_page.py [PEOPLE]``.

Speaks as the page does, without a browser, so that the waiting is that for the server. Prints the
median and the 95th percentile, in milliseconds from sending, of the first answer that is shown.
"""

from __future__ import annotations

import json
import re
import secrets
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import islice
from typing import Any

import httpx
from page_helpers import PageServer

from assistant import Assistant, open_assistant
from assistant.page.editions import Edition
from assistant.page.warming import warm_up
from assistant.settings import read_settings

_TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked: what the chat showed in the end, and when the answer came."""

    question: str
    shown: str
    answered_ms: float
    error: str


def find_questions(assistant: Assistant, count: int) -> list[str]:
    """Return questions of the catalogue, every one another."""
    questions = dict.fromkeys(
        question
        for document in assistant.documents.values()
        for entry in document.catalogue
        for question in entry.questions_nl[:1]
        if question.endswith("?")
    )
    return list(islice(questions, count))


def ask_over_http(url: str, question: str, session: str | None = None) -> Asked:
    """Ask a question of a page in a conversation of its own, or in that of ``session``."""
    session = session or secrets.token_hex(6)
    answered_ms = 0.0
    error = ""
    shown: Any = None
    with httpx.Client(base_url=url, timeout=_TIMEOUT_S, headers={"origin": url}) as client:
        began = time.perf_counter()
        client.post(
            "/gradio_api/queue/join",
            json={
                "data": [question, None, []],
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
                    if 'class=\\"answer ' in json.dumps(message) and not answered_ms:
                        answered_ms = (time.perf_counter() - began) * 1000
                if message.get("msg") in ("process_completed", "close_stream"):
                    break
    readable = unescape(str(shown).encode().decode("unicode_escape"))
    return Asked(question, readable, answered_ms, error)


@cache
def _index_of_ask(url: str) -> int:
    page = httpx.get(url, timeout=_TIMEOUT_S).text
    found = re.search(r"window\.gradio_config\s*=\s*(\{.*?\});?\s*</script>", page, re.DOTALL)
    assert found is not None, "Gradio's page has changed: where is its config?"
    events = json.loads(found[1])["dependencies"]
    return next(place for place, event in enumerate(events) if event["api_name"] == "ask")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    """Let people ask at once, three times over."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with open_assistant(read_settings()) as assistant, PageServer(assistant) as server:
        warm_up(Edition.of(assistant, server.settings)).join()
        questions = find_questions(assistant, people)
        for _ in range(3):
            with ThreadPoolExecutor(people) as crowd:
                asked = list(crowd.map(lambda one: ask_over_http(server.url, one), questions))
            waits = [one.answered_ms for one in asked]
            errors = sum(bool(one.error) or not one.answered_ms for one in asked)
            print(
                f"{people} at once: median {statistics.median(waits):.0f} ms, "
                f"p95 {percentile(waits, 0.95):.0f} ms, errors {errors}"
            )


if __name__ == "__main__":
    main()

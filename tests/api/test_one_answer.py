"""One question has one answer, with the same citations, however it is asked."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from api_helpers import ApiServer, post
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from assistant import Assistant
from assistant.page.conversation import Conversation, Desk
from assistant.reply_record import as_record
from assistant.texts import load_texts


@pytest.fixture(scope="module")
def all_ways(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    data = tmp_path_factory.mktemp("ways")
    with ApiServer(assistant, data, with_page=True, mcp=True) as running:
        yield running


def by_command(question: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", "--json", question],
        capture_output=True,
        text=True,
        check=True,
    )
    record: dict[str, Any] = json.loads(done.stdout)
    return record


def by_page(assistant: Assistant, question: str) -> Any:
    """Return what the page shows, before it is made into HTML."""
    steps = list(Desk(lambda: assistant).ask(question, Conversation(), load_texts("nl"), 2000))
    return as_record(None, steps[-1].conversation.answered[-1].reply)


def by_api(server: ApiServer, path: str, body: dict[str, Any]) -> Any:
    return post(f"{server.url}/v1/{path}", json=body, headers=server.headers).json()


async def by_mcp(server: ApiServer, question: str) -> Any:
    async with (
        httpx2.AsyncClient(headers=server.headers) as http,
        Client(streamable_http_client(f"{server.url}/mcp", http_client=http)) as client,
    ):
        return (await client.call_tool("ask_sources", {"question": question})).structured_content


def cited(reply: Any) -> list[tuple[object, ...]]:
    """Return what each citation says, and where it leads."""
    names = ("number", "document", "start", "end", "quote")
    return [tuple(one[name] for name in names) for one in reply["citations"]]


@pytest.mark.parametrize(
    ("question", "is_answered"),
    [
        ("Wat is publieke verantwoording?", True),
        ("What does the tribelead do?", True),
        ("What is the weather in Paris?", False),
    ],
)
def test_page_command_api_and_tools_give_the_same_answer(
    all_ways: ApiServer, assistant: Assistant, question: str, *, is_answered: bool
) -> None:
    expected = by_command(question)
    asked = [{"role": "user", "content": question}]
    whole = by_api(all_ways, "chat/completions", {"model": "assistant", "messages": asked})
    replies = {
        "page": by_page(assistant, question),
        "own form": by_api(all_ways, "ask", {"question": question}),
        "MCP": asyncio.run(by_mcp(all_ways, question)),
        # Below its text stands the list of its sources.
        "OpenAI": {**whole, "text": whole["choices"][0]["message"]["content"]},
    }
    assert bool(expected["citations"]) is is_answered
    for way, reply in replies.items():
        assert reply["text"].startswith(expected["text"]), way
        assert way == "OpenAI" or reply["text"] == expected["text"], way
        assert reply["outcome"] == expected["outcome"], way
        assert cited(reply) == cited(expected), way

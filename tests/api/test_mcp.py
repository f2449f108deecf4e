"""The tools as a model's program meets them: over standard input and output, and over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import httpx
import httpx2
import pytest
from api_helpers import ApiServer, Slow, get, post
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from mcp_types import TextResourceContents

from assistant import Assistant, Settings
from assistant.reply_record import as_record

QUESTION = "Wat is publieke verantwoording?"
Mode = Literal["auto", "legacy"]


@pytest.fixture(scope="module")
def mcp_server(
    assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ApiServer]:
    data = tmp_path_factory.mktemp("mcp")
    with ApiServer(
        assistant,
        data,
        with_page=True,
        api=False,
        mcp=True,
        mcp_hosts="library",
        api_requests_per_minute=10000,
    ) as running:
        yield running


@asynccontextmanager
async def over_http(server: ApiServer, mode: Mode = "auto") -> AsyncIterator[Client]:
    """Connect with the token of the server."""
    async with (
        httpx2.AsyncClient(headers=server.headers) as http,
        Client(streamable_http_client(f"{server.url}/mcp", http_client=http), mode=mode) as client,
    ):
        yield client


@asynccontextmanager
async def over_stdio(settings: Settings) -> AsyncIterator[Client]:
    """Start the command and connect to it."""
    wanted = {
        name: value
        for name, value in os.environ.items()
        if name.startswith("ASSISTANT_") or name == "PYTHONPATH"
    }
    assert settings.documents
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "assistant", "mcp"], env=wanted
    )
    async with Client(server) as client:
        yield client


async def text_of(client: Client, uri: str) -> str:
    """Return what a resource reads as."""
    (read,) = (await client.read_resource(uri)).contents
    assert isinstance(read, TextResourceContents)
    return read.text


async def use(client: Client, assistant: Assistant) -> None:
    """Use every tool, and compare with what the library says."""
    listed = (await client.list_tools()).tools
    assert {one.name for one in listed} == {
        "search_sources",
        "ask_sources",
        "read_document",
        "list_documents",
    }
    for one in listed:
        assert one.annotations is not None
        assert one.annotations.read_only_hint
        assert one.output_schema
        assert one.description
        assert "\n  " not in one.description
    # Every conversation begins with these.
    assert (
        len(json.dumps([one.model_dump(mode="json", exclude_none=True) for one in listed])) < 8000
    )

    expected = as_record(None, assistant.ask(QUESTION))
    said: Any = (await client.call_tool("ask_sources", {"question": QUESTION})).structured_content
    assert said["text"] == expected["text"]
    assert [(one["quote"], one["start"], one["end"]) for one in said["citations"]] == [
        (one["quote"], one["start"], one["end"]) for one in expected["citations"]
    ]
    for one in said["citations"]:
        read: Any = (
            await client.call_tool(
                "read_document",
                {"document": one["document"], "start": one["start"], "end": one["end"]},
            )
        ).structured_content
        assert read["text"] == one["quote"]
        part = f"document:///{one['document']}?start={one['start']}&end={one['end']}"
        assert await text_of(client, part) == one["quote"]
    resources = (await client.list_resources()).resources
    assert [(one.name, one.title) for one in resources] == [
        (one.id, one.title) for one in assistant.documents.values()
    ]
    for resource, document in zip(resources, assistant.documents.values(), strict=True):
        assert await text_of(client, resource.uri) == document.original
        assert resource.size == len(document.original.encode())
    templates = (await client.list_resource_templates()).resource_templates
    assert [one.uri_template for one in templates] == ["document:///{+document}{?start,end}"]
    for wrong in (
        "document:///none",
        "document:///../none",
        "document:///tip-16-mandaat?start=a",
        "other:///tip-16-mandaat",
    ):
        with pytest.raises(MCPError):
            await client.read_resource(wrong)

    chosen = {"documents": ["tip-16-mandaat"]}
    limited: Any = (
        await client.call_tool("ask_sources", {"question": QUESTION, **chosen})
    ).structured_content
    assert limited["text"] == assistant.ask(QUESTION, **chosen).answer.text
    within: Any = (
        await client.call_tool("search_sources", {"query": "klachten", **chosen})
    ).structured_content
    assert {one["document"] for one in within["hits"]} == {"tip-16-mandaat"}

    found: Any = (
        await client.call_tool("search_sources", {"query": "klachten", "count": 2})
    ).structured_content
    best = assistant.retriever.search("klachten", 2)
    assert [(one["document"], one["start"]) for one in found["hits"]] == [
        (one.passage.document, one.passage.start) for one in best
    ]
    documents: Any = (await client.call_tool("list_documents", {})).structured_content
    assert [one["document"] for one in documents["documents"]] == list(assistant.documents)
    assert documents["total"] == len(assistant.documents)

    refused = await client.call_tool("ask_sources", {"question": " "})
    assert refused.is_error
    assert (await client.call_tool("read_document", {"document": "none"})).is_error


def run(doing: Callable[[], Awaitable[None]]) -> None:
    """Run a test to its end."""
    asyncio.run(asyncio.wait_for(doing(), 120))  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_work_over_http_with_the_new_and_the_old_protocol(
    mcp_server: ApiServer, assistant: Assistant, mode: Mode
) -> None:
    async def test() -> None:
        async with over_http(mcp_server, mode) as client:
            await use(client, assistant)
            said: Any = (
                await client.call_tool("ask_sources", {"question": QUESTION})
            ).structured_content
            for one in said["citations"]:
                assert one["url"].startswith(mcp_server.url)
                assert get(one["url"]).status_code == 200
            assert (client.protocol_version > "2026") is (mode == "auto")

    run(test)


def test_the_tools_work_over_standard_input_and_output(
    settings: Settings, assistant: Assistant
) -> None:
    async def test() -> None:
        async with over_stdio(settings) as client:
            await use(client, assistant)

    run(test)


def test_who_has_no_token_or_calls_it_by_another_name_is_refused(mcp_server: ApiServer) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    kind = {"accept": "application/json, text/event-stream"}
    address = f"{mcp_server.url}/mcp"
    assert post(address, json=body, headers=kind).status_code == 401
    known = mcp_server.headers | kind
    for host, is_known in (
        ("library", True),
        ("library:8080", True),
        ("rebound", False),
    ):
        status = post(address, json=body, headers=known | {"host": host}).status_code
        assert status not in (400, 421) if is_known else status == 421
    crossing = post(address, json=body, headers=known | {"origin": "https://evil.example"})
    assert crossing.status_code == 403


def test_only_what_was_asked_for_is_there(mcp_server: ApiServer) -> None:
    assert get(f"{mcp_server.url}/v1/models", headers=mcp_server.headers).status_code == 404
    # Nobody holds a connection open: there is nothing that the server would tell by itself.
    with httpx.stream(
        "GET",
        f"{mcp_server.url}/mcp",
        headers=mcp_server.headers | {"accept": "text/event-stream"},
        timeout=5,
    ) as answer:
        assert answer.status_code == 405


def test_a_failure_tells_nothing_of_what_was_asked(
    assistant: Assistant,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    class Broken(Slow):
        def stream(self, *_: Any) -> Any:
            raise RuntimeError(QUESTION)

    async def test() -> None:
        with ApiServer(Broken(assistant), tmp_path, mcp=True) as server:
            async with over_http(server) as client:
                failed = await client.call_tool("ask_sources", {"question": QUESTION})
                assert failed.is_error

    run(test)
    assert "RuntimeError" in caplog.text
    told = capfd.readouterr()
    assert "verantwoording" not in caplog.text + told.out + told.err

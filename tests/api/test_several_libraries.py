"""Several libraries for programs: by name in our own form and the tools, by model in OpenAI's."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import httpx2
import pytest
from api_helpers import ApiServer, get
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from openai import OpenAI

from assistant import Assistant, Settings

MILL, BREAD, EMPTY = "molen", "Brood én kaas", "leeg"
NAMES = f"shipped, {BREAD}, {EMPTY}, {MILL}"
QUESTION, WORDS = "Wanneer draait de molen van Jan?", "zaterdag"


@pytest.fixture(scope="module", params=["beside the page", "alone"])
def server(
    request: pytest.FixtureRequest, assistant: Assistant, several: Settings
) -> Iterator[ApiServer]:
    with ApiServer(
        assistant,
        several.data,
        with_page=request.param == "beside the page",
        libraries=several.libraries,
        mcp=True,
        api_requests_per_minute=10000,
    ) as running:
        yield running
        # Both are over one data folder.
        running.tokens.revoke("test")


@pytest.fixture
def client(server: ApiServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers=server.headers, timeout=60) as client:
        yield client


def test_a_library_answers_is_searched_and_read_by_its_name(
    server: ApiServer, client: httpx.Client
) -> None:
    reply = client.post("/v1/ask", json={"question": QUESTION, "library": MILL}).json()
    assert WORDS in reply["text"]
    elsewhere = client.post("/v1/ask", json={"question": QUESTION, "library": BREAD}).json()
    assert WORDS not in elsewhere["text"]
    found = client.get("/v1/search", params={"q": QUESTION, "library": MILL}).json()["hits"]
    listed = client.get("/v1/documents", params={"library": MILL}).json()
    assert {one["document"] for one in found} == {"bericht"}
    assert [one["id"] for one in listed["documents"]] == ["bericht"]
    read = client.get("/v1/documents/bericht", params={"library": MILL}).json()
    for cited in reply["citations"]:
        assert read["text"][cited["start"] : cited["end"]] == cited["quote"]
    linked = [*reply["citations"], *found, *listed["documents"], read]
    assert len(linked) > 3
    for one in linked:
        assert WORDS in get(one["url"], headers=server.headers).text


def test_documents_of_one_library_are_not_those_of_another(client: httpx.Client) -> None:
    assert client.get("/v1/documents/bericht").status_code == 404
    chosen = {"question": QUESTION, "library": MILL, "documents": ["tip-16-mandaat"]}
    assert client.post("/v1/ask", json=chosen).json()["code"] == "document_unknown"
    first = client.post("/v1/ask", json={"question": "Wat is publieke verantwoording?"}).json()
    assert first["citations"][0]["document"] == "iso-11367-elementen"


@pytest.mark.parametrize(
    ("question", "unknown", "not_ready"),
    [
        ("Wanneer draait de molen?", "Er is geen bibliotheek", "kan nog niet worden doorzocht"),
        ("When does the mill turn?", "There is no library", "cannot be searched yet"),
    ],
)
def test_what_cannot_be_asked_is_told_in_the_language_of_the_question(
    client: httpx.Client, question: str, unknown: str, not_ready: str
) -> None:
    for library, status, code, said, more in (
        ("../molen", 400, "library_unknown", unknown, NAMES),
        (EMPTY, 503, "library_not_ready", not_ready, f"assistant index --library {EMPTY}"),
    ):
        for answer in (
            client.post("/v1/ask", json={"question": question, "library": library}),
            client.get("/v1/search", params={"q": question, "library": library}),
        ):
            told = answer.json()
            assert (answer.status_code, told["code"]) == (status, code)
            assert said in told["detail"]
            assert more in told["detail"]
        assert client.get("/v1/documents", params={"library": library}).status_code == status


def test_each_library_is_a_model(server: ApiServer) -> None:
    client = OpenAI(base_url=f"{server.url}/v1", api_key=server.token, timeout=60)
    names = [one.id for one in client.models.list()]
    assert names == ["assistant", *(f"assistant/{one}" for one in (BREAD, EMPTY, MILL))]
    assert client.models.retrieve(f"assistant/{MILL}").id == f"assistant/{MILL}"
    asked: Any = [{"role": "user", "content": QUESTION}]
    said = client.chat.completions.create(model=f"assistant/{MILL}", messages=asked)
    assert said.model == f"assistant/{MILL}"
    assert WORDS in str(said.choices[0].message.content)
    chunks = list(
        client.chat.completions.create(model=f"assistant/{MILL}", messages=asked, stream=True)
    )
    assert {one.model for one in chunks} == {f"assistant/{MILL}"}
    first = client.chat.completions.create(model="assistant", messages=asked)
    assert WORDS not in str(first.choices[0].message.content)
    for wrong, status in (("assistant/nergens", 404), (f"assistant/{EMPTY}", 503)):
        answer = httpx.post(
            f"{server.url}/v1/chat/completions",
            headers=server.headers,
            json={"model": wrong, "messages": asked},
        )
        assert answer.status_code == status
        expected = f"assistant/{MILL}" if status == 404 else "assistant index --library leeg"
        assert expected in answer.json()["error"]["message"]


def test_a_tool_takes_the_name_of_a_library(server: ApiServer) -> None:
    async def test() -> None:
        async with (
            httpx2.AsyncClient(headers=server.headers) as http,
            Client(streamable_http_client(f"{server.url}/mcp", http_client=http)) as client,
        ):

            async def call(tool: str, **arguments: str) -> Any:
                return await client.call_tool(tool, arguments)

            assert client.server_info
            assert NAMES in str(client.instructions)
            said = await call("ask_sources", question=QUESTION, library=MILL)
            assert WORDS in said.structured_content["text"]
            assert "molen" in said.structured_content["citations"][0]["url"]
            found = await call("search_sources", query=QUESTION, library=MILL)
            assert WORDS in found.structured_content["hits"][0]["text"]
            read = await call("read_document", document="bericht", library=MILL)
            assert WORDS in read.structured_content["text"]
            listed = await call("list_documents", library=BREAD)
            assert listed.structured_content["total"] == 1
            assert (await call("list_documents")).structured_content["total"] == 5
            for tool, arguments in (
                ("ask_sources", {"question": QUESTION}),
                ("search_sources", {"query": QUESTION}),
                ("read_document", {"document": "bericht"}),
                ("list_documents", {}),
            ):
                for library, told in (("nergens", NAMES), (EMPTY, f"--library {EMPTY}")):
                    refused = await call(tool, **arguments, library=library)
                    assert refused.is_error
                    assert told in refused.content[0].text

    asyncio.run(asyncio.wait_for(test(), 120))

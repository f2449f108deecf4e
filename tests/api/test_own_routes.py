"""Our own form: what the command line prints, with links."""

from __future__ import annotations

import json

import httpx
import pytest
from api_helpers import ApiServer, get, post
from fastapi import FastAPI

from assistant import Assistant, Settings, Turn
from assistant.api.description import describe
from assistant.reply_record import as_record

QUESTIONS = [
    "Wat is publieke verantwoording?",
    "What does the tribelead do?",
    "Wat is de bedoeling?",
]


def told(record: object) -> object:
    """Return what a reply says, without what differs from one run to the next."""
    plain = json.loads(json.dumps(record))
    plain.pop("timings_ms")
    for one in plain["citations"]:
        one.pop("url", None)
    return plain


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_reply_is_that_of_the_library(
    server: ApiServer, assistant: Assistant, question: str
) -> None:
    answer = post(f"{server.url}/v1/ask", json={"question": question}, headers=server.headers)
    assert told(answer.json()) == told(as_record(None, assistant.ask(question)))
    for one in answer.json()["citations"]:
        assert get(one["url"]).status_code == 200


def test_history_and_language_count(server: ApiServer, assistant: Assistant) -> None:
    history = [Turn("user", QUESTIONS[0]), Turn("assistant", "…")]
    expected = assistant.ask("En het element daarna?", history, "en")
    answer = post(
        f"{server.url}/v1/ask",
        json={
            "question": "En het element daarna?",
            "history": [{"role": one.role, "content": one.content} for one in history],
            "language": "en",
        },
        headers=server.headers,
    )
    assert told(answer.json()) == told(as_record(None, expected))


def test_a_search_finds_what_the_retriever_finds(server: ApiServer, assistant: Assistant) -> None:
    hits = get(
        f"{server.url}/v1/search", params={"q": "klachten", "k": 3}, headers=server.headers
    ).json()["hits"]
    assert [one["id"] for one in hits] == [
        one.passage.id for one in assistant.retriever.search("klachten", 3)
    ]
    for one in hits:
        document = assistant.documents[one["document"]]
        assert one["start"] < one["end"] <= len(document.original)
        assert one["is_translation"] is (document.language == "en")
        assert one["is_scan"] is False
        assert get(one["url"]).status_code == 200


def test_documents_are_listed_a_part_at_a_time_and_read(
    server: ApiServer, assistant: Assistant
) -> None:
    with httpx.Client(base_url=server.url, headers=server.headers, timeout=60) as client:
        whole = client.get("/v1/documents").json()
        assert [one["id"] for one in whole["documents"]] == list(assistant.documents)
        part = client.get("/v1/documents", params={"offset": 1, "limit": 2}).json()
        assert part == {"documents": whole["documents"][1:3], "total": whole["total"]}
        for one in whole["documents"]:
            original = assistant.documents[one["id"]].original
            assert client.get(f"/v1/documents/{one['id']}").json()["text"] == original
            quoted = client.get(f"/v1/documents/{one['id']}", params={"start": 10, "end": 60})
            assert quoted.json()["text"] == original[10:60]


def test_a_question_and_a_search_can_be_limited_to_documents(
    server: ApiServer, assistant: Assistant
) -> None:
    chosen = ["tip-16-mandaat"]
    asked = {"question": QUESTIONS[0], "documents": chosen}
    answer = post(f"{server.url}/v1/ask", json=asked, headers=server.headers)
    assert told(answer.json()) == told(
        as_record(None, assistant.ask(QUESTIONS[0], documents=chosen))
    )
    assert answer.json()["elsewhere"] == "iso-11367-elementen"
    found = get(
        f"{server.url}/v1/search?q=klachten&k=5&document=tip-16-mandaat&document=alle-mens-aan-dek",
        headers=server.headers,
    )
    assert {one["document"] for one in found.json()["hits"]} <= {*chosen, "alle-mens-aan-dek"}
    assert found.json()["hits"]


def test_a_document_that_is_not_there_is_refused_with_those_that_are(server: ApiServer) -> None:
    asked = {"question": QUESTIONS[0], "documents": ["nergens"]}
    for answer in (
        post(f"{server.url}/v1/ask", json=asked, headers=server.headers),
        get(f"{server.url}/v1/search?q=klachten&document=nergens", headers=server.headers),
    ):
        assert answer.status_code == 400
        assert "tip-16-mandaat" in answer.text


def test_the_description_is_as_the_api_design_rules_ask(server: ApiServer) -> None:
    """https://gitdocumentatie.logius.nl/publicatie/api/adr/: the rules of its linter that apply."""
    described = get(f"{server.url}/v1/openapi.json", headers=server.headers).json()
    told = get(f"{server.url}/v1/documents", headers=server.headers)
    assert described["servers"] == [{"url": "/v1"}]
    assert described["info"]["version"] == told.headers["api-version"] == "1.0.0"
    operations = [each for path in described["paths"].values() for each in path.values()]
    assert len(operations) == 7
    for path, each in zip(described["paths"], operations, strict=True):
        assert not path.endswith("/")
        assert "API-Version" in each["responses"]["200"]["headers"]
        content = each["responses"]["400"]["content"]
        if not path.startswith(("/chat", "/models")):
            required = content["application/problem+json"]["schema"]["required"]
            assert {"status", "title", "detail"} <= set(required)


def test_the_description_names_whom_to_write_to_and_its_address() -> None:
    app, told = FastAPI(title="x", version="1"), {"organisation": "Gemeente", "contact": "a@b.nl"}
    describe(app, Settings(public_url="https://intranet.example.nl/vraag", **told))
    contact = {"name": "Gemeente", "email": "a@b.nl", "url": "https://intranet.example.nl/vraag"}
    assert app.openapi()["info"]["contact"] == contact
    assert app.openapi()["servers"] == [{"url": "https://intranet.example.nl/vraag/v1"}]

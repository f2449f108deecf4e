"""Whatever is sent, the API answers or tells what is wrong, in the form of the path."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from api_helpers import ApiServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Answer, Assistant, Reply

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
texts = st.text(max_size=60) | st.sampled_from(
    ["\ud800", "### Task:\n</context>", "<user_query>", "\n\n**Bronnen**\n\n1. [a](b)", "\x00", "١"]
)
parts = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from(["text", "image_url"])}) | json_values
)
messages = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(["system", "user", "assistant", "tool"]), "content": texts | parts}
    ),
    max_size=4,
)
chats = st.fixed_dictionaries(
    {
        "model": st.sampled_from(["assistant", "gpt", "assistant/wmo"]),
        "messages": messages | json_values,
    },
    optional={
        "stream": st.booleans(),
        "stream_options": json_values,
        "n": st.integers(),
        "language": st.sampled_from(["nl", "en", "de"]),
        "temperature": json_values,
    },
)
asked = st.fixed_dictionaries(
    {"question": texts | json_values},
    optional={
        "history": messages | json_values,
        "language": json_values,
        "library": texts | json_values,
    },
)
whole = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
often = settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class Quick:
    """Answers at once, and always the same; searches as the assistant does."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)

    def stream(self, question: str, *_: Any) -> Iterator[Reply]:
        """Answer."""
        yield Reply(question, question, Answer("Dit.", "nl", "not_in_sources", "quotes"))


@pytest.fixture(scope="module")
def client(
    assistant: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    data: Path = tmp_path_factory.mktemp("any")
    with (
        ApiServer(Quick(assistant), data, api_requests_per_minute=100_000) as server,
        httpx.Client(base_url=server.url, headers=server.headers, timeout=60) as made,
    ):
        yield made


def sent(client: httpx.Client, path: str, body: object) -> httpx.Response:
    """Send what JSON can hold, half characters and numbers without end as well."""
    kind = {"content-type": "application/json"}
    return client.post(path, content=json.dumps(body), headers=kind)


@often
@given(body=chats | json_values)
def test_a_chat_is_answered_or_refused(client: httpx.Client, body: Any) -> None:
    answer = sent(client, "/v1/chat/completions", body)
    assert answer.status_code in (200, 400, 404)
    if answer.status_code != 200:
        assert answer.json()["error"]["message"]
    elif body.get("stream"):
        assert answer.text.endswith("data: [DONE]\n\n")
    else:
        assert answer.json()["choices"][0]["finish_reason"] == "stop"


@often
@given(body=asked | json_values)
def test_a_question_is_answered_or_refused(client: httpx.Client, body: Any) -> None:
    answer = sent(client, "/v1/ask", body)
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]
    else:
        assert answer.json()["outcome"] == "not_in_sources"


@often
@given(identifier=whole, query=st.dictionaries(whole, whole, max_size=3))
def test_a_document_is_there_or_not(
    client: httpx.Client, identifier: str, query: dict[str, str]
) -> None:
    answer = client.get(f"/v1/documents/{quote(identifier, safe='')}", params=query)
    assert answer.status_code in (200, 400, 404)


def test_half_a_character_is_refused_in_the_history_too(client: httpx.Client) -> None:
    body = {"question": "wat?", "history": [{"role": "user", "content": "\ud800"}]}
    assert sent(client, "/v1/ask", body).status_code == 400


def test_what_is_made_from_the_description_is_answered_as_that_says(
    client: httpx.Client, tmp_path: Path
) -> None:
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    command = [
        *(Path(sys.executable).with_name("schemathesis"), "run"),
        str(client.base_url.join("/v1/openapi.json")),
        *("--header", f"Authorization: {client.headers['authorization']}"),
        *("--checks", checks, "--phases", "coverage,fuzzing", "--max-examples", "20"),
        *("--generation-deterministic", "--suppress-health-check", "all"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tested: 7" in done.stdout

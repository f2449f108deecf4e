"""What the API does not answer, and how it tells: tokens, errors, limits."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from api_helpers import ApiServer, Slow, get, post

from assistant import Assistant
from assistant.api.rate import Rate
from assistant.api.tokens import TokenNameInvalid, Tokens
from assistant.database import Database, DatabaseUnavailable
from assistant.event_log import open_log
from assistant.page.guard.limits import BODY_BYTES_MAX
from assistant.page.sign_in.passwords import hash_password

QUESTION = "Wat is publieke verantwoording?"
CHAT = {"model": "assistant", "messages": [{"role": "user", "content": QUESTION}]}


@pytest.fixture
def client(server: ApiServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers=server.headers, timeout=60) as made:
        yield made


def is_openai_error(answer: httpx.Response, code: str) -> bool:
    """Tell whether an answer is an error as OpenAI's clients read it."""
    error = answer.json()["error"]
    return error.keys() == {"message", "type", "param", "code"} and error["code"] == code


def is_problem(answer: httpx.Response, code: str) -> bool:
    """Tell whether an answer is a problem of RFC 9457."""
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    return problem["status"] == answer.status_code and problem["code"] == code


@pytest.mark.parametrize(
    "path", ["/v1/models", "/v1/documents", "/v1/openapi.json", "/v1", "/v1/nothing"]
)
def test_nothing_is_told_without_a_token(server: ApiServer, path: str) -> None:
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": server.token}):
        answer = get(server.url + path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    with openai.OpenAI(base_url=f"{server.url}/v1", api_key="wrong", max_retries=0) as client:
        with pytest.raises(openai.AuthenticationError) as raised:
            client.models.list()
        assert raised.value.code == "unknown_token"


def test_a_token_that_is_revoked_opens_nothing_from_then_on(server: ApiServer) -> None:
    made = server.tokens.add("short")
    headers = {"authorization": f"Bearer {made}"}
    assert get(f"{server.url}/v1/models", headers=headers).status_code == 200
    server.tokens.revoke("short")
    assert get(f"{server.url}/v1/models", headers=headers).status_code == 401


def test_tokens_cannot_be_read_back_and_are_their_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "assistant.sqlite"
    tokens = Tokens(Database(path))
    made = tokens.add("open-webui")
    assert made.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert tokens.holder(made) == "open-webui"
    assert [one.name for one in Tokens(Database(path)).all()] == ["open-webui"]
    for name in ("open-webui", "", "with space", "-x"):
        with pytest.raises(TokenNameInvalid):
            tokens.add(name)
    with pytest.raises(TokenNameInvalid):
        tokens.revoke("nobody")
    path.write_text("{" * 999)
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        tokens.holder(made)


def test_an_open_api_asks_for_no_token(assistant: Assistant, tmp_path: Path) -> None:
    with ApiServer(assistant, tmp_path, api_open=True) as server:
        assert get(f"{server.url}/v1/models").status_code == 200


def test_who_asks_too_often_hears_when_to_try_again(assistant: Assistant, tmp_path: Path) -> None:
    with ApiServer(assistant, tmp_path, api_requests_per_minute=3) as server:
        other = {"authorization": f"Bearer {server.tokens.add('other')}"}
        models = f"{server.url}/v1/models"
        assert [get(models, headers=server.headers).status_code for _ in range(4)] == [
            *[200] * 3,
            429,
        ]
        late = get(models, headers=server.headers)
        assert 1 <= int(late.headers["retry-after"]) <= 20
        assert is_openai_error(late, "too_often")
        assert get(models, headers=other).status_code == 200


def test_a_rate_gives_back_as_time_goes() -> None:
    now = [0.0]
    rate = Rate(60, lambda: now[0])
    assert [rate.take("one") for _ in range(61)] == [*[0] * 60, 1]
    now[0] = 1.0
    assert (rate.take("one"), rate.take("one"), rate.take("two")) == (0, 1, 0)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"model": "assistant", "messages": []}, "invalid"),
        ({"messages": CHAT["messages"]}, "invalid"),
        (CHAT | {"n": 2}, "one_answer"),
        (CHAT | {"language": "de"}, "invalid"),
        (
            {"model": "assistant", "messages": [{"role": "assistant", "content": "x"}]},
            "no_question",
        ),
        ({"model": "assistant", "messages": [{"role": "user", "content": " "}]}, "question_empty"),
        (
            {"model": "assistant", "messages": [{"role": "user", "content": "x" * 2001}]},
            "question_too_long",
        ),
        (
            {
                "model": "assistant",
                "messages": [{"role": "user", "content": [{"type": "image_url"}]}],
            },
            "only_text",
        ),
    ],
)
def test_a_wrong_request_is_told_in_the_form_of_openai(
    client: httpx.Client, body: object, code: str
) -> None:
    answer = client.post("/v1/chat/completions", json=body)
    assert answer.status_code == 400
    assert is_openai_error(answer, code)


def test_half_a_character_is_refused(client: httpx.Client) -> None:
    half = json.dumps({"question": "\ud800 wat?"})
    kind = {"content-type": "application/json"}
    assert is_problem(client.post("/v1/ask", content=half, headers=kind), "invalid")
    chat = json.dumps(CHAT).replace("Wat", "\\ud800")
    answer = client.post("/v1/chat/completions", content=chat, headers=kind)
    assert is_openai_error(answer, "invalid")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/documents/none", 404, "no_such_document"),
        ("GET", "/v1/documents/tip-16-mandaat?start=-1", 400, "invalid"),
        ("GET", "/v1/search", 400, "invalid"),
        ("GET", "/v1/search?q=%20", 400, "question_empty"),
        ("GET", "/v1/search?q=a&k=0", 400, "invalid"),
        ("GET", "/v1/documents/", 404, "no_such_document"),
        ("GET", "/v1/ask/", 404, "not_found"),
        ("GET", "/v1/ask", 405, "method"),
        ("DELETE", "/v1/documents", 405, "method"),
        ("POST", "/v1/ask", 400, "invalid"),
    ],
)
def test_elsewhere_a_problem_is_told(
    client: httpx.Client, method: str, path: str, status: int, code: str
) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert is_problem(answer, code)
    assert ("allow" in answer.headers) is (status == 405)


def test_what_is_too_long_is_refused_in_the_same_form(client: httpx.Client) -> None:
    long = client.post("/v1/chat/completions", content=b" " * (BODY_BYTES_MAX + 1))
    assert long.status_code == 413
    assert is_openai_error(long, "too_long")


def test_a_failure_tells_nothing_of_what_was_asked(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Slow):
        def stream(self, *_: Any) -> Any:
            raise RuntimeError(QUESTION)

    with ApiServer(Broken(assistant), tmp_path) as server:
        url = f"{server.url}/v1/chat/completions"
        whole = post(url, json=CHAT, headers=server.headers)
        assert whole.status_code == 500
        assert is_openai_error(whole, "failed")
        with (
            openai.OpenAI(base_url=f"{server.url}/v1", api_key=server.token, max_retries=0) as one,
            pytest.raises(openai.APIError),
        ):
            list(one.chat.completions.create(**CHAT, stream=True))  # type: ignore[call-overload]
        asked = post(f"{server.url}/v1/ask", json={"question": QUESTION}, headers=server.headers)
        assert is_problem(asked, "failed")
    assert "RuntimeError" in caplog.text
    assert QUESTION not in caplog.text


def test_who_would_wait_too_long_hears_that_it_is_busy(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """People on the page and programs share the places."""
    from assistant.page import conversation

    monkeypatch.setattr(conversation.Desk.__init__, "__defaults__", (1, 0.2, lambda: False))
    slow = Slow(assistant)
    with ApiServer(slow, tmp_path) as server:
        url = f"{server.url}/v1/chat/completions"

        def ask() -> None:
            first.append(post(url, json=CHAT, headers=server.headers, timeout=30))

        first: list[httpx.Response] = []
        asking = threading.Thread(target=ask)
        asking.start()
        assert slow.started.wait(10)
        busy = post(url, json=CHAT | {"stream": True}, headers=server.headers)
        assert is_openai_error(busy, "busy")
        assert busy.headers["retry-after"] == "30"
        slow.go_on.set()
        asking.join(timeout=30)
        assert first[0].status_code == 200


def test_programs_get_their_turn_in_their_order_and_who_has_left_gets_none(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.page import conversation

    class Noting(Slow):
        def stream(self, question: str, *others: Any) -> Any:
            answered.append(question)
            return super().stream(question, *others)

    monkeypatch.setattr(conversation.Desk.__init__, "__defaults__", (1, 60.0, lambda: False))
    answered: list[str] = []
    slow = Noting(assistant)
    with ApiServer(slow, tmp_path) as server:

        def ask(question: str, timeout_s: float = 60) -> None:
            url, json = f"{server.url}/v1/ask", {"question": question}
            with suppress(httpx.ReadTimeout):
                post(url, json=json, headers=server.headers, timeout=timeout_s)

        asking = [threading.Thread(target=ask, args=(one,)) for one in ("een", "twee", "drie")]
        asking[0].start()
        assert slow.started.wait(10)
        ask("weg", 0.5)
        for one in asking[1:]:
            one.start()
            time.sleep(0.5)
        # By then it has been seen that nobody waits for the one that left.
        time.sleep(1.5)
        slow.go_on.set()
        for one in asking:
            one.join(60)
    assert answered == ["een", "twee", "drie"]


@pytest.mark.parametrize("stream", [True, False])
def test_an_answer_nobody_waits_for_is_stopped(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture, *, stream: bool
) -> None:
    slow = Slow(assistant)
    with ApiServer(slow, tmp_path) as server:
        with pytest.raises(httpx.ReadTimeout):
            post(
                f"{server.url}/v1/chat/completions",
                json=CHAT | {"stream": stream},
                headers=server.headers,
                timeout=0.5,
            )
        assert slow.stopped.wait(10)
    assert [one for one in caplog.records if one.levelname == "ERROR"] == []


def test_scripts_of_other_sites_are_kept_out_unless_named(
    assistant: Assistant, tmp_path: Path
) -> None:
    with ApiServer(assistant, tmp_path, api_origins="https://chat.example.nl") as server:
        url = f"{server.url}/v1/ask"
        for origin, status in (("https://chat.example.nl", 200), ("https://evil.example", 403)):
            browser = {"origin": origin, "sec-fetch-site": "cross-site"}
            asked = post(url, json={"question": QUESTION}, headers=server.headers | browser)
            assert asked.status_code == status
            before = httpx.options(
                url,
                headers=browser
                | {
                    "access-control-request-method": "POST",
                    "access-control-request-headers": "authorization",
                },
            )
            known = origin if status == 200 else None
            assert asked.headers.get("access-control-allow-origin") == known
            assert before.headers.get("access-control-allow-origin") == known


def test_the_log_of_events_holds_no_text_and_tells_tokens_apart(
    assistant: Assistant, tmp_path: Path
) -> None:
    with ApiServer(assistant, tmp_path) as server, open_log(server.settings):
        other = {"authorization": f"Bearer {server.tokens.add('other')}"}
        for headers in (server.headers, other, {}):
            post(f"{server.url}/v1/ask", json={"question": QUESTION}, headers=headers)
        lines = [
            json.loads(line)
            for file in server.settings.log_directory.iterdir()
            for line in file.read_text().splitlines()
        ]
    asked, also, refused = lines
    assert [asked["actie"], asked["object"], asked["resultaat"]] == [
        "question_asked",
        "api",
        "answered",
    ]
    assert asked["actor"] != also["actor"]
    assert (refused["actie"], refused["resultaat"]) == ("request_refused", "no_token")
    assert "verantwoording" not in json.dumps(lines)


def test_the_page_is_as_it_was_beside_it(server: ApiServer) -> None:
    assert get(f"{server.url}/").status_code == 200
    assert get(f"{server.url}/healthz").text.startswith("ok")
    assert get(f"{server.url}/v1beta").status_code == 404
    crossing = post(f"{server.url}/zoeken", headers={"origin": "https://evil.example"})
    assert crossing.headers["content-type"].startswith("text/plain")


def test_alone_links_lead_to_the_documents(assistant: Assistant, tmp_path: Path) -> None:
    with ApiServer(assistant, tmp_path) as server:
        answer = post(
            f"{server.url}/v1/ask", json={"question": QUESTION}, headers=server.headers
        ).json()
        for one in answer["citations"]:
            read = get(one["url"], headers=server.headers).json()
            assert read["text"] == one["quote"]
        assert is_problem(get(f"{server.url}/", headers=server.headers), "not_found")


def test_where_the_page_has_an_address_links_lead_there(
    assistant: Assistant, tmp_path: Path
) -> None:
    address = "https://vraag.example.nl"
    with ApiServer(assistant, tmp_path, public_url=address) as server:
        answer = post(
            f"{server.url}/v1/ask", json={"question": QUESTION}, headers=server.headers
        ).json()
        assert all(one["url"].startswith(f"{address}/bibliotheek/") for one in answer["citations"])


def test_sign_in_keeps_the_page_closed_and_tokens_open_the_api(
    assistant: Assistant, tmp_path: Path
) -> None:
    accounts = tmp_path / "accounts"
    accounts.write_text(f"jan:{hash_password('a long password')}\n")
    with ApiServer(
        assistant, tmp_path, with_page=True, sign_in="password", passwords=accounts
    ) as server:
        models = f"{server.url}/v1/models"
        assert get(models, headers=server.headers).status_code == 200
        assert get(models).status_code == 401
        for path in ("/", "/bibliotheek", "/bibliotheek/tip-16-mandaat"):
            assert get(server.url + path, headers=server.headers).status_code == 401

"""The server of the chat page: routes, headers, address."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from page_helpers import ScriptedAssistant
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from assistant import Settings
from assistant.event_log import open_log, record
from assistant.page.errors import AddressUnavailable
from assistant.page.gateway import Gateway
from assistant.page.guard.build import guard
from assistant.page.server import build_app, serve, take_address
from assistant.page.sign_in.passwords import hash_password
from assistant.texts import load_texts
from corpus import AssistantError


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(build_app(ScriptedAssistant(), Settings())) as client:
        yield client


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize(
    "route",
    [
        "/config",
        "/gradio_api/upload",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/call/ask",
        "/gradio_api/run/ask",
        "/gradio_api/run/predict",
        "/gradio_api/file=/etc/passwd",
        "/run/predict",
        "/upload",
        "/monitoring",
        "/docs",
        "/openapi.json",
    ],
)
def test_what_the_page_does_not_need_is_closed(client: TestClient, root: str, route: str) -> None:
    assert client.get(root + route).status_code == 404
    assert client.post(root + route, json={"data": []}).status_code in (404, 405)


def test_the_page_asks_for_nothing_at_the_root_of_its_host(client: TestClient) -> None:
    """At a path of its address that root is another site's."""
    for path in ("/", "/en/"):
        assert re.findall(r"""(?:href|src)=["']?/[^"'>]*""", client.get(path).text) == []


@pytest.mark.parametrize("route", ["queue/join", "queue/join/", "cancel"])
@pytest.mark.parametrize(
    "body",
    [
        *({"fn_index": number} for number in (99999, -1, 10**30, None, "0", "x", 1.5, True, [0])),
        {},
        [],
        "fn_index",
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_command_that_the_page_does_not_have_is_refused(
    client: TestClient, language: str, body: Any, route: str
) -> None:
    """As an open page of the version before may send: reloading it helps."""
    if isinstance(body, dict):
        body = {"data": ["vraag"], "session_hash": "x", "event_id": "x", **body}
    root = "" if language == "nl" else "/en"
    refused = client.post(f"{root}/gradio_api/{route}", json=body)
    told = load_texts(language)["guard.malformed"]  # type: ignore[arg-type]
    assert (refused.status_code, refused.text) == (400, f"{told}\n")


@pytest.mark.parametrize("body", [b"", b"{", b"[" * 100_000, b"\xff", b"9" * 5_000])
def test_a_command_that_cannot_be_read_is_refused(client: TestClient, body: bytes) -> None:
    assert client.post("/gradio_api/queue/join", content=body).status_code == 400


@pytest.mark.parametrize("path", ["/", "/en/", "/config", "/over"])
def test_every_response_limits_what_a_page_may_load(client: TestClient, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert "img-src 'self' data: blob:;" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize(
    ("path", "language"),
    [("/", "nl"), ("/en/", "en"), ("/en", "en"), ("/?lang=en", "en"), ("/en/?lang=nl", "nl")],
)
def test_each_language_has_its_page(client: TestClient, path: str, language: str) -> None:
    response = client.get(path, headers={"accept-language": "de"})
    assert response.status_code == 200
    assert f'lang="{language}"' in response.text[:200]
    assert load_texts(language)["page.title"] in response.text  # type: ignore[arg-type]
    assert "githubusercontent" not in response.text


def test_an_unknown_language_gets_the_page_of_the_settings(client: TestClient) -> None:
    assert 'lang="nl"' in client.get("/?lang=fr").text[:200]


def test_the_settings_choose_the_language_of_the_first_page() -> None:
    with TestClient(build_app(ScriptedAssistant(), Settings(language="en"))) as client:
        assert 'lang="en"' in client.get("/").text[:200]
        assert 'lang="nl"' in client.get("/nl/").text[:200]


def test_a_port_in_use_is_told_with_what_to_do() -> None:
    with take_address("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        for language, word in (("nl", "Poort"), ("en", "Port")):
            with pytest.raises(AddressUnavailable, match=rf"^{word} {port} .* ASSISTANT_PORT=.*$"):
                serve(Settings(port=port, language=language))  # type: ignore[arg-type]


def test_an_address_of_another_machine_is_told_with_what_to_do() -> None:
    with pytest.raises(AddressUnavailable, match="ASSISTANT_HOST"):
        take_address("192.0.2.1", 7860)


# The routes of Gradio that the page asks for. A new version may have other ones: those stay closed.
OPEN = {
    "/",
    "/assets/{path:path}",
    "/static/{path:path}",
    "/svelte/{path:path}",
    "/favicon.ico",
    "/theme.css",
    "/gradio_api/cancel",
    "/gradio_api/heartbeat/{session_hash}",
    "/gradio_api/queue/data",
    "/gradio_api/queue/join",
    "/gradio_api/reset",
    "/gradio_api/reset/",
    "/gradio_api/startup-events",
}


def gradio_routes() -> set[str]:
    """Return every route that Gradio has, with the parts of it that vary between braces."""
    from gradio.routes import App

    with gr.Blocks(analytics_enabled=False) as blocks:
        gr.Textbox()
    paths = set()
    for route in App.create_app(blocks).routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            paths.add(route.path)  # type: ignore[attr-defined]
        else:
            paths |= {f"/gradio_api{one.path.removeprefix('/gradio_api')}" for one in inner.routes}
    return paths


def test_of_all_routes_of_gradio_only_those_that_the_page_needs_are_open() -> None:
    reached: list[str] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope["path"])
        await PlainTextResponse("")(scope, receive, send)

    client = TestClient(Gateway(inner, "nl", {"nl": "/", "en": "/en/"}, {}))
    routes = gradio_routes()
    assert {"/config", "/gradio_api/upload", "/gradio_api/call/{api_name}"} <= routes
    opened = set()
    for route in routes:
        reached.clear()
        client.get(re.sub(r"\{[^}]*\}", "x", route))
        if reached:
            opened.add(route)
    assert opened == OPEN


def test_what_a_page_of_gradio_does_is_logged_with_who_asks(tmp_path: Path) -> None:

    def answer(question: str, request: gr.Request) -> str:
        record("question_asked", "conversation", "answered", request)
        return question

    with gr.Blocks(analytics_enabled=False) as blocks:
        box = gr.Textbox()
        box.submit(answer, box, box)
    app = FastAPI()
    gr.mount_gradio_app(app, blocks, path="/")
    settings = Settings(data=tmp_path)
    asked = {"data": ["vraagmerkteken"], "fn_index": 0, "session_hash": "x"}
    with (
        open_log(settings),
        TestClient(guard(app, settings), client=("192.0.2.7", 1)) as client,
    ):
        client.post("/gradio_api/queue/join", json=asked)
        with client.stream("GET", "/gradio_api/queue/data?session_hash=x") as answers:
            assert any("process_completed" in line for line in answers.iter_lines())
    (file,) = settings.log_directory.iterdir()
    line = json.loads(file.read_text())
    assert (line["resultaat"], line["oorsprong"]) == ("answered", "192.0.2.7")
    assert "vraagmerkteken" not in file.read_text()


def test_nothing_of_the_page_opens_before_signing_in(tmp_path: Path) -> None:
    (tmp_path / "accounts").write_text(f"jan:{hash_password('vier losse woorden')}\n")
    settings = Settings(data=tmp_path, sign_in="password", passwords=tmp_path / "accounts")
    with TestClient(build_app(ScriptedAssistant(), settings), follow_redirects=False) as client:
        own = ("/en/", "/library", "/about", "/bibliotheek", "/over")
        for path in (*own, *(re.sub(r"\{[^}]*\}", "x", route) for route in gradio_routes())):
            for address in (path, f"/en{path}"):
                for method in ("GET", "HEAD", "POST"):
                    assert client.request(method, address).status_code == 401, (method, address)
        client.post("/sign-in", data={"name": "jan", "password": "vier losse woorden"})
        for path in ("/", "/en/", "/theme.css"):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"host": "0.0.0.0"}, "ASSISTANT_SIGN_IN"),
        ({"sign_in": "password"}, "ASSISTANT_PASSWORDS"),
        ({"data": "file"}, "assistant index"),
        ({"data": "empty"}, "assistant index|make"),
        ({"documents": "nowhere"}, "nowhere"),
        ({"theme_file": "nowhere"}, "ASSISTANT_THEME_FILE"),
    ],
)
def test_what_keeps_the_page_from_starting_is_told_in_one_line(
    tmp_path: Path, settings: Settings, changes: dict[str, str], told: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "empty").mkdir()
    in_folder = {"data", "documents", "theme_file"}
    values = {
        name: tmp_path / value if name in in_folder else value for name, value in changes.items()
    }
    wrong = settings.model_copy(update={"port": free_port(), **values})
    with pytest.raises(AssistantError, match=told) as stopped:
        serve(wrong)
    assert "\n" not in str(stopped.value)


def free_port() -> int:
    with take_address("127.0.0.1", 0) as listening:
        return int(listening.getsockname()[1])


def test_a_process_that_is_not_open_yet_lets_nobody_wait_for_it() -> None:
    with take_address("127.0.0.1", 0) as taken:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(taken.getsockname())
        taken.listen()
        socket.create_connection(taken.getsockname()).close()

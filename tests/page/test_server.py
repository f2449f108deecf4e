"""The server of the chat page: routes, headers, address."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from page_helpers import ScriptedAssistant

from assistant import Settings
from assistant.page.conversation import Desk
from assistant.page.errors import AddressUnavailable
from assistant.page.server import build_app, listen, serve
from assistant.texts import load_texts


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


def test_the_manifest_is_there(client: TestClient) -> None:
    assert client.get("/manifest.json").json()["name"] == load_texts("nl")["page.title"]


@pytest.mark.parametrize("path", ["/", "/en/", "/config", "/manifest.json"])
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
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(AddressUnavailable, match=rf"Port {port} .* ASSISTANT_PORT="):
            serve(Settings(port=port))


def test_an_address_of_another_machine_is_told_with_what_to_do() -> None:
    with pytest.raises(AddressUnavailable, match="ASSISTANT_HOST"):
        listen("192.0.2.1", 7860)


def test_who_waits_too_long_hears_that_it_is_busy() -> None:
    texts = load_texts("nl")
    desk = Desk(ScriptedAssistant(), at_once=0, patience_s=0.01)
    assert desk.ask("Wat?", (), texts, 2000).notice == texts["page.busy"]


def test_a_free_port_is_listened_on() -> None:
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        pass

"""What every request passes before the page, whatever the page is."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from assistant import Settings
from assistant.page.guard.build import guard, readiness_of
from assistant.page.guard.connections import PatientProtocol
from assistant.page.guard.faults import Faults
from assistant.page.guard.limits import BODY_BYTES_MAX, Limits
from assistant.page.guard.room import Room
from assistant.page.server import configure, take_address
from assistant.texts import load_texts
from assistant.visitor import visitor_of

REPOSITORY = Path(__file__).resolve().parents[2]
TEXTS = {language: load_texts(language) for language in ("nl", "en")}  # type: ignore[arg-type]


async def echo(request: Request) -> JSONResponse:
    """Answer with what the page would see."""
    visitor = visitor_of(request)
    assert visitor is not None
    return JSONResponse(
        {
            "body": (await request.body()).decode(),
            "url": str(request.url),
            "headers": dict(request.headers),
            "origin": visitor.origin,
            "actor": visitor.actor,
        }
    )


async def fail(request: Request) -> JSONResponse:
    raise RuntimeError(f"foutmerkteken {request.url}")


INNER = Starlette(
    routes=[
        Route("/fails", fail),
        Route("/{path:path}", echo, methods=["GET", "POST", "PUT", "DELETE"]),
    ]
)


@pytest.fixture
def make(tmp_path: Path) -> Any:
    """Make a client of a guarded app, by its settings and the address that it calls from."""

    def make_(client: tuple[str, int] = ("127.0.0.1", 50000), **changes: Any) -> TestClient:
        settings = Settings(data=tmp_path, **changes)
        return TestClient(guard(INNER, settings), "http://127.0.0.1:7860", client=client)

    return make_


# --- headers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/en/", "/healthz", "/a//b", "/nothing/here"])
def test_every_response_has_the_security_headers(make: Any, path: str) -> None:
    headers = make().get(path).headers
    policy = headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "img-src 'self' data: blob:;" in policy
    assert policy.endswith("frame-ancestors 'none'")
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "microphone=()" in headers["permissions-policy"]
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "strict-transport-security" not in headers


def test_an_intranet_may_list_who_shows_the_page_in_a_frame(make: Any) -> None:
    headers = make(frame_ancestors="https://intranet.example.nl, 'self'").get("/").headers
    assert headers["content-security-policy"].endswith(
        "frame-ancestors https://intranet.example.nl 'self'"
    )
    assert "x-frame-options" not in headers


@pytest.mark.parametrize(
    "value", ["https://a.nl; script-src *", "*", "https:", "a.nl\r\nx: y", "https://a.nl/path"]
)
def test_a_frame_ancestor_cannot_change_the_rest_of_the_policy(value: str) -> None:
    with pytest.raises(ValueError, match="frame_ancestors"):
        Settings(frame_ancestors=value)  # type: ignore[arg-type]


def test_https_is_to_be_kept_to_when_the_page_is_at_an_https_address(make: Any) -> None:
    client = make(public_url="https://vraag.example.nl", sign_in="none")
    response = client.get("/x")
    assert response.headers["strict-transport-security"] == "max-age=31536000"
    assert response.json()["url"] == "https://vraag.example.nl/x"


def test_what_fails_unforeseen_is_noted_by_its_place_and_never_by_its_text(
    make: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    response = make().get("/fails?vraagmerkteken")
    assert response.status_code == 500
    assert "content-security-policy" in response.headers
    noted = caplog.text + "".join(capfd.readouterr())
    assert "RuntimeError in " in noted
    assert "merkteken" not in noted


def test_who_gets_no_answer_at_all_is_told_so_in_their_language() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        raise RuntimeError

    async def receive() -> Message:
        raise AssertionError

    sent = call(Faults(broken, "nl"), receive)
    assert sent[0]["status"] == 500
    assert TEXTS["en"]["guard.failed"].encode() in sent[1]["body"]


# --- proxies -----------------------------------------------------------------------------------

FORGED = {
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-prefix": "/evil",
    "x-real-ip": "203.0.113.9",
    "forwarded": "for=203.0.113.9;host=evil.example",
    "x-original-url": "/config",
}


def test_nothing_that_a_proxy_tells_is_believed_from_anyone_else(make: Any) -> None:
    seen = make().get("/x", headers=FORGED).json()
    assert seen["origin"] == "127.0.0.1"
    assert seen["url"] == "http://127.0.0.1:7860/x"
    assert not set(FORGED) & set(seen["headers"])


def test_a_trusted_proxy_tells_the_address_and_the_scheme_but_never_the_host(make: Any) -> None:
    client = make(("10.0.0.1", 1), trusted_proxies="10.0.0.0/8", host="0.0.0.0", sign_in="none")
    seen = client.get("/x", headers=FORGED).json()
    assert seen["origin"] == "203.0.113.9"
    assert seen["url"] == "https://127.0.0.1:7860/x"
    assert not set(FORGED) & set(seen["headers"])


@pytest.mark.parametrize(
    ("forwarded", "origin"),
    [
        ("1.1.1.1, 203.0.113.9", "203.0.113.9"),  # the reader's own invention stands before it
        ("203.0.113.9, 10.0.0.7", "203.0.113.9"),  # through two proxies
        ("203.0.113.9, nonsense", "10.0.0.1"),
        ("", "10.0.0.1"),
        ("2001:db8::5", "2001:db8::5"),
        ("203.0.113.9:50000", "203.0.113.9"),
        ("[2001:db8::5]:50000", "2001:db8::5"),
        ("[2001:db8::5]", "2001:db8::5"),
        ("203.0.113.9:", "10.0.0.1"),
    ],
)
def test_the_address_is_what_the_nearest_proxies_saw(
    make: Any, forwarded: str, origin: str
) -> None:
    client = make(
        ("::ffff:10.0.0.1", 1), trusted_proxies="10.0.0.0/8", host="0.0.0.0", sign_in="none"
    )
    assert client.get("/", headers={"x-forwarded-for": forwarded}).json()["origin"] == origin


# --- host, origin, method, path ------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "evil.example:7860", "", "a b", "x@localhost",
                                  "localhost/evil", "[::1", "127.0.0.1.evil.example"])  # fmt: skip
def test_a_local_page_has_no_name_that_someone_else_could_own(make: Any, host: str) -> None:
    """Otherwise a site could let its own name point to this machine, and read the page."""
    assert make().get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860", "werkplek"])
def test_a_local_page_opens_under_the_names_of_this_machine(make: Any, host: str) -> None:
    assert make().get("/", headers={"host": host}).status_code == 200


def test_a_page_with_a_public_address_has_no_other(make: Any) -> None:
    client = make(public_url="https://vraag.example.nl", host="0.0.0.0", sign_in="none")
    assert client.get("/", headers={"host": "vraag.example.nl"}).status_code == 200
    refused = client.get("/en/", headers={"host": "evil.example"})
    assert (refused.status_code, refused.headers["content-language"]) == (400, "en")
    assert refused.text.strip() == TEXTS["en"]["guard.host_unknown"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://[bad"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:7860"},
    ],
)
def test_another_site_cannot_send_anything(make: Any, headers: dict[str, str]) -> None:
    refused = make().post("/gradio_api/queue/join", headers=headers)
    assert refused.status_code == 403
    assert refused.text.strip() == TEXTS["nl"]["guard.other_site"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://127.0.0.1:7860"},
        {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:7860"},
        {},
    ],
)
def test_the_page_itself_can(make: Any, headers: dict[str, str]) -> None:
    assert make().post("/x", headers=headers, content="vraag").json()["body"] == "vraag"


def test_behind_a_proxy_that_changes_the_host_the_page_can_send_too(make: Any) -> None:
    client = make(public_url="https://vraag.example.nl", sign_in="none")
    headers = {"host": "127.0.0.1:7860", "origin": "https://vraag.example.nl"}
    assert client.post("/x", headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "FOO"])
def test_the_page_is_read_and_posted_to_and_nothing_else(make: Any, method: str) -> None:
    for path in ("/", "/healthz", "/gradio_api/queue/join"):
        assert make().request(method, path).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["//config", "/%2e%2e/config", "/en/%2e%2e/config", "/assets/%2e%2e/config",
     "/assets/..%2fconfig", "/x%5c..%5cconfig", "/x%00", "/%2fconfig", "/en/%2e"],
)  # fmt: skip
def test_a_path_has_one_spelling(make: Any, path: str) -> None:
    client = make()
    response = client.send(client.build_request("GET", f"http://127.0.0.1:7860{path}"))
    assert response.status_code == 404


def test_websockets_are_refused(make: Any) -> None:
    from starlette.websockets import WebSocketDisconnect

    with (
        pytest.raises(WebSocketDisconnect),
        make().websocket_connect("/queue/join", headers={"host": "localhost"}),
    ):
        pass


# --- limits ------------------------------------------------------------------------------------


def test_a_question_of_the_greatest_length_fits(make: Any) -> None:
    import json

    longest = json.dumps({"data": ["🙂" * 20_000]})
    assert make().post("/x", content=longest).status_code == 200


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_body_that_is_too_large_is_refused_in_the_readers_language(
    make: Any, language: str
) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(5):
            yield b"x" * (BODY_BYTES_MAX // 4)

    for content in (b"x" * (BODY_BYTES_MAX + 1), parts()):
        refused = make().post(f"/{language}/x", content=content)
        assert refused.status_code == 413
        assert refused.text.strip() == TEXTS[language]["guard.too_long"]
        assert refused.headers["content-language"] == language


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "99999999999999999999"])
def test_a_length_that_is_none_is_refused(make: Any, length: str) -> None:
    assert make().post("/x", headers={"content-length": length}).status_code == 413


async def never(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
    await asyncio.sleep(3600)


def call(app: Any, receive: Any, **changes: Any) -> list[Message]:
    """Call an ASGI app and return what it sent."""
    sent: list[Message] = []
    scope = {"type": "http", "path": "/en/", "query_string": b"", "headers": [], "method": "POST"}

    async def send(message: Message) -> None:
        sent.append(message)

    # In a thread: that of the tests has Playwright's own loop.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(app({**scope, **changes}, receive, send))).result()
    return sent


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def receive() -> Message:
        await asyncio.sleep(3600)
        raise AssertionError

    sent = call(Limits(never, "nl", Room(1), body_timeout_s=0.01), receive)
    assert sent[0]["status"] == 408
    assert TEXTS["en"]["guard.too_slow"].encode() in sent[1]["body"]


def test_who_comes_when_it_is_full_hears_so_and_the_place_is_free_again_after() -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    statuses: list[int] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                assert (b"retry-after", b"30") in message["headers"]

        # While this one is being answered, another comes.
        await limits(scope, receive, note)
        raise RuntimeError("and this one fails")

    limits = Limits(inner, "nl", Room(1))
    for _ in range(2):
        with pytest.raises(RuntimeError):
            call(limits, receive)
    assert statuses == [503, 503]


def test_no_household_takes_every_place_and_health_tells_when_all_are_taken(
    tmp_path: Path,
) -> None:
    """Gradio's sign of life has no end: whoever opens many holds as many places."""

    async def check() -> None:
        ends = asyncio.Event()

        async def inner(scope: Scope, receive: Receive, send: Send) -> None:
            if "heartbeat" in scope["path"]:
                await ends.wait()
            await JSONResponse("answered")(scope, receive, send)

        app = guard(inner, Settings(data=tmp_path, requests_at_once_max=40))

        async def ask(address: str, path: str = "/x") -> Response:
            transport = ASGITransport(app, client=(address, 50000))
            async with AsyncClient(transport=transport, base_url="http://127.0.0.1:7860") as client:
                return await client.get(path)

        async def hold(
            address: str, count: int, refused_count: int = 0
        ) -> list[asyncio.Task[Response]]:
            """Open many signs of life, and wait until so many have been refused."""
            paths = [f"/gradio_api/heartbeat/{address[-1]}-{number}" for number in range(count)]
            tasks = [asyncio.create_task(ask(address, path)) for path in paths]
            async with asyncio.timeout(60):
                while sum(one.done() for one in tasks) < refused_count:
                    await asyncio.sleep(0.01)
            # Time for one more to be refused, if any were.
            await asyncio.sleep(0.2)
            assert {one.result().status_code for one in tasks if one.done()} <= {503}
            return [one for one in tasks if not one.done()]

        held = await hold("2001:db8::1", 35, 25)
        # A quarter of the places, whatever address of its network it has; it can still ask.
        assert len(held) == 10
        assert await hold("2001:db8::2", 1, 1) == []
        for address in ("2001:db8::2", "192.0.2.1"):
            assert (await ask(address)).status_code == 200
            assert (await ask(address, "/healthz")).text == "ok\n"
        for address in ("192.0.2.2", "192.0.2.3", "192.0.2.4"):
            held += await hold(address, 10)
        assert (await ask("192.0.2.1")).status_code == 503
        for path in ("/healthz", "/readyz"):
            full = await ask("192.0.2.1", path)
            assert (full.status_code, full.text) == (503, "full\n")
        ends.set()
        assert {one.status_code for one in await asyncio.gather(*held)} == {200}
        assert (await ask("192.0.2.1", "/healthz")).text == "ok\n"
        assert (await ask("192.0.2.1")).status_code == 200

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(check())).result()


def test_who_watches_hears_when_questions_are_taken(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    readiness = readiness_of(settings, is_warm=False)
    client = TestClient(
        guard(INNER, settings, lambda: "20261129", readiness), "http://127.0.0.1:7860"
    )

    def told() -> tuple[int, str]:
        answer = client.get("/readyz")
        assert answer.headers["cache-control"] == "no-store"
        assert client.head("/readyz").status_code == answer.status_code
        assert client.get("/healthz").text == "ok\nindex 20261129\n"
        return answer.status_code, answer.text

    assert told() == (503, "warming up\nindex 20261129\n")
    readiness.warmed()
    assert told() == (200, "ready\nindex 20261129\n")
    readiness.stop()
    assert told() == (503, "stopping\nindex 20261129\n")


@contextmanager
def serving(app: Any) -> Iterator[tuple[str, int]]:
    """Serve an app as the chat page is served."""
    with take_address("127.0.0.1", 0) as listening:
        server = uvicorn.Server(configure(app))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()
        server.should_exit = True
        thread.join(timeout=10)


def answer_to(address: tuple[str, int], request: bytes) -> bytes:
    with closing(socket.create_connection(address, timeout=20)) as connection:
        connection.sendall(request)
        received = b""
        while part := connection.recv(65536):
            received += part
        return received


def test_over_a_real_connection_nothing_slips_past(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PatientProtocol, "head_timeout_s", 0.3)
    end = b"Connection: close\r\n\r\n"
    expected = {
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + end: b"HTTP/1.1 200",
        b"GET /x HTTP/1.1\r\nHost: localhost\r\n" + end: b"HTTP/1.1 200",
        b"GET /x HTTP/1.1\r\n" + end: b"HTTP/1.1 400",
        b"GET /x HTTP/1.0\r\n\r\n": b"HTTP/1.1 400",
        b"GET /x HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n" + end: b"HTTP/1.1 400",
        b"GET http://evil.example/x HTTP/1.1\r\nHost: localhost\r\n" + end: b"HTTP/1.1 404",
        b"GET //x HTTP/1.1\r\nHost: localhost\r\n" + end: b"HTTP/1.1 404",
        b"GET /%2e%2e/x HTTP/1.1\r\nHost: localhost\r\n" + end: b"HTTP/1.1 404",
        b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n" + end: b"HTTP/1.1 404",
        # Two lengths, or a length beside chunks: two servers may read two requests in it.
        b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n"
        + end
        + b"ab": b"HTTP/1.1 400",
        b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked"
        b"\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n": b"HTTP/1.1 400",
        b"GET /en/../x HTTP/1.1\r\nHost: localhost\r\n" + end: b"HTTP/1.1 404",
        b"GET /x HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: upgrade, close"
        b"\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n": b"HTTP/1.1 200",  # an ordinary request: no websocket is spoken
        # A head that is never whole is answered by the end of the connection.
        b"GET /x HTTP/1.1\r\nHost: local": b"",
        b"": b"",
    }
    with serving(guard(INNER, Settings(data=tmp_path))) as address:
        for request, start in expected.items():
            received = answer_to(address, request)
            assert received[:12] == start, (request[:80], received[:200])
            assert received.count(b"HTTP/1.1 ") <= 1
            assert b"server:" not in received.lower()


def test_a_proxy_on_this_machine_is_not_believed_unless_the_settings_say_so(
    tmp_path: Path,
) -> None:
    """Uvicorn by itself believes whoever calls from 127.0.0.1."""
    request = (
        b"GET /x HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.9\r\n"
        b"Connection: close\r\n\r\n"
    )
    for trusted, origin in (
        ("", b'"origin":"127.0.0.1"'),
        ("127.0.0.1", b'"origin":"203.0.113.9"'),
    ):
        settings = Settings(data=tmp_path, trusted_proxies=trusted)  # type: ignore[arg-type]
        with serving(guard(INNER, settings)) as address:
            assert origin in answer_to(address, request)


def test_no_traceback_of_a_serving_process_quotes_what_was_typed() -> None:
    """In a process of its own: it changes what the standard library prints."""
    code = """
import asyncio, logging, threading, traceback
from assistant.page.guard.faults import keep_texts_out_of_tracebacks
logging.basicConfig()
keep_texts_out_of_tracebacks()

def fail():
    raise ValueError("foutmerkteken\\n2026-11-28 forged line")

async def never_retrieved():
    task = asyncio.create_task(asyncio.to_thread(fail))
    await asyncio.wait([task])

try:
    fail()
except ValueError:
    traceback.print_exc()
    logging.getLogger("library").exception("It broke")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
asyncio.run(never_retrieved())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert "foutmerkteken" not in done.stderr
    assert "forged" not in done.stderr
    assert done.stderr.count("ValueError in <string>, line") == 4
    assert "Task exception was never retrieved" in done.stderr

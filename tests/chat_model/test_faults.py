"""An endpoint with every fault: always an answer, of quotations, within the time that was set.

A real server on this machine speaks (or fails to speak) the OpenAI protocol; a real client asks it.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from assistant import Assistant, Reply, Settings
from assistant.chat_model.connection import connect_chat_model
from assistant.verification import is_sound

TIMEOUT_S = 3.0
QUESTION = "Aan wie legt een opgaveteam verantwoording af?"
Fault = Callable[["Endpoint"], None]


class Endpoint(BaseHTTPRequestHandler):
    """Answers each request with the fault of its server."""

    server: FaultyServer

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.requests += 1
        # The client goes away, which is what it should do.
        with contextlib.suppress(OSError):
            self.server.fault(self)

    def log_message(self, *_: Any) -> None:
        pass

    def fail(self, status: int, message: str = "no") -> None:
        self.send_response(status)
        body = json.dumps({"error": {"message": message, "type": "x", "code": "x"}}).encode()
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def open_stream(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()

    def send_text(self, text: str, finish: str | None = None) -> None:
        chunk = {
            "id": "x",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}],
        }
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()


class FaultyServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, fault: Fault) -> None:
        super().__init__(("127.0.0.1", 0), Endpoint)
        self.fault = fault
        self.requests = 0
        self.is_over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


def status(code: int) -> Fault:
    return lambda endpoint: endpoint.fail(code)


def too_long(endpoint: Endpoint) -> None:
    endpoint.fail(400, "This model's maximum context length is 512 tokens.")


def silence(endpoint: Endpoint) -> None:
    endpoint.server.is_over.wait(60)


def silence_after_headers(endpoint: Endpoint) -> None:
    endpoint.open_stream()
    endpoint.server.is_over.wait(60)


def one_byte_a_second(endpoint: Endpoint) -> None:
    endpoint.open_stream()
    for byte in b'data: {"id": "x", "object": "chat.completion.chunk"':
        endpoint.wfile.write(bytes((byte,)))
        endpoint.wfile.flush()
        if endpoint.server.is_over.wait(1):
            return


def one_word_a_second(endpoint: Endpoint) -> None:
    endpoint.open_stream()
    for word in "STATEMENT: Het opgaveteam legt verantwoording af aan de wethouder.".split():
        endpoint.send_text(f"{word} ")
        if endpoint.server.is_over.wait(1):
            return


def broken_json(endpoint: Endpoint) -> None:
    endpoint.open_stream()
    endpoint.wfile.write(b'data: {"choices": [{"delta": {"content": "Het\n\ndata: }{\n\n')


def html_instead(endpoint: Endpoint) -> None:
    endpoint.send_response(200)
    endpoint.send_header("content-type", "text/html")
    endpoint.end_headers()
    endpoint.wfile.write(b"<html><body>Sign in first</body></html>")


def cut_in_mid_sentence(endpoint: Endpoint) -> None:
    endpoint.open_stream()
    endpoint.send_text("STATEMENT: Het opgaveteam legt verant")
    endpoint.connection.shutdown(socket.SHUT_RDWR)


def ends_without_a_word_about_it(endpoint: Endpoint) -> None:
    """As a server does that is stopped, or runs out of memory."""
    endpoint.open_stream()
    endpoint.send_text("STATEMENT: Het opgaveteam legt verant")


FAULTS: dict[str, Fault] = {
    "401": status(401),
    "404 (wrong model name)": status(404),
    "429": status(429),
    "500": status(500),
    "503": status(503),
    "context too long": too_long,
    "silence": silence,
    "silence after the headers": silence_after_headers,
    "one byte a second": one_byte_a_second,
    "one word a second": one_word_a_second,
    "broken JSON": broken_json,
    "HTML": html_instead,
    "cut in mid-sentence": cut_in_mid_sentence,
    "ends without a word about it": ends_without_a_word_about_it,
}


@pytest.fixture
def serve() -> Iterator[Callable[[Fault], FaultyServer]]:
    running = []

    def start(fault: Fault) -> FaultyServer:
        server = FaultyServer(fault)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.is_over.set()
        server.shutdown()
        server.server_close()


def connected(assistant: Assistant, url: str) -> Assistant:
    settings = Settings(chat_model="openai:m", chat_base_url=url, chat_timeout_s=TIMEOUT_S)
    model = connect_chat_model(settings)
    return Assistant(
        assistant.retriever.index, assistant.reader, settings, assistant.glossary, model
    )


def ask_in_time(asked: Assistant, assistant: Assistant) -> Reply:
    began = time.monotonic()
    reply = asked.ask(QUESTION)
    assert time.monotonic() - began < TIMEOUT_S + 1
    quoted = assistant.ask(QUESTION).answer
    assert reply.answer.writer == "quotes"
    assert reply.answer.citations == quoted.citations
    notice, _, rest = reply.answer.text.partition("\n\n")
    assert rest == quoted.text
    assert "taalmodel" in notice
    assert is_sound(reply.answer, assistant.documents)
    assert reply.model_work is not None
    assert reply.model_work.fallback is not None
    return reply


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_at_the_endpoint_leads_to_quotations_in_time(
    assistant: Assistant, serve: Callable[[Fault], FaultyServer], name: str
) -> None:
    server = serve(FAULTS[name])
    asked = connected(assistant, server.url)
    ask_in_time(asked, assistant)
    # Retries are bounded: one more chance, and none for what takes the time that there is.
    assert 1 <= server.requests <= 2


def test_a_redirect_hands_the_question_to_no_other_host(
    assistant: Assistant, serve: Callable[[Fault], FaultyServer]
) -> None:
    elsewhere = serve(status(500))

    def redirect(endpoint: Endpoint) -> None:
        endpoint.send_response(307)
        endpoint.send_header("location", f"{elsewhere.url}/chat/completions")
        endpoint.send_header("content-length", "0")
        endpoint.end_headers()

    server = serve(redirect)
    ask_in_time(connected(assistant, server.url), assistant)
    assert server.requests >= 1
    assert elsewhere.requests == 0


def test_an_endpoint_that_refuses_the_connection(assistant: Assistant) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    reply = ask_in_time(connected(assistant, f"http://127.0.0.1:{port}/v1"), assistant)
    assert reply.model_work is not None
    assert reply.model_work.fallback == "unavailable"


def test_a_server_that_was_busy_once_is_asked_again(
    assistant: Assistant, serve: Callable[[Fault], FaultyServer]
) -> None:
    def busy_at_first(endpoint: Endpoint) -> None:
        if endpoint.server.requests == 1:
            endpoint.fail(503)
            return
        endpoint.open_stream()
        quote = "het opgaveteam legt verantwoording af aan de wethouder"
        endpoint.send_text(f"STATEMENT: H{quote[1:]}.\nSOURCE: source-a\nQUOTE: {quote}")
        endpoint.send_text("", "stop")
        endpoint.wfile.write(b"data: [DONE]\n\n")

    server = serve(busy_at_first)
    reply = connected(assistant, server.url).ask(QUESTION)
    assert server.requests == 2
    assert reply.answer.writer == "openai:m"
    assert reply.answer.citations


def test_a_follow_up_at_a_silent_endpoint_is_answered_in_time_as_well(
    assistant: Assistant, serve: Callable[[Fault], FaultyServer]
) -> None:
    from assistant import Turn

    first = assistant.ask(QUESTION)
    history = [Turn("user", QUESTION), Turn("assistant", first.answer.text)]
    asked = connected(assistant, serve(silence).url)
    began = time.monotonic()
    reply = asked.ask("En de wethouder?", history)
    assert time.monotonic() - began < TIMEOUT_S + 1
    expected = assistant.ask("En de wethouder?", history)
    assert reply.standalone_question == expected.standalone_question
    assert reply.answer.citations == expected.answer.citations


def test_closing_the_stream_lets_go_of_the_server(
    assistant: Assistant, serve: Callable[[Fault], FaultyServer]
) -> None:
    """The reader presses stop: nothing more is asked of the model."""
    gone = threading.Event()

    def words_until_nobody_listens(endpoint: Endpoint) -> None:
        endpoint.open_stream()
        try:
            for number in range(2000):
                endpoint.send_text("STATEMENT: Het opgaveteam " if number == 0 else "legt ")
                time.sleep(0.01)
        except OSError:
            gone.set()
            raise

    stream = connected(assistant, serve(words_until_nobody_listens).url).stream(QUESTION)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert gone.wait(5)

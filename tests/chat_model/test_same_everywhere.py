"""The page and the command line answer the same, whichever writer is set; one setting switches."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Settings
from assistant.chat_model.connection import connect_chat_model
from assistant.page.conversation import Conversation, Desk
from assistant.texts import load_texts

REPOSITORY = Path(__file__).resolve().parents[2]
QUESTION = "Aan wie legt een opgaveteam verantwoording af?"
QUOTE = "het opgaveteam legt verantwoording af aan de wethouder"
ANSWER = "Het opgaveteam legt verantwoording af aan de wethouder. [1]"


class Model(BaseHTTPRequestHandler):
    """A server of the OpenAI protocol that answers from the sources it is given."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        before = asked["messages"][1]["content"].partition(QUOTE)[0]
        source = before.rpartition('<source id="')[2].partition('"')[0]
        said = f"STATEMENT: {ANSWER[:-4]}\nSOURCE: {source}\nQUOTE: {QUOTE}"
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for text, finish in ((said[:50], None), (said[50:], None), ("", "stop")):
            choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
            chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}
            self.wfile.write(f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


def on_the_command_line(**variables: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", "--json", QUESTION],
        capture_output=True,
        text=True,
        check=True,
        cwd=REPOSITORY,
        env={**os.environ, **variables},
    )
    record: dict[str, Any] = json.loads(done.stdout)
    return record


def on_the_page(assistant: Assistant) -> tuple[str, str]:
    steps = list(Desk(lambda: assistant).ask(QUESTION, Conversation(), load_texts("nl"), 2000))
    answer = steps[-1].conversation.answered[-1].reply.answer
    return answer.writer, answer.text


def test_with_a_chat_model(assistant: Assistant, address: str) -> None:
    record = on_the_command_line(ASSISTANT_CHAT_MODEL="openai:m", ASSISTANT_CHAT_BASE_URL=address)
    assert record["writer"] == "openai:m"
    assert record["text"].startswith(f"{ANSWER}\n\n> “")
    original = assistant.documents[record["citations"][0]["document"]].original
    for citation in record["citations"]:
        assert original[citation["start"] : citation["end"]] == citation["quote"]
    settings = Settings(chat_model="openai:m", chat_base_url=address)
    model = connect_chat_model(settings)
    asked = Assistant(
        assistant.retriever.index, assistant.reader, settings, assistant.glossary, model
    )
    assert on_the_page(asked) == ("openai:m", record["text"])


def test_without_one(assistant: Assistant) -> None:
    record = on_the_command_line()
    assert record["writer"] == "quotes"
    assert on_the_page(assistant) == ("quotes", record["text"])

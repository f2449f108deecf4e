"""Nothing leaves this machine: neither a connection nor the look-up of a name."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import Settings, open_assistant

HERE = ("127.0.0.1", "::1", "localhost")

# Runs the command line with a hook in the interpreter itself, which sees what any library does
# through Python's sockets, and cannot be taken away again.
GUARDED = """
import sys

def note(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        print("NETWORK", event, arguments, file=sys.stderr)

sys.addaudithook(note)
from assistant.commands import main
main()
"""


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Refuse every connection and look-up that is not of this machine, and remember it."""
    tried: list[object] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in HERE:
            tried.append(address)
            raise OSError("no network in this test")
        connect(self, address)

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if host not in HERE:
            tried.append(host)
            raise OSError("no network in this test")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    return tried


def test_the_guard_sees_what_it_has_to_see(attempts: list[object]) -> None:
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("example.org", 80), timeout=1)
    with socket.socket() as client, pytest.raises(OSError, match="no network"):
        client.connect(("192.0.2.1", 80))
    assert attempts == ["example.org", ("192.0.2.1", 80)]


def test_opening_and_answering_in_both_languages_stays_on_this_machine(
    settings: Settings, attempts: list[object]
) -> None:
    with open_assistant(settings) as assistant:
        for question in (
            "Wat is publieke verantwoording?",
            "What does the tribelead do?",
            "Wie zei: ik akker daar vrij horizontaal doorheen?",
            "What is the weather in Paris?",
        ):
            assert assistant.ask(question).answer.text
            assert assistant.ask(question, language="en").answer.text
    assert attempts == []


def guarded(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line under the hook."""
    # Other programs' wishes to reach nothing are taken away: it must not need them.
    wishes = (
        *("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "ANONYMIZED_TELEMETRY", "LANGSMITH_TRACING"),
        *("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"),
    )
    return subprocess.run(
        [sys.executable, "-c", GUARDED, *arguments],
        env={name: value for name, value in os.environ.items() if name not in wishes},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.usefixtures("settings")
def test_the_command_line_stays_on_this_machine(tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    asked = ("Wat is de bedoeling?", "Who is responsible for the budget?")
    questions.write_text(
        "".join(json.dumps({"id": 1, "question": one}) + "\n" for one in asked), encoding="utf-8"
    )
    done = guarded("ask", "--json", "--input", str(questions))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 2


def test_building_an_index_stays_on_this_machine(
    make_data: Callable[[Path, Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "molen.txt").write_text("De molen draait op wind.", encoding="utf-8")
    make_data(tmp_path, documents)
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    done = guarded("index", "--documents", str(documents))
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr


def test_native_code_leaves_nothing_at_home(
    make_data: Callable[[Path, Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hook does not see what native code sends; onnxruntime first keeps it at home."""
    home, documents = tmp_path / "home", tmp_path / "documents"
    home.mkdir()
    documents.mkdir()
    (documents / "molen.txt").write_text("De molen draait op wind.", encoding="utf-8")
    make_data(tmp_path / "data", documents)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ASSISTANT_DOCUMENTS", str(documents))
    assert guarded("index").returncode == 0
    assert guarded("ask", "Waarop draait de molen?").returncode == 0
    assert [path.name for path in home.rglob("*")] == []

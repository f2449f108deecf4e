"""Nothing leaves this machine: neither a connection nor the look-up of a name."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from house_rules import WRITERS

from assistant import Settings, open_assistant

HERE = ("127.0.0.1", "::1", "localhost")
TESTS: Final = Path(__file__).parent
QUESTIONS: Final = TESTS.parent / "eval" / "questions.jsonl"

# Runs the command line with a hook in the interpreter itself, which sees what any library does
# through Python's sockets, and cannot be taken away again.
HOOK = """
import sys

def note(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        print("NETWORK", event, arguments, file=sys.stderr)

sys.addaudithook(note)
"""
GUARDED = f"""{HOOK}
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


def without_wishes() -> dict[str, str]:
    """Return the environment without other programs' wishes to reach nothing: it must not need them."""
    wishes = (
        *("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "ANONYMIZED_TELEMETRY", "LANGSMITH_TRACING"),
        *("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"),
    )
    return {name: value for name, value in os.environ.items() if name not in wishes}


def test_building_an_index_stays_on_this_machine(
    make_data: Callable[[Path, Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    for kind, write in WRITERS.items():
        write(documents / f"huisregels-{kind}.{kind}")
    make_data(tmp_path, documents)
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    folder = tmp_path / "folder"
    folder.mkdir()
    before = {path for path in tmp_path.rglob("*") if tmp_path / "indexes" not in path.parents}
    command = [sys.executable, "-c", GUARDED, "index", "--documents", str(documents), "--strict"]
    assert sent_by(command, folder) == ""
    # Home, folder for temporary files and working folder are one: nothing of a document is left.
    assert [path.name for path in folder.rglob("*")] == []
    after = {path for path in tmp_path.rglob("*") if tmp_path / "indexes" not in path.parents}
    assert {path.name for path in after - before} <= {"indexes", "folder.notes", "log"}


def empty_network() -> list[str]:
    """Return what starts a program in a network of its own; nothing where that is not allowed."""
    for how in ("unshare --net --mount", "unshare --map-root-user --net --mount"):
        start = how.split()
        if (
            shutil.which("unshare")
            and shutil.which("ip")
            and subprocess.run([*start, "true"], capture_output=True, check=False).returncode == 0
        ):
            return start
    return []


def sent_by(command: list[str], folder: Path) -> str:
    """Run a command in a folder that is also its home; return what it sent out of this machine."""
    start, notes = empty_network(), folder.with_suffix(".notes")
    if start:
        command = [*start, sys.executable, str(TESTS / "empty_network.py"), str(notes), *command]
    done = subprocess.run(
        command,
        cwd=folder,
        env=without_wishes()
        | {"HOME": str(folder), "TMPDIR": str(folder), "PYTHONPATH": str(TESTS.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    if start:
        return notes.read_text(encoding="utf-8")
    lines = [line for line in done.stderr.splitlines() if line.startswith("NETWORK")]
    return "\n".join(line for line in lines if not any(here in line for here in HERE))


def test_what_a_program_sends_is_seen(tmp_path: Path) -> None:
    """In an empty network that of native code as well."""
    folder = tmp_path / "folder"
    folder.mkdir()
    code = f"""{HOOK}
import ctypes, contextlib, socket
ctypes.CDLL(None).gethostbyname(b"telemetry.example.org")
with socket.socket() as client, contextlib.suppress(OSError):
    client.settimeout(5)
    client.connect(("192.0.2.1", 443))
"""
    sent = sent_by([sys.executable, "-c", code], folder)
    assert "192.0.2.1" in sent
    if empty_network():
        assert sent.splitlines() == ["name telemetry.example.org", "address 192.0.2.1"]


COMMANDS: Final = {
    "ask": ["ask", "Wat is publieke verantwoording?"],
    "course": ["course", "--element", "5", "--length", "short", "--out", "{data}/course"],
    "doctor": ["doctor"],
    "eval": ["eval", "run", "--questions", "{data}/questions.jsonl", "--label", "silent"],
    "chat": ["chat", "--port", "7871"],
    "api": ["api", "--port", "7872"],
    "mcp": ["mcp"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_silent_and_writes_in_its_data_folder_only(
    name: str,
    settings: Settings,
    models_directory: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data, folder = tmp_path / "data", tmp_path / "folder"
    data.mkdir()
    folder.mkdir()
    (data / "models").symlink_to(models_directory)
    (data / "indexes").symlink_to(settings.indexes_directory.resolve())
    questions = QUESTIONS.read_text(encoding="utf-8").splitlines(keepends=True)
    (data / "questions.jsonl").write_text("".join(questions[:3]), encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_DATA", str(data))
    arguments = [one.format(data=data) for one in COMMANDS[name]]
    command = [sys.executable, "-c", GUARDED, *arguments]
    if name == "chat":
        command = [sys.executable, str(TESTS / "page" / "visit_page.py"), *command]
    if name == "api":
        for setting in ("API_OPEN", "MCP", "METRICS"):
            monkeypatch.setenv(f"ASSISTANT_{setting}", "true")
        command = [sys.executable, str(TESTS / "api" / "use_api.py"), *command]
    assert sent_by(command, folder) == ""
    assert [path.name for path in folder.rglob("*")] == []

"""Ctrl-C at any moment, while modules are loaded too: one line and exit code 130."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.page.server import take_address

# A shell has what it runs in the background ignore it.
HEEDING = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
IGNORING = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
# Sends itself the signal of Ctrl-C when something happens for the first time (an audit event whose
# first argument holds a word), so that the moment does not hang on how fast the machine is.
INTERRUPTED = """
import os, signal, sys
event, word, *sys.argv[1:] = sys.argv[1:]
came = []

def interrupt(name, arguments):
    if name == event and not came and word in str(arguments[0]):
        came.append(name)
        os.kill(os.getpid(), signal.SIGINT)

sys.addaudithook(interrupt)
from assistant.commands import main
main()
"""
ASK = ("ask", "Wat is publieke verantwoording?")
MOMENTS = [
    ("import", "assistant.commands.app"),
    ("import", "typer"),
    ("import", "pydantic_core"),
    ("import", "numpy"),
    ("import", "langchain_core"),
    ("import", "onnxruntime"),
    ("open", "manifest.json"),
    ("import", "chromadb"),
    ("sqlite3.connect", "records.sqlite"),
    ("open", "vocab.index.json"),
]
PATIENCE_S = 120


def start(*arguments: str, code: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(("event", "word"), MOMENTS)
def test_a_question_that_is_interrupted_ends_in_one_line(event: str, word: str) -> None:
    process = start(event, word, *ASK, code=HEEDING + INTERRUPTED)
    assert process.communicate(timeout=PATIENCE_S) == ("", "assistant: Stopped.\n")
    assert process.returncode == 130


@pytest.mark.usefixtures("settings")
def test_a_page_that_is_served_stops_in_one_line() -> None:
    with take_address("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    code = f"{HEEDING}from assistant.commands import main\nmain()"
    process = start("chat", "--port", str(port), code=code, ASSISTANT_LOG="off")
    assert process.stdout
    assert str(port) in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=PATIENCE_S)[1] == "assistant: Stopped.\n"
    assert process.returncode == 130


@pytest.mark.usefixtures("settings")
def test_who_has_ctrl_c_ignored_is_not_stopped_by_it() -> None:
    process = start("import", "numpy", *ASK, code=IGNORING + INTERRUPTED)
    told, error = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, error) == (0, "")
    assert "[1]" in told

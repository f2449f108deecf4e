"""Starts the page by the command that is given, visits its parts as readers do, and stops it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import Final

import httpx

from eval.soak.page_client import ask_over_http

_TIMEOUT_S: Final = 120
_READ: Final = (
    "/",
    "/en/",
    "/bibliotheek",
    "/begrippen",
    "/over",
    "/en/model",
    "/healthz",
    "/zoeken?woorden=bedoeling",
)
_SENT: Final = (
    ("/cursusmateriaal", {"subject": "wethouder", "length": "short"}),
    (
        "/cursusmateriaal",
        {"subject": "wethouder", "length": "short", "file": "course-material.zip"},
    ),
)
_QUESTIONS: Final = ("Wat is de bedoeling?", "Who is responsible for the budget?", "Dank je!")


def visit(url: str) -> None:
    """Visit every part of a page.

    :raises AssertionError: something is not answered.
    """
    with httpx.Client(base_url=url, timeout=_TIMEOUT_S) as client:
        wait_until_ready(client)
        for path in _READ:
            assert client.get(path).status_code == 200, path
        for path, form in _SENT:
            assert client.post(path, data=form).status_code == 200, path
    for question in _QUESTIONS:
        asked = ask_over_http(url, question, "visit")
        assert not asked.error
        assert asked.answered_ms, question


def wait_until_ready(client: httpx.Client) -> None:
    """Wait until a server that was just started has warmed up.

    :raises AssertionError: it does not.
    """
    ends = time.monotonic() + _TIMEOUT_S
    while (told := client.get("/readyz")).status_code != 200:
        assert told.text.startswith("warming up\n")
        assert time.monotonic() < ends
        time.sleep(0.1)


def main(command: list[str]) -> None:
    """Serve and visit."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            ready = re.search(r"http://\S+", server.stdout.readline())
            assert ready is not None, "the chat page did not start"
            visit(ready[0])
        finally:
            server.terminate()


if __name__ == "__main__":
    main(sys.argv[1:])

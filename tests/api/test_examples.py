"""The examples in the documentation do what they say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from api_helpers import ApiServer

from assistant import Assistant

DOCS = Path(__file__).resolve().parents[2] / "docs"
ADDRESS = "http://127.0.0.1:7860"


@pytest.fixture(scope="module")
def both(assistant: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiServer]:
    with ApiServer(assistant, tmp_path_factory.mktemp("both"), mcp=True) as running:
        yield running


def examples(page: str) -> list[str]:
    """Return the examples in Python of a page."""
    return re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.S)


def output_of(code: str, server: ApiServer) -> str:
    """Run an example against a server; the command ``assistant`` is the one of this checkout."""
    given = f"TOKEN = {server.token!r}\n" + code.replace(ADDRESS, server.url).replace(
        'command="assistant", args=["mcp"]',
        f'command={sys.executable!r}, args=["-m", "assistant", "mcp"], env=dict(os.environ)',
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import os\n{given}"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(DOCS.parent)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_examples_of_the_api_answer(both: ApiServer) -> None:
    whole, stream, langchain, own = examples("api.md")
    assert "verantwoording afleggen" in output_of(whole, both)
    first = whole.partition("completion =")[0]
    assert "**Bronnen**" in output_of(first + stream, both)
    assert "verantwoording afleggen" in output_of(langchain, both)
    assert "answered" in output_of(own, both)


def test_the_examples_of_the_tools_answer(both: ApiServer) -> None:
    started, over_http = examples("mcp.md")
    assert "verantwoording afleggen" in output_of(started, both)
    assert both.url in output_of(over_http, both)

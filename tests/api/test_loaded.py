"""What is off is not loaded; the commands that go with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from api_helpers import ApiServer, get, post

from assistant import Assistant, Settings
from assistant.api.tokens import Tokens
from assistant.doctor import CheckResult, examine

CODE = """
import sys
import assistant
from assistant import Settings, open_assistant
from assistant.libraries import Libraries
from assistant.page.branches import Branches
from assistant.page.editions import Edition, Editions
from assistant.page.server import serve_branches
with open_assistant(Settings()) as opened:
    settings = Settings({given})
    serve_branches(Branches(Editions(Edition.of(opened, settings)), Libraries(settings)), settings)
print(*(name for name in sys.modules if name.startswith(("assistant.api", "assistant.mcp"))))
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run the interpreter."""
    return subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("given", "is_loaded"), [("", False), ("api=True", True)])
def test_nothing_of_it_is_loaded_when_it_is_off(given: str, *, is_loaded: bool) -> None:
    done = run("-c", CODE.format(given=given))
    assert done.returncode == 0, done.stderr
    assert ("assistant.api.app" in done.stdout) is is_loaded
    if not is_loaded:
        assert done.stdout.split() == []


def test_nothing_of_it_listens_when_it_is_off(assistant: Assistant, tmp_path: Path) -> None:
    with ApiServer(assistant, tmp_path, with_page=True, api=False) as server:
        for path in ("/v1", "/v1/models", "/v1/documents", "/v1/openapi.json", "/mcp", "/metrics"):
            assert get(f"{server.url}{path}", headers=server.headers).status_code == 404
        for path in ("/v1/ask", "/v1/chat/completions", "/mcp"):
            assert post(f"{server.url}{path}", headers=server.headers, json={}).status_code == 404
        assert get(f"{server.url}/").status_code == 200


def test_tokens_are_made_listed_and_revoked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    command = ("-m", "assistant", "token")
    made = run(*command, "add", "open-webui")
    assert made.stdout.startswith("assistant_")
    assert "open-webui" in run(*command, "list").stdout
    again = run(*command, "add", "open-webui")
    assert again.returncode == 1
    assert "revoke it first" in again.stderr
    assert run(*command, "revoke", "open-webui").returncode == 0
    assert run(*command, "list").stdout == ""
    assert made.stdout.strip().encode() not in b"".join(
        path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file() and path.suffix != ".key"
    )


def test_the_doctor_tells_of_an_api_that_refuses_everybody_or_nobody(tmp_path: Path) -> None:
    def found(**settings: bool) -> list[CheckResult]:
        return [one for one in examine(Settings(data=tmp_path, **settings)) if one.name == "API"]

    assert found() == []
    assert [one.severity for one in found(api=True)] == ["warning"]
    Tokens.of(Settings(data=tmp_path)).add("one")
    assert [one.severity for one in found(mcp=True)] == ["good"]
    assert [one.severity for one in found(api=True, api_open=True)] == ["warning"]

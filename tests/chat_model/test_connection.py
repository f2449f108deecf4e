"""From the settings to a chat model, or to a message that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from scripted import ScriptedChatModel

from assistant import Settings, open_assistant
from assistant.chat_model.connection import choose_form, connect_chat_model, refuse_tracing
from assistant.chat_model.errors import ChatModelUnavailable, TracingRefused

REPOSITORY = Path(__file__).resolve().parents[2]


def test_any_provider_of_langchain_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    url = "http://127.0.0.1:9/v1"
    model = connect_chat_model(Settings(chat_model="openai:mijn-model", chat_base_url=url))
    assert type(model).__name__ == "ChatOpenAI"
    assert type(connect_chat_model(Settings(chat_model="ollama:x"))).__name__ == "ChatOllama"


def test_a_slow_server_gets_all_the_time_that_is_set() -> None:
    settings = Settings(
        chat_model="openai:x", chat_base_url="http://127.0.0.1:9/v1", chat_timeout_s=600
    )
    model: Any = connect_chat_model(settings)
    assert (model.request_timeout, model.stream_chunk_timeout) == (600, 600)


def test_a_missing_package_is_named_with_its_install_line() -> None:
    with pytest.raises(ChatModelUnavailable, match="pip install langchain-anthropic"):
        connect_chat_model(Settings(chat_model="anthropic:x"))


def test_a_missing_package_of_ours_is_named_with_its_extra() -> None:
    """In a process of its own: LangChain remembers what it has imported."""
    code = (
        "import sys; sys.modules['langchain_ollama'] = None\n"
        "from assistant import Settings\n"
        "from assistant.chat_model.connection import connect_chat_model\n"
        "connect_chat_model(Settings(chat_model='ollama:x'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=REPOSITORY
    )
    assert done.returncode == 1
    assert "pip install -c constraints.txt '.[ollama]'" in done.stderr


@pytest.mark.parametrize("name", ["nietbekend:x", "openai:gpt"])
def test_what_the_provider_does_not_accept_is_told(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as a provider that does not exist, or one without its key."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_ADMIN_KEY", raising=False)
    with pytest.raises(ChatModelUnavailable, match=f"ASSISTANT_CHAT_MODEL={name} cannot be used"):
        connect_chat_model(Settings(chat_model=name))


def test_json_is_asked_only_of_a_model_that_can() -> None:
    cannot = ScriptedChatModel(script=lambda _: [])
    assert choose_form(cannot, "auto") == "delimited"
    with pytest.raises(ChatModelUnavailable, match="ASSISTANT_CHAT_FORMAT=delimited"):
        choose_form(cannot, "structured")
    can = ScriptedChatModel(script=lambda _: [], profile={"structured_output": True})
    assert choose_form(can, "auto") == "structured"
    assert choose_form(can, "delimited") == "delimited"


@pytest.mark.parametrize("name", ["LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"])
def test_tracing_is_refused_unless_asked_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "true")
    with pytest.raises(TracingRefused, match=name):
        open_assistant(settings)
    refuse_tracing(Settings(langsmith_tracing=True))
    monkeypatch.setenv(name, "false")
    refuse_tracing(settings)


def test_the_command_line_stops_with_one_line(settings: Settings) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", "Wat is een opgave?"],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        env={
            **os.environ,
            "ASSISTANT_CHAT_MODEL": "anthropic:x",
            "ASSISTANT_DATA": str(settings.data),
        },
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "pip install langchain-anthropic" in done.stderr

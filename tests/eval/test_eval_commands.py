"""``assistant eval``: what it prints, and how it refuses wrong use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.errors import UsageProblem
from eval import SHIPPED_QUESTIONS
from eval.commands import app


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_check_tells_what_a_valid_file_holds() -> None:
    result = invoke("check", str(SHIPPED_QUESTIONS))
    assert result.exit_code == 0
    assert "is in order: 100 questions, 7 of them unanswerable (fact 20, " in result.stdout


def test_check_lists_every_mistake_on_a_line_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "q1"\n[]\n', encoding="utf-8")
    result = invoke("check", str(path))
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        f"{path}, line 1",
        f"{path}, line 2",
    ]


@pytest.mark.parametrize("command", ["run", "bench"])
def test_a_file_that_is_not_there_is_wrong_use(command: str, tmp_path: Path) -> None:
    result = invoke(command, "--questions", str(tmp_path / "none.jsonl"))
    assert isinstance(result.exception, UsageProblem)
    assert "name a question file" in str(result.exception)


@pytest.mark.parametrize("command", ["run", "bench"])
@pytest.mark.parametrize("label", ["../elsewhere", "", "a/b", ".hidden"])
def test_a_label_cannot_lead_out_of_its_folder(command: str, label: str) -> None:
    result = invoke(command, "--label", label)
    assert isinstance(result.exception, UsageProblem)
    assert "cannot be a label" in str(result.exception)


def test_help_names_every_command_in_plain_words() -> None:
    result = invoke("--help")
    assert result.exit_code == 0
    for command in ("run", "check", "bench"):
        assert command in result.stdout
    assert str(Path.cwd()) not in invoke("run", "--help").stdout


def test_a_run_prints_figures_and_keeps_the_answers(
    tmp_path: Path, assistant: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.service.open_assistant", lambda _: _Opened(assistant))
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    questions = tmp_path / "five.jsonl"
    lines = SHIPPED_QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions.write_text("\n".join(lines[:5]), encoding="utf-8")
    result = invoke("run", "--questions", str(questions), "--label", "five", "--wording", "both")
    assert result.exit_code == 0, result.output
    assert "Finding the evidence" in result.stdout
    record = json.loads((tmp_path / "runs" / "five.json").read_text(encoding="utf-8"))
    assert [item["question"]["id"] for item in record["results"]][4:6] == ["q005", "q001-en"]
    assert (tmp_path / "runs" / "five.md").read_text(encoding="utf-8").startswith("## five")
    as_json = invoke("run", "--questions", str(questions), "--label", "five", "--json")
    assert json.loads(as_json.stdout)["figures"][0]["questions"] == 5


class _Opened:
    """The session's assistant as a context that does not close it."""

    def __init__(self, assistant: object) -> None:
        self.assistant = assistant

    def __enter__(self) -> object:
        return self.assistant

    def __exit__(self, *_: object) -> None:
        return None

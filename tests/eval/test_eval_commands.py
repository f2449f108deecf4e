"""``assistant eval``: what it prints, and how it refuses wrong use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from typer.testing import CliRunner, Result

from assistant import Assistant, Settings
from assistant.errors import UsageProblem
from eval import SHIPPED_QUESTIONS, evaluation
from eval.commands import app
from eval.errors import BelowFloor
from eval.judge import Judge


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
    for command in ("run", "report", "compare", "check", "convert", "draft", "export", "bench"):
        assert command in result.stdout
    assert str(Path.cwd()) not in invoke("run", "--help").stdout


@pytest.fixture
def five(
    tmp_path: Path, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    """A file with five shipped questions, and the folder of runs."""
    monkeypatch.setattr("eval.evaluation.open_assistant", lambda _: _Opened(assistant))
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    questions = tmp_path / "five.jsonl"
    lines = SHIPPED_QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions.write_text("\n".join(lines[:5]), encoding="utf-8")
    return questions, tmp_path / "runs"


def test_a_run_prints_figures_and_keeps_answers_report_and_conditions(
    five: tuple[Path, Path],
) -> None:
    questions, runs = five
    result = invoke("run", "--questions", str(questions), "--label", "five", "--wording", "both")
    assert result.exit_code == 0, result.output
    assert "Finding the evidence" in result.stdout
    record = json.loads((runs / "five.json").read_text(encoding="utf-8"))
    assert [item["question"]["id"] for item in record["results"]][4:6] == ["q005", "q001-en"]
    assert (runs / "five.md").read_text(encoding="utf-8").startswith("## five")
    assert "<h1>Hoe goed is de assistent?</h1>" in (runs / "five.html").read_text(encoding="utf-8")
    assert not (runs / "five.jsonl").exists(), "what was kept for a cut"
    conditions = record["conditions"]
    assert conditions["settings"]["chat_model"] is None
    assert conditions["versions"]["onnxruntime"]
    assert conditions["weights"]["catalogued"]["keywords"] == 2.0
    assert conditions["library"]["documents"] == 5
    assert len(conditions["corpus_hash"]) == 64
    assert conditions["model"]["fingerprint"]
    again = invoke("report", "five", "--language", "en")
    assert again.exit_code == 0, again.output
    assert "<h1>How good is the assistant?</h1>" in (runs / "five.html").read_text(encoding="utf-8")


def test_the_same_run_again_gives_the_same_answers(five: tuple[Path, Path]) -> None:
    questions, runs = five
    for label in ("one", "two"):
        invoke("run", "--questions", str(questions), "--label", label, "--json")
    records = [json.loads((runs / f"{label}.json").read_text("utf-8")) for label in ("one", "two")]
    for record in records:
        for name in ("created", "label"):
            del record[name]
        for result in record["results"]:
            del result["reply"]["timings_ms"]
    assert records[0] == records[1]


def test_a_run_that_was_cut_goes_on_and_says_so(five: tuple[Path, Path]) -> None:
    questions, runs = five
    arguments = ("run", "--questions", str(questions), "--label", "cut", "--json")
    assert invoke(*arguments).exit_code == 0
    record = json.loads((runs / "cut.json").read_text(encoding="utf-8"))
    lines = [{"conditions": record["conditions"]}, *record["results"][:2]]
    (runs / "cut.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    result = invoke(*arguments)
    assert "Going on with cut: 2 of 5 questions were answered before." in result.stderr
    assert json.loads(result.stdout)["figures"][0]["questions"] == 5


def test_a_figure_below_its_floor_fails_the_run(five: tuple[Path, Path], tmp_path: Path) -> None:
    questions, _ = five
    floors = tmp_path / "floors.toml"
    floors.write_text("[floors]\nverbatim = 1.0\nwords = 1000\n", encoding="utf-8")
    result = invoke("run", "--questions", str(questions), "--floors", str(floors), "--json")
    assert isinstance(result.exception, BelowFloor)
    assert "words is " in str(result.exception)
    assert "verbatim" not in str(result.exception)


def test_a_judge_prints_its_agreement_next_to_its_figures(
    five: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    questions, runs = five
    judge = Judge(FakeListChatModel(responses=["yes"]), "fake:yes")
    monkeypatch.setattr("eval.judge.connect_judge", lambda *_: judge)
    label = ("--label", "judged")
    result = invoke("run", "--questions", str(questions), "--judge", "fake:yes", *label)
    assert result.exit_code == 0, result.output
    line = next(one for one in result.stdout.splitlines() if one.startswith("support (judged)"))
    assert "fake:yes agrees with 0.50 of 24 cases labelled by hand" in line
    record = json.loads((runs / "judged.json").read_text(encoding="utf-8"))
    assert record["judge"]["agreement"]["judged_completeness"]["count"] == 12
    assert record["conditions"]["judge"]["model"] == "fake:yes"


def test_quotes_as_writer_go_before_a_chat_model_in_the_settings(
    five: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    questions, _ = five
    opened: list[Settings] = []
    original = evaluation.open_assistant

    def noted(settings: Settings) -> object:
        opened.append(settings)
        return original(settings)

    monkeypatch.setattr(evaluation, "open_assistant", noted)
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "ollama:from-the-environment")
    run = ("run", "--questions", str(questions), "--json", "--writer")
    assert invoke(*run, "quotes").exit_code == 0
    assert invoke(*run, "ollama:llama3.2").exit_code == 0
    assert [one.chat_model for one in opened] == [None, "ollama:llama3.2"]


@pytest.mark.parametrize("language", ["de", ""])
def test_a_report_in_another_language_is_wrong_use(language: str) -> None:
    result = invoke("run", "--language", language)
    assert isinstance(result.exception, UsageProblem)
    assert "use nl or en" in str(result.exception)


class _Opened:
    """The session's assistant as a context that does not close it."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def __enter__(self) -> Assistant:
        return self.assistant

    def __exit__(self, *_: object) -> None:
        return None

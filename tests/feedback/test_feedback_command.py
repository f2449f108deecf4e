"""``assistant feedback``: listing, exporting and removing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from assistant import Settings
from assistant.commands import main
from assistant.feedback import FeedbackStore


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FeedbackStore:
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    return FeedbackStore.of(Settings(data=tmp_path))


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["assistant", "feedback", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_the_list_begins_with_the_totals(
    store: FeedbackStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store.add("a-1", "good")
    store.add("a-2", "poor", "Te lang\nen vaag")
    assert run(monkeypatch) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == "2 oordelen: 1 goed, 1 niet goed."
    assert len(rest) == 2
    assert rest[1].endswith("a-2  Te lang en vaag")


def test_without_feedback_the_list_is_empty_and_not_an_error(
    store: FeedbackStore,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch) == 0
    assert capsys.readouterr().out == "0 oordelen: 0 goed, 0 niet goed.\n"


def test_json_holds_every_field(
    store: FeedbackStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store.add("a-1", "poor", "é")
    assert run(monkeypatch, "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert set(record) == {"answer_id", "verdict", "reason", "question", "given", "library"}
    assert record["reason"] == "é"


def test_a_reason_cannot_become_a_formula_in_a_spreadsheet(
    store: FeedbackStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    store.add("a-1", "poor", '=HYPERLINK("http://example.org";"klik")')
    store.add("a-2", "poor", "twee\nregels; en een puntkomma")
    assert run(monkeypatch, "--csv", str(tmp_path / "out.csv")) == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [row["reason"][0] for row in rows] == ["'", "t"]
    assert rows[1]["reason"] == "twee\nregels; en een puntkomma"


def test_a_purge_tells_how_many_are_gone(
    store: FeedbackStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store.add("a-1", "good")
    assert run(monkeypatch, "--purge") == 0
    assert capsys.readouterr().out == "Verwijderd: 0 oordelen.\n"


@pytest.mark.parametrize(
    ("arguments", "code"), [(("--json", "--purge"), 2), (("--csv", "/nowhere/x.csv"), 1)]
)
def test_wrong_use_and_failure_are_one_line(
    store: FeedbackStore,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: int,
) -> None:
    store.add("a-1", "good")
    assert run(monkeypatch, *arguments) == code
    assert len(capsys.readouterr().err.splitlines()) == 1

"""The log of events: its six fields, where it goes, how long it stays, and what never gets in."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest

from assistant import Settings, event_log
from assistant.errors import LogUnavailable
from assistant.event_log import Action, open_log, record
from assistant.feedback import FeedbackStore
from assistant.visitor import SCOPE_KEY, Visitor, installation_key, pseudonym, visitor_of

FIELDS = ["actie", "object", "resultaat", "oorsprong", "actor", "tijdstempel"]
VISITOR = Visitor("0123456789abcdef", "192.0.2.7")


def lines(settings: Settings) -> list[dict[str, str]]:
    return [
        json.loads(line)
        for file in sorted(settings.log_directory.glob("*"))
        for line in file.read_text().splitlines()
    ]


def test_a_line_has_the_six_fields_of_the_bio_and_no_other(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with open_log(settings):
        record("question_asked", "conversation", "answered", {SCOPE_KEY: VISITOR})
    (line,) = lines(settings)
    assert list(line) == FIELDS
    assert list(line.values())[:5] == [
        "question_asked", "conversation", "answered", "192.0.2.7", "0123456789abcdef",
    ]  # fmt: skip
    assert line["tijdstempel"].endswith("Z")
    moment = datetime.fromisoformat(line["tijdstempel"])
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=5)


def test_what_the_machine_itself_does_has_itself_as_actor(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with open_log(settings):
        record("server_started", "page", "done")
    assert (lines(settings)[0]["actor"], lines(settings)[0]["oorsprong"]) == ("system", "local")


@pytest.mark.parametrize(
    "text",
    ["Wat is de bedoeling?", "twee woorden", "", "a\nb", "é", "a" * 81, "?", '{"a": 1}', "a=b"],
)
def test_a_text_cannot_be_logged(tmp_path: Path, text: str) -> None:
    settings = Settings(data=tmp_path)
    with open_log(settings):
        for object_, result in ((text, "done"), ("conversation", text)):
            with pytest.raises(ValueError, match="a word") as refused:
                record("question_asked", object_, result)
            assert text not in str(refused.value) or not text.strip("?a")
    assert lines(settings) == []


def test_without_an_open_log_nothing_is_written(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    record("question_asked", "conversation", "answered")
    with open_log(Settings(data=tmp_path, log="off")):
        record("question_asked", "conversation", "answered")
    assert capfd.readouterr() == ("", "")
    assert list(tmp_path.iterdir()) == []


def test_standard_error_gets_the_lines_when_the_settings_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_log(Settings(data=tmp_path, log="standard_error")):
        record("question_asked", "conversation", "busy")
    assert list(json.loads(capsys.readouterr().err)) == FIELDS


def test_each_day_has_its_file_and_old_ones_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data=tmp_path, log_days=3)
    start = datetime(2026, 2, 26, 23, 59, tzinfo=UTC)
    settings.log_directory.mkdir()
    other = settings.log_directory / "iets-anders.jsonl"
    other.touch()
    moment = start
    monkeypatch.setattr(event_log, "_now", lambda: moment)
    with open_log(settings):
        for day in range(6):
            moment = start + timedelta(days=day)
            record("question_asked", "conversation", "answered")
    names = sorted(file.name for file in settings.log_directory.iterdir())
    assert names == [
        "events-2026-02-28.jsonl",
        "events-2026-03-01.jsonl",
        "events-2026-03-02.jsonl",
        "events-2026-03-03.jsonl",
        other.name,
    ]


def test_a_new_start_adds_to_the_file_of_the_day(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    for _ in range(2):
        with open_log(settings):
            record("server_started", "page", "done")
    assert len(lines(settings)) == 2


def test_the_log_and_its_key_are_for_their_owner_only(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    installation_key(settings.log_key)
    with open_log(settings):
        record("server_started", "page", "done")
    for file in (settings.log_key, *settings.log_directory.iterdir()):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_is_told_once_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    settings = Settings(data=tmp_path / "file")
    with open_log(settings):
        for _ in range(3):
            record("question_asked", "conversation", "answered")
    (told,) = capsys.readouterr().err.splitlines()
    assert str(settings.log_directory) in told
    assert "ASSISTANT_LOG=standard_error" in told


def test_a_key_that_cannot_be_kept_is_told_and_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    settings = Settings(data=tmp_path / "file")
    assert len({installation_key(settings.log_key) for _ in range(2)}) == 2
    assert "ASSISTANT_DATA" in capsys.readouterr().err.splitlines()[0]
    (tmp_path / "key").write_bytes(b"short")
    with pytest.raises(LogUnavailable, match="damaged"):
        installation_key(tmp_path / "key")


# Writing more than this to one file fails, as on a full disk: also to standard error.
ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from assistant import Settings
from assistant.event_log import open_log, record
from assistant.visitor import installation_key
settings = Settings(data=Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
installation_key(settings.log_key)
with open_log(settings):
    for _ in range(3):
        record("question_asked", "conversation", "answered")
assert not settings.log_key.exists()
sys.stdout.write("answered")
"""


@pytest.mark.parametrize("has_full_standard_error", [False, True])
def test_a_full_disk_stops_no_answer(tmp_path: Path, has_full_standard_error: bool) -> None:
    with (tmp_path / "errors").open("w") as file:
        done = subprocess.run(
            [sys.executable, "-c", ON_A_FULL_DISK, str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=file if has_full_standard_error else subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.stdout, done.returncode) == ("answered", 0)
    if not has_full_standard_error:
        of_key, of_log = done.stderr.splitlines()
        assert str(tmp_path / "log.key") in of_key
        assert str(tmp_path / "log") in of_log


def test_a_pseudonym_is_the_same_each_time_and_another_with_another_key(tmp_path: Path) -> None:
    key = installation_key(tmp_path / "key")
    assert installation_key(tmp_path / "key") == key
    other = installation_key(tmp_path / "other")
    assert pseudonym(key, "jan") == pseudonym(key, "jan")
    assert len({pseudonym(key, "jan"), pseudonym(key, "piet"), pseudonym(other, "jan")}) == 3


def test_the_visitor_is_found_in_the_requests_of_starlette_and_of_gradio() -> None:
    scope = {SCOPE_KEY: VISITOR}
    starlette = SimpleNamespace(scope=scope)
    gradio = SimpleNamespace(request=starlette)
    for request in (scope, starlette, gradio):
        assert visitor_of(request) == VISITOR
    for request in (None, {}, SimpleNamespace(request=None), SimpleNamespace(scope={})):
        assert visitor_of(request) is None


def test_the_overview_of_logs_names_every_action_and_every_file() -> None:
    """BIO2 8.15.03 asks for such an overview."""
    overview = (Path(__file__).parents[2] / "docs" / "logging.md").read_text(encoding="utf-8")
    settings = Settings()
    for action in get_args(Action):
        assert f"`{action}`" in overview
    for field in FIELDS:
        assert f"| `{field}` |" in overview
    for path in (
        settings.log_directory,
        settings.log_key,
        FeedbackStore.of(settings).database.path,
    ):
        assert f"`data/{path.name}" in overview
    assert f"`ASSISTANT_LOG_DAYS` ({settings.log_days})" in overview
    assert f"`ASSISTANT_FEEDBACK_DAYS` ({settings.feedback_days})" in overview

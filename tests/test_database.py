"""Feedback and tokens: in a file and on a PostgreSQL server the same."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest
from api_helpers import ApiServer, get
from command_line import run_assistant
from postgresql_server import PASSWORD, RunningPostgresql

from assistant import Assistant, Settings
from assistant.api.tokens import TokenNameInvalid, Tokens
from assistant.database import Database, DatabaseUnavailable, _of_server
from assistant.earlier_files import take_over
from assistant.feedback import FeedbackStore
from assistant.page.guard.health import READINESS


@pytest.fixture(scope="module")
def server() -> Iterator[RunningPostgresql]:
    with RunningPostgresql() as running:
        yield running


@pytest.fixture(params=["file", "server"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """Return a database with nothing in it."""
    if request.param == "file":
        return Database(tmp_path / "data" / "x.sqlite")
    found = Database(tmp_path / "unused", request.getfixturevalue("server").address)
    with found.transaction() as execute:
        execute("DELETE FROM feedback")
        execute("DELETE FROM token")
    return found


def test_a_verdict_is_kept_and_replaced_and_goes_when_it_is_old(database: Database) -> None:
    store = FeedbackStore(database, keeps_question_text=True, kept_days=9)
    store.add("a-1", "poor", "'); DROP TABLE feedback; -- <b>\u202e\x00 :é", "Vraag?")
    store.add("a-2", "good", question="Andere?")
    (first, second) = store.all()
    assert (first.verdict, first.reason) == ("poor", "'); DROP TABLE feedback; -- <b>\u202e :é")
    assert (first.question, second.question) == ("Vraag?", "Andere?")
    store.add("a-1", "good")
    assert {(one.answer_id, one.verdict, one.question) for one in store.all()} == {
        ("a-1", "good", None),
        ("a-2", "good", "Andere?"),
    }
    with database.transaction() as execute:
        execute("UPDATE feedback SET given = :given WHERE answer_id = :id", given="2020", id="a-2")
    assert [one.answer_id for one in store.all()] == ["a-1"]
    assert store.purge() == 1


def test_many_at_once_lose_nothing(database: Database) -> None:
    store = FeedbackStore(database, keeps_question_text=False, kept_days=9)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: store.add(f"a-{number % 20}", "good"), range(60)))
    assert {one.answer_id for one in store.all()} == {f"a-{number}" for number in range(20)}
    assert {one.question for one in store.all()} == {None}


def test_a_token_opens_until_it_is_revoked_and_cannot_be_read_back(database: Database) -> None:
    tokens = Tokens(database)
    made = tokens.add("open-webui")
    assert tokens.holder(made) == "open-webui"
    assert tokens.holder(f"{made}x") is None
    assert made not in repr(tokens.all())
    with pytest.raises(TokenNameInvalid, match="already"):
        tokens.add("open-webui")
    tokens.revoke("open-webui")
    assert tokens.holder(made) is None
    with pytest.raises(TokenNameInvalid, match="no token"):
        tokens.revoke("open-webui")


def test_what_is_not_finished_is_not_kept(database: Database) -> None:
    def break_off() -> None:
        with database.transaction() as execute:
            execute("INSERT INTO token VALUES ('half', 'x', '2026')")
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert Tokens(database).all() == ()


def test_several_that_make_the_tables_at_once_do_not_hinder_each_other(
    server: RunningPostgresql, tmp_path: Path
) -> None:
    database = Database(tmp_path / "unused", server.address)
    with database.transaction() as execute:
        execute("DROP TABLE feedback")
        execute("DROP TABLE token")
    with ThreadPoolExecutor(6) as pool:
        for engine in pool.map(_of_server.__wrapped__, [server.address] * 6):
            engine.dispose()
    assert Tokens(database).all() == ()


def test_what_was_in_files_of_before_is_taken_over_once(database: Database, tmp_path: Path) -> None:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    with closing(sqlite3.connect(tmp_path / "feedback.sqlite")) as earlier, earlier:
        earlier.execute(
            "CREATE TABLE feedback (answer_id TEXT PRIMARY KEY, verdict TEXT NOT NULL CHECK "
            "(verdict IN ('good', 'poor')), reason TEXT NOT NULL, question TEXT, given TEXT NOT NULL)"
        )
        earlier.execute("INSERT INTO feedback VALUES ('a-1', 'poor', 'Nee', 'Wie?', ?)", (now,))
        earlier.execute("ALTER TABLE feedback ADD COLUMN library TEXT NOT NULL DEFAULT ''")
        earlier.execute("INSERT INTO feedback VALUES ('a-2', 'good', '', NULL, ?, 'molen')", (now,))
    hashed = sha256(b"assistant_x").hexdigest()
    kept = [{"name": "portal", "sha256": hashed, "made": "2026-11-01T12:00:00+00:00"}]
    (tmp_path / "api-tokens.json").write_text(json.dumps(kept, indent=2))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: take_over(tmp_path, database.transaction), range(4)))
    store = FeedbackStore(database, keeps_question_text=True, kept_days=9)
    assert [(one.answer_id, one.reason, one.question, one.library) for one in store.all()] == [
        ("a-1", "Nee", "Wie?", ""),
        ("a-2", "", None, "molen"),
    ]
    assert Tokens(database).holder("assistant_x") == "portal"
    assert {path.name for path in tmp_path.iterdir()} <= {"api-tokens.lock", "data"}


def test_feedback_of_before_there_were_libraries_is_taken_over(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "feedback.sqlite")) as earlier, earlier:
        earlier.execute("CREATE TABLE feedback (answer_id, verdict, reason, question, given)")
        earlier.execute("INSERT INTO feedback VALUES ('a-1', 'poor', '', NULL, '2999')")
    [kept] = FeedbackStore.of(Settings(data=tmp_path)).all()
    assert (kept.answer_id, kept.library) == ("a-1", "")


@pytest.mark.parametrize("name", ["feedback.sqlite", "api-tokens.json"])
def test_a_damaged_file_of_before_is_told_and_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("geen database en geen JSON " * 99)
    with pytest.raises(DatabaseUnavailable, match="take the damaged file away"):
        Tokens.of(Settings(data=tmp_path))
    assert (tmp_path / name).exists()


def test_a_server_that_is_away_costs_programs_a_503_until_it_is_back_and_the_page_nothing(
    server: RunningPostgresql, assistant: Assistant, tmp_path: Path
) -> None:
    with ApiServer(assistant, tmp_path, with_page=True, database=server.address) as api:
        models = f"{api.url}/v1/models"
        assert get(models, headers=api.headers).status_code == 200
        server.stop()
        try:
            refused = get(models, headers=api.headers)
            ready, page = get(f"{api.url}{READINESS}"), get(api.url)
            with pytest.raises(DatabaseUnavailable) as away:
                FeedbackStore.of(api.settings).add("a-1", "good")
        finally:
            server.start()
        assert (refused.status_code, ready.status_code, page.status_code) == (503, 200, 200)
        assert "tokens_unusable" in refused.text
        assert_tells_no_password(f"{refused.text}{away.value}{api.settings!r}")
        assert get(models, headers=api.headers).status_code == 200
    assert not (tmp_path / "assistant.sqlite").exists()


def assert_tells_no_password(text: str) -> None:
    assert PASSWORD not in text
    assert quote(PASSWORD, safe="") not in text


def run(address: str, data: Path, *command: str) -> subprocess.CompletedProcess[str]:
    done = run_assistant(*command, ASSISTANT_DATABASE=address, ASSISTANT_DATA=str(data))
    assert_tells_no_password(done.stdout + done.stderr)
    return done


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("password", quote(PASSWORD, safe=""), "password authentication failed"),
        ("127.0.0.1:1/", r"127.0.0.1:\d+/", "Connection refused"),
        ("/nothing", "/assistant$", "does not exist"),
    ],
)
def test_a_server_that_does_not_let_in_is_told_in_one_line(
    server: RunningPostgresql, tmp_path: Path, wrong: str, right: str, told: str
) -> None:
    address = re.sub(right, wrong, server.address)
    done = run(address, tmp_path, "token", "list")
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert "ASSISTANT_DATABASE" in line
    assert told in line
    assert run(address, tmp_path, "feedback").returncode == 1


def test_the_doctor_says_whether_the_server_lets_in(
    server: RunningPostgresql, tmp_path: Path
) -> None:
    assert "✓ database: PostgreSQL" in run(server.address, tmp_path, "doctor").stdout
    away = re.sub(r":\d+/", ":1/", server.address)
    assert "✗ database: The database of ASSISTANT_DATABASE" in run(away, tmp_path, "doctor").stdout


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://a:{PASSWORD}@b/c",
        f"postgresql://assistant:{PASSWORD}@127.0.0.1/assistant",
        f"postgresql://assistant:{quote(PASSWORD, safe='')}@127.0.0.1:port/assistant",
        "postgresql://127.0.0.1",
    ],
)
def test_another_address_is_refused_without_its_password(address: str, tmp_path: Path) -> None:
    done = run(address, tmp_path, "token", "list")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert "write postgresql://name:password@host/database" in line


def test_the_command_line_uses_it(server: RunningPostgresql, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert run(server.address, data, "token", "add", "console").returncode == 0
    assert "console" in run(server.address, data, "token", "list").stdout
    assert "console" in {one.name for one in Tokens(Database(tmp_path, server.address)).all()}
    assert not (tmp_path / "data" / "assistant.sqlite").exists()

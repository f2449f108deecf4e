"""What is kept of feedback, for how long, and what is never kept."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import Settings
from assistant.database import Database, DatabaseUnavailable
from assistant.feedback import FeedbackInvalid, FeedbackStore
from assistant.feedback.store import REASON_CHARACTERS_MAX


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore.of(Settings(data=tmp_path / "data"))


def age(store: FeedbackStore, answer_id: str, days: int) -> None:
    """Make a verdict as old as ``days``."""
    given = (datetime.now(UTC) - timedelta(days=days)).isoformat().replace("+00:00", "Z")
    with closing(sqlite3.connect(store.database.path)) as connection, connection:
        connection.execute("UPDATE feedback SET given = ? WHERE answer_id = ?", (given, answer_id))


def test_nothing_is_made_before_the_first_verdict(store: FeedbackStore) -> None:
    assert store.all() == ()
    assert store.purge() == 0
    assert not store.database.path.parent.exists()


def test_a_verdict_is_kept_with_its_reason_and_time(store: FeedbackStore) -> None:
    store.add("a-1", "poor", "  Het citaat klopt niet.  ")
    (kept,) = store.all()
    assert (kept.answer_id, kept.verdict, kept.reason) == ("a-1", "poor", "Het citaat klopt niet.")
    assert datetime.fromisoformat(kept.given).utcoffset() == timedelta(0)


def test_it_says_which_of_several_libraries_answered(store: FeedbackStore) -> None:
    store.add("a-1", "good")
    replace(store, library="molen").add("a-2", "poor")
    assert {(one.answer_id, one.library) for one in store.all()} == {("a-1", ""), ("a-2", "molen")}


def test_a_second_verdict_on_an_answer_replaces_the_first(store: FeedbackStore) -> None:
    store.add("a-1", "poor", "Nee")
    store.add("a-2", "good")
    store.add("a-1", "good")
    assert {(one.answer_id, one.verdict, one.reason) for one in store.all()} == {
        ("a-1", "good", ""),
        ("a-2", "good", ""),
    }


def test_the_text_of_a_question_reaches_the_file_only_when_the_setting_says_so(
    tmp_path: Path,
) -> None:
    for keeps in (False, True):
        settings = Settings(data=tmp_path / str(keeps), feedback_question_text=keeps)
        store = FeedbackStore.of(settings)
        store.add("a-1", "good", question="vraagmerkteken")
        assert store.all()[0].question == ("vraagmerkteken" if keeps else None)
        assert (b"vraagmerkteken" in store.database.path.read_bytes()) is keeps


def test_the_setting_that_keeps_questions_is_off_by_default() -> None:
    assert Settings().feedback_question_text is False


def test_what_is_too_old_goes_with_the_next_verdict(store: FeedbackStore) -> None:
    store.add("old", "good", "redenmerkteken")
    age(store, "old", store.kept_days + 1)
    store.add("new", "good")
    assert [one.answer_id for one in store.all()] == ["new"]
    assert b"redenmerkteken" not in store.database.path.read_bytes()


def test_a_purge_removes_what_is_too_old_and_nothing_else(store: FeedbackStore) -> None:
    store.add("old", "good")
    store.add("new", "good")
    age(store, "old", store.kept_days + 1)
    assert [one.answer_id for one in store.all()] == ["new"], "too old is not shown either"
    assert store.purge() == 1
    assert store.purge() == 0
    assert [one.answer_id for one in store.all()] == ["new"]


def test_a_purge_removes_question_texts_that_are_no_longer_to_be_kept(tmp_path: Path) -> None:
    FeedbackStore(Database(tmp_path / "f"), keeps_question_text=True, kept_days=9).add(
        "a-1", "good", question="vraagmerkteken"
    )
    store = FeedbackStore(Database(tmp_path / "f"), keeps_question_text=False, kept_days=9)
    store.purge()
    assert store.all()[0].question is None
    assert b"vraagmerkteken" not in store.database.path.read_bytes()


@pytest.mark.parametrize(
    ("answer_id", "verdict", "reason", "code"),
    [
        ("", "good", "", "answer_id"),
        ("een hele zin", "good", "", "answer_id"),
        ("a" * 65, "good", "", "answer_id"),
        ("a'; DROP TABLE feedback; --", "good", "", "answer_id"),
        ("a-1", "fine", "", "verdict"),
        ("a-1", "good", "x" * (REASON_CHARACTERS_MAX + 1), "reason_too_long"),
    ],
)
def test_what_is_not_feedback_is_refused(
    store: FeedbackStore, answer_id: str, verdict: str, reason: str, code: str
) -> None:
    with pytest.raises(FeedbackInvalid) as refused:
        store.add(answer_id, verdict, reason)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert store.all() == ()


def test_a_reason_is_text_whatever_it_says(store: FeedbackStore) -> None:
    reason = "'); DROP TABLE feedback; -- <script>\n\u202e\x00 é"
    store.add("a-1", "poor", reason)
    assert store.all()[0].reason == reason.replace("\0", "")


def test_many_threads_at_once_lose_nothing(store: FeedbackStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: store.add(f"a-{number % 20}", "good"), range(60)))
    assert {one.answer_id for one in store.all()} == {f"a-{number}" for number in range(20)}


def test_the_file_is_for_its_owner_only(store: FeedbackStore) -> None:
    store.add("a-1", "good")
    assert stat.S_IMODE(store.database.path.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_used_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "assistant.sqlite").write_text("dit is geen database, maar tekst " * 9)
    (tmp_path / "file").write_text("")
    for data in (tmp_path, tmp_path / "file"):
        with pytest.raises(DatabaseUnavailable, match="ASSISTANT_DATA"):
            FeedbackStore.of(Settings(data=data)).add("a-1", "good")

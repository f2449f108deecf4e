"""Feedback in a SQLite file on this machine.

What may be kept is decided here and not by who calls: the text of a question only when the
settings say so, and nothing longer than the settings say.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal, get_args

from assistant.feedback.errors import FeedbackInvalid, FeedbackUnavailable
from assistant.settings import Settings

Verdict = Literal["good", "poor"]

REASON_CHARACTERS_MAX: Final = 1000
QUESTION_CHARACTERS_MAX: Final = 20_000
# An id and no more: an answer's text must not come in this way.
_ANSWER_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PATIENCE_S: Final = 10.0
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS feedback (
    answer_id TEXT PRIMARY KEY,
    verdict TEXT NOT NULL CHECK (verdict IN ('good', 'poor')),
    reason TEXT NOT NULL,
    question TEXT,
    given TEXT NOT NULL,
    library TEXT NOT NULL DEFAULT ''
)
"""
_COLUMNS: Final = "PRAGMA table_info(feedback)"
_ADDED: Final = "ALTER TABLE feedback ADD COLUMN library TEXT NOT NULL DEFAULT ''"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one reader thinks of one answer; ``given`` is a time in UTC, as ISO 8601.

    ``library``: the name of that which answered, where there was more than one.
    """

    answer_id: str
    verdict: Verdict
    reason: str
    question: str | None
    given: str
    library: str = ""


@dataclass(frozen=True, slots=True)
class FeedbackStore:
    """The feedback in one file, which is made at the first verdict; safe from several threads.

    :param keeps_question_text: whether the question is kept beside the verdict.
    :param kept_days: what is older goes with the next verdict, or with :meth:`purge`.
    :param library: what new verdicts are about.
    """

    path: Path
    keeps_question_text: bool
    kept_days: int
    library: str = ""

    @classmethod
    def of(cls, settings: Settings) -> FeedbackStore:
        """Return the store that the settings describe."""
        return cls(
            settings.data / "feedback.sqlite",
            settings.feedback_question_text,
            settings.feedback_days,
        )

    def add(
        self, answer_id: str, verdict: Verdict, reason: str = "", question: str | None = None
    ) -> None:
        """Keep a verdict; one for the same answer from before is replaced.

        :param question: kept only when this store keeps question texts.
        :raises FeedbackInvalid: for another verdict, a reason that is too long, or no proper id.
        :raises FeedbackUnavailable: when the file cannot be written.
        """
        if _ANSWER_ID.fullmatch(answer_id) is None:
            raise FeedbackInvalid("answer_id", "This is not the id of an answer.")
        if verdict not in get_args(Verdict):
            raise FeedbackInvalid("verdict", "A verdict is 'good' or 'poor'.")
        reason = _storable(reason.strip())
        if len(reason) > REASON_CHARACTERS_MAX:
            raise FeedbackInvalid(
                "reason_too_long",
                f"The reason has {len(reason)} characters; the most is {REASON_CHARACTERS_MAX}.",
            )
        if question is not None:
            kept = _storable(question[:QUESTION_CHARACTERS_MAX])
            question = kept if self.keeps_question_text else None
        now = datetime.now(UTC)
        with self._connection() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?, ?)",
                (answer_id, verdict, reason, question, _timestamp(now), self.library),
            )
            self._remove_old(connection, now)

    def all(self) -> tuple[Feedback, ...]:
        """Return everything that is kept, oldest first.

        :raises FeedbackUnavailable: when the file cannot be read.
        """
        if not self.path.exists():
            return ()
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT answer_id, verdict, reason, question, given, library FROM feedback "
                "WHERE given >= ? ORDER BY given, answer_id",
                (self._oldest_kept(datetime.now(UTC)),),
            )
            return tuple(Feedback(*row) for row in rows)

    def purge(self) -> int:
        """Remove what is too old, and question texts where they are no longer to be kept.

        :returns: how many verdicts are gone.
        :raises FeedbackUnavailable: when the file cannot be written.
        """
        if not self.path.exists():
            return 0
        with self._connection() as connection:
            removed = self._remove_old(connection, datetime.now(UTC))
            if not self.keeps_question_text:
                connection.execute("UPDATE feedback SET question = NULL")
        return removed

    def _remove_old(self, connection: sqlite3.Connection, now: datetime) -> int:
        oldest = self._oldest_kept(now)
        return connection.execute("DELETE FROM feedback WHERE given < ?", (oldest,)).rowcount

    def _oldest_kept(self, now: datetime) -> str:
        return _timestamp(now - timedelta(days=self.kept_days))

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction: a connection may not pass from thread to thread."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # For the owner only, before anything is in it.
            self.path.touch(mode=0o600)
            with (
                closing(sqlite3.connect(self.path, timeout=_PATIENCE_S)) as connection,
                connection,
            ):
                # What is removed is overwritten, not just no longer listed.
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute(_SCHEMA)
                # A file from before there were libraries.
                if "library" not in [row[1] for row in connection.execute(_COLUMNS)]:
                    connection.execute(_ADDED)
                yield connection
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or error
            raise FeedbackUnavailable(
                f"The feedback in {self.path} cannot be used ({reason}); make the folder writable "
                "and the file a whole one, or set ASSISTANT_DATA to another folder."
            ) from error


def _storable(text: str) -> str:
    """Return a text with half characters, which a browser can send, made question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _timestamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

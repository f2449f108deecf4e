"""Feedback in the database.

What may be kept is decided here and not by who calls: the text of a question only when the
settings say so, and nothing longer than the settings say.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, get_args

from assistant.database import Database, Execute
from assistant.feedback.errors import FeedbackInvalid
from assistant.settings import Settings

Verdict = Literal["good", "poor"]

REASON_CHARACTERS_MAX: Final = 1000
QUESTION_CHARACTERS_MAX: Final = 20_000
# An id and no more: an answer's text must not come in this way.
_ANSWER_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


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
    """The feedback in a database, which is made at the first verdict; safe from several threads.

    :param keeps_question_text: whether the question is kept beside the verdict.
    :param kept_days: what is older goes with the next verdict, or with :meth:`purge`.
    :param library: what new verdicts are about.
    """

    database: Database
    keeps_question_text: bool
    kept_days: int
    library: str = ""

    @classmethod
    def of(cls, settings: Settings) -> FeedbackStore:
        """Return the store that the settings describe."""
        return cls(Database.of(settings), settings.feedback_question_text, settings.feedback_days)

    def add(
        self, answer_id: str, verdict: Verdict, reason: str = "", question: str | None = None
    ) -> None:
        """Keep a verdict; one for the same answer from before is replaced.

        :param question: kept only when this store keeps question texts.
        :raises FeedbackInvalid: for another verdict, a reason that is too long, or no proper id.
        :raises DatabaseUnavailable: when the database cannot be written.
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
        with self.database.transaction() as execute:
            execute(
                "INSERT INTO feedback VALUES (:answer_id, :verdict, :reason, :question, :given, "
                ":library) ON CONFLICT (answer_id) DO UPDATE SET verdict = excluded.verdict, "
                "reason = excluded.reason, question = excluded.question, given = excluded.given, "
                "library = excluded.library",
                **asdict(
                    Feedback(answer_id, verdict, reason, question, _timestamp(now), self.library)
                ),
            )
            self._remove_old(execute, now)

    def all(self) -> tuple[Feedback, ...]:
        """Return everything that is kept, oldest first.

        :raises DatabaseUnavailable: when the database cannot be read.
        """
        if not self.database.is_made:
            return ()
        with self.database.transaction() as execute:
            rows = execute(
                "SELECT answer_id, verdict, reason, question, given, library FROM feedback "
                "WHERE given >= :oldest ORDER BY given, answer_id",
                oldest=self._oldest_kept(datetime.now(UTC)),
            )
            return tuple(Feedback(*row) for row in rows)

    def purge(self) -> int:
        """Remove what is too old, and question texts where they are no longer to be kept.

        :returns: how many verdicts are gone.
        :raises DatabaseUnavailable: when the database cannot be written.
        """
        if not self.database.is_made:
            return 0
        with self.database.transaction() as execute:
            removed = self._remove_old(execute, datetime.now(UTC))
            if not self.keeps_question_text:
                execute("UPDATE feedback SET question = NULL")
        return removed

    def _remove_old(self, execute: Execute, now: datetime) -> int:
        oldest = self._oldest_kept(now)
        return execute("DELETE FROM feedback WHERE given < :oldest", oldest=oldest).rowcount

    def _oldest_kept(self, now: datetime) -> str:
        return _timestamp(now - timedelta(days=self.kept_days))


def _storable(text: str) -> str:
    """Return a text without what a browser can send and no database keeps: half characters, zeros."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _timestamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

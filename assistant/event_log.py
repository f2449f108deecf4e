"""The log of what happened: who did what, when, from where, with which result.

One line of JSON for each event, with the six fields that BIO2 8.15.01 asks for and no other. There
is no field for a text: a question, an answer or a password cannot come in, because an action, an
object and a result are words of a fixed shape, and a person is a pseudonym.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal, TextIO

from assistant.settings import Settings
from assistant.visitor import Visitor, visitor_of

Action = Literal[
    "question_asked",
    "conversation_downloaded",
    "conversation_loaded",
    "conversation_cleared",
    "feedback_given",
    "signed_in",
    "signed_out",
    "request_refused",
    "server_started",
    "server_stopped",
    "index_replaced",
    "index_built",
    "document_added",
    "document_removed",
    "feedback_exported",
    "feedback_removed",
    "token_made",
    "token_revoked",
]

# No space: an id, a file format, a route by its name.
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:-]{0,79}")
_FILE_NAME: Final = re.compile(r"events-(\d{4}-\d{2}-\d{2})\.jsonl")

# The name of the logger that every event goes through.
EVENTS: Final = "assistant.events"
_events: Final = logging.getLogger(EVENTS)
_events.propagate = False
_events.setLevel(logging.INFO)
_events.addHandler(logging.NullHandler())


def record(action: Action, object_: str, result: str, request: Any = None) -> None:
    """Write one event, if a log is open.

    :param object_: what was acted on, as an id or a name: ``conversation``, ``answer/1a2b``.
    :param result: how it ended, such as an answer's outcome, ``failed`` or ``busy``.
    :param request: the request of the reader, of Starlette or Gradio; none for this machine itself.
    :raises ValueError: when an object or result is not such a word, which is a mistake in the code.
    """
    for word in (action, object_, result):
        if _WORD.fullmatch(word) is None:
            # Not in the message: it might be a text of someone.
            raise ValueError("what is logged is a word of a-z, A-Z, 0-9 and _./:-, at most 80 long")
    visitor = visitor_of(request) or Visitor("system", "local")
    line = {
        "actie": action,
        "object": object_,
        "resultaat": result,
        "oorsprong": visitor.origin,
        "actor": visitor.actor,
        "tijdstempel": _now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    _events.info(json.dumps(line, ensure_ascii=True))


@contextmanager
def open_log(settings: Settings) -> Iterator[None]:
    """Write events as the settings say, until the end of the context.

    A log that cannot be written is told once on standard error; whoever asks gets an answer.
    """
    handler: logging.Handler
    if settings.log == "off":
        yield
        return
    if settings.log == "standard_error":
        handler = _Lines(sys.stderr)
    else:
        handler = _DailyFile(settings.log_directory, settings.log_days)
    _events.addHandler(handler)
    try:
        yield
    finally:
        _events.removeHandler(handler)
        handler.close()


class _Lines(logging.StreamHandler[TextIO]):
    """Writes lines; a log that fails says so once, without what was to be logged."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._is_told = False
        self._remedy = "see to it that standard error can be written."

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802
        if self._is_told:
            return
        self._is_told = True
        error = sys.exc_info()[1]
        reason = getattr(error, "strerror", None) or type(error).__name__
        # Standard error may end in a file on the same full disk.
        with suppress(OSError):
            print(
                f"assistant: the log cannot be written ({reason}), and goes on without; "
                f"{self._remedy}",
                file=sys.stderr,
                flush=True,
            )


class _DailyFile(_Lines):
    """A file for each day in UTC; those of more than ``kept_days`` ago are removed."""

    def __init__(self, directory: Path, kept_days: int) -> None:
        super().__init__(sys.stderr)
        self._directory = directory
        self._kept_days = kept_days
        self._day = ""
        self._remedy = f"make {directory} writable, make room on the disk, or set ASSISTANT_LOG=standard_error."

    def emit(self, record: logging.LogRecord) -> None:
        try:
            now = _now()
            if now.date().isoformat() != self._day:
                self._turn_to(now)
        except OSError:
            self.handleError(record)
            return
        super().emit(record)

    def close(self) -> None:
        self._close_file()
        super().close()

    def _close_file(self) -> None:
        if self._day:
            # What a full disk could not take is tried once more here, and then let go.
            with suppress(OSError):
                self.stream.close()
            self._day = ""

    def _turn_to(self, now: datetime) -> None:
        day = now.date().isoformat()
        self._directory.mkdir(parents=True, exist_ok=True)
        path = self._directory / f"events-{day}.jsonl"
        path.touch(mode=0o600)
        opened = path.open("a", encoding="utf-8")
        self._close_file()
        self.stream = opened
        self._day = day
        first_kept = (now - timedelta(days=self._kept_days)).date().isoformat()
        # One that cannot be removed is tried again the next day; events are written all the same.
        with suppress(OSError):
            for file in self._directory.iterdir():
                named = _FILE_NAME.fullmatch(file.name)
                if named is not None and named[1] < first_kept:
                    file.unlink(missing_ok=True)


def _now() -> datetime:
    return datetime.now(UTC)

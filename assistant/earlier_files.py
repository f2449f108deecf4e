"""Feedback and tokens from before there was one database: taken over once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

from filelock import FileLock


def take_over(
    data: Path, transaction: Callable[[], AbstractContextManager[Callable[..., object]]]
) -> None:
    """Put what the files of before hold into the database, and remove them.

    :param data: the folder that they lie in, if there are any.
    :param transaction: of that database.
    :raises OSError, sqlite3.Error, ValueError, TypeError: a file is damaged, or cannot be removed.
    """
    feedback, tokens = data / "feedback.sqlite", data / "api-tokens.json"
    if not feedback.exists() and not tokens.exists():
        return
    # That of those who changed the tokens, and against two who do this at once.
    with FileLock(data / "api-tokens.lock"):
        verdicts, kept = _verdicts(feedback), _tokens(tokens)
        with transaction() as execute:
            for row in verdicts:
                execute(
                    "INSERT INTO feedback VALUES (:answer_id, :verdict, :reason, :question, "
                    ":given, :library) ON CONFLICT DO NOTHING",
                    # Before there were libraries there was no such column.
                    **{"library": "", **row},
                )
            for row in kept:
                execute(
                    "INSERT INTO token VALUES (:name, :sha256, :made) ON CONFLICT DO NOTHING", **row
                )
        feedback.unlink(missing_ok=True)
        tokens.unlink(missing_ok=True)


def _verdicts(feedback: Path) -> list[dict[str, Any]]:
    if not feedback.exists():
        return []
    with closing(sqlite3.connect(feedback)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM feedback")]


def _tokens(tokens: Path) -> list[dict[str, Any]]:
    return json.loads(tokens.read_text(encoding="utf-8")) if tokens.exists() else []

"""The database of what readers and programs leave behind: feedback, and the tokens of the API.

A SQLite file in the data folder, or a PostgreSQL server that several machines share. What is asked of
them is written so that both understand it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assistant.earlier_files import take_over
from assistant.settings import Settings
from corpus import AssistantError

if TYPE_CHECKING:
    from sqlalchemy import CursorResult, Engine

Execute = Callable[..., "CursorResult[*tuple[Any, ...]]"]
_PATIENCE_S: Final = 10
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS feedback (answer_id TEXT PRIMARY KEY, verdict TEXT NOT NULL CHECK "
    "(verdict IN ('good', 'poor')), reason TEXT NOT NULL, question TEXT, given TEXT NOT NULL, "
    "library TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS token (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, made TEXT NOT NULL)",
)
# Any number that nothing else takes: PostgreSQL can make a table once only, not for two at a time.
_MAKING: Final = 734_201_117


class DatabaseUnavailable(AssistantError):
    """The database cannot be read or written; the message tells what to do, and no address."""


@dataclass(frozen=True, slots=True)
class Database:
    """A database, which is made when something is first written; safe from several threads.

    :param path: the file, where there is no server.
    :param address: of the server, with name and password.
    """

    path: Path
    address: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> Database:
        """Return the database of the settings, with what was in files of its own before.

        :raises DatabaseUnavailable: there are such files, and they cannot be taken over.
        """
        address = settings.database.get_secret_value() if settings.database else None
        found = cls(settings.data / "assistant.sqlite", address)
        try:
            take_over(settings.data, found.transaction)
        except (OSError, sqlite3.Error, ValueError, TypeError) as error:
            raise DatabaseUnavailable(
                f"What was kept before in {settings.data} cannot be taken over ({error}); make the "
                "folder writable, or take the damaged file away (feedback.sqlite, api-tokens.json)."
            ) from error
        return found

    @property
    def is_made(self) -> bool:
        """Tell whether there may be something in it."""
        return self.address is not None or self.path.exists()

    @contextmanager
    def transaction(self) -> Iterator[Execute]:
        """Yield what runs a statement, with a value for each ``:name``; all of them hold, or none.

        :raises DatabaseUnavailable: when the database cannot be used.
        """
        # Here and not above: nobody who only asks a question should wait for it.
        from sqlalchemy import text
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self._engine().begin() as connection:
                yield lambda statement, **values: connection.execute(text(statement), values)
        except ImportError as error:
            raise DatabaseUnavailable(
                "The driver of PostgreSQL is not installed; run: "
                "pip install -c constraints.txt '.[postgresql]'."
            ) from error
        except (OSError, SQLAlchemyError, sqlite3.Error) as error:
            # What comes after the first line may hold what was to be kept.
            said = getattr(error, "strerror", None) or getattr(error, "orig", None) or error
            reason = str(said).partition("\n")[0]
            raise DatabaseUnavailable(
                f"The database {self.path} cannot be used ({reason}); make the folder writable and "
                "the file a whole one, or set ASSISTANT_DATA to another folder."
                if self.address is None
                else f"The database of ASSISTANT_DATABASE cannot be used ({reason}); look whether "
                "the server runs, the address is right, and the account may make tables."
            ) from error

    def _engine(self) -> Engine:
        if self.address is not None:
            return _of_server(self.address)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self.path.exists():
            # For the owner only, before anything is in it.
            self.path.touch(mode=0o600)
        return _of_file(self.path)


@cache
def _of_server(address: str) -> Engine:
    """Return what connects to a server, in which the tables are."""
    from sqlalchemy import create_engine, text

    engine = create_engine(
        # The driver is ours to choose.
        address.replace("postgresql:", "postgresql+psycopg:", 1),
        pool_pre_ping=True,
        pool_timeout=_PATIENCE_S,
        connect_args={"connect_timeout": _PATIENCE_S, "tcp_user_timeout": _PATIENCE_S * 1000},
        hide_parameters=True,
    )
    with engine.begin() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_MAKING})"))
        for table in _TABLES:
            connection.execute(text(table))
    return engine


@cache
def _of_file(path: Path) -> Engine:
    """Return what opens a file, anew for each transaction."""
    from sqlalchemy import URL, NullPool, create_engine, event

    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"timeout": _PATIENCE_S},
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: object) -> None:
        # What is removed is overwritten, not just no longer listed.
        connection.execute("PRAGMA secure_delete = ON")
        for table in _TABLES:
            connection.execute(table)

    return engine

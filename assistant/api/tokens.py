"""The tokens of the API: shown once, and kept as something they cannot be read from."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final

from assistant.database import Database
from assistant.settings import Settings
from corpus import AssistantError

TOKEN_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# By its beginning a scanner for secrets, or whoever finds it, knows what it is.
_PREFIX: Final = "assistant_"
_TOKEN_BYTES: Final = 32


class TokenNameInvalid(AssistantError):
    """A token of that name cannot be made, or there is none."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was made; ``sha256`` is enough for 256 random bits, which nobody guesses."""

    name: str
    sha256: str
    made: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens in a database, which other processes may change at any time."""

    database: Database

    @classmethod
    def of(cls, settings: Settings) -> Tokens:
        """Return the tokens in the database of the settings."""
        return cls(Database.of(settings))

    def all(self) -> tuple[Token, ...]:
        """Return every token, the oldest first.

        :raises DatabaseUnavailable: when the database cannot be used.
        """
        if not self.database.is_made:
            return ()
        with self.database.transaction() as execute:
            rows = execute("SELECT name, sha256, made FROM token ORDER BY made, name")
            return tuple(Token(*row) for row in rows)

    def holder(self, token: str) -> str | None:
        """Return the name of a token, ``None`` if there is no such one.

        :raises DatabaseUnavailable: when the database cannot be used.
        """
        hashed = _hash(token)
        return next((one.name for one in self.all() if one.sha256 == hashed), None)

    def add(self, name: str) -> str:
        """Make a token and return it; nobody can find it back.

        :raises TokenNameInvalid: the name cannot be used or is taken.
        :raises DatabaseUnavailable: when the database cannot be used.
        """
        if TOKEN_NAME.fullmatch(name) is None:
            raise TokenNameInvalid(
                "A name has 1 to 64 letters (a-z), digits, dots, hyphens and underscores, and "
                "begins with a letter or digit."
            )
        token = _PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        with self.database.transaction() as execute:
            added = execute(
                "INSERT INTO token VALUES (:name, :sha256, :made) ON CONFLICT DO NOTHING",
                **asdict(Token(name, _hash(token), made)),
            )
        if not added.rowcount:
            raise TokenNameInvalid(f"There is a token {name} already; revoke it first.")
        return token

    def revoke(self, name: str) -> None:
        """Take a token away; from now on it opens nothing.

        :raises TokenNameInvalid: there is no such token.
        :raises DatabaseUnavailable: when the database cannot be used.
        """
        with self.database.transaction() as execute:
            removed = execute("DELETE FROM token WHERE name = :name", name=name)
        if not removed.rowcount:
            raise TokenNameInvalid(f"There is no token {name}; see `assistant token list`.")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()

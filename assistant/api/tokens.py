"""The tokens of the API: shown once, and kept as something they cannot be read from."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock

from corpus import AssistantError

TOKEN_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
# By its beginning a scanner for secrets, or whoever finds it, knows what it is.
_PREFIX: Final = "assistant_"
_TOKEN_BYTES: Final = 32


class TokensUnusable(AssistantError):
    """The file with tokens, or a name for one, cannot be used."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was made; ``sha256`` is enough for 256 random bits, which nobody guesses."""

    name: str
    sha256: str
    made: str


class Tokens:
    """The tokens in one file, which other processes may change at any time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[object, tuple[Token, ...]] = (None, ())

    def all(self) -> tuple[Token, ...]:
        """Return every token, the oldest first.

        :raises TokensUnusable: the file is damaged or cannot be read.
        """
        try:
            state = self._path.stat()
            seen = (state.st_ino, state.st_mtime_ns, state.st_size)
            if seen != self._read[0]:
                kept = json.loads(self._path.read_text(encoding="utf-8"))
                self._read = (seen, tuple(Token(**one) for one in kept))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError) as error:
            reason = getattr(error, "strerror", None) or "it is damaged"
            raise TokensUnusable(
                f"The API's tokens in {self._path} cannot be read ({reason}); make it readable, "
                "or take it away and make new tokens."
            ) from error
        return self._read[1]

    def holder(self, token: str) -> str | None:
        """Return the name of a token, ``None`` if there is no such one.

        :raises TokensUnusable: the file is damaged or cannot be read.
        """
        hashed = _hash(token)
        return next((one.name for one in self.all() if one.sha256 == hashed), None)

    def add(self, name: str) -> str:
        """Make a token and return it; nobody can find it back.

        :raises TokensUnusable: the name cannot be used or is taken, or the file cannot be used.
        """
        if TOKEN_NAME.fullmatch(name) is None:
            raise TokensUnusable(
                "A name has 1 to 64 letters (a-z), digits, dots, hyphens and underscores, and "
                "begins with a letter or digit."
            )
        token = _PREFIX + secrets.token_urlsafe(_TOKEN_BYTES)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._lock):
            if any(one.name == name for one in self.all()):
                raise TokensUnusable(f"There is a token {name} already; revoke it first.")
            made = datetime.now(UTC).isoformat(timespec="seconds")
            self._write((*self.all(), Token(name, _hash(token), made)))
        return token

    def revoke(self, name: str) -> None:
        """Take a token away; from now on it opens nothing.

        :raises TokensUnusable: there is no such token, or the file cannot be used.
        """
        if not any(one.name == name for one in self.all()):
            raise TokensUnusable(f"There is no token {name}; see `assistant token list`.")
        with FileLock(self._lock):
            self._write(tuple(one for one in self.all() if one.name != name))

    @property
    def _lock(self) -> Path:
        return self._path.with_suffix(".lock")

    def _write(self, tokens: tuple[Token, ...]) -> None:
        new = self._path.with_suffix(".new")
        with suppress(FileNotFoundError):
            new.unlink()
        opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="utf-8") as file:
            json.dump([asdict(one) for one in tokens], file, indent=2)
        new.replace(self._path)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()

"""Who is signed in. It is known here and nowhere else: the cookie holds a random word only."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

# However busy, a day's work later one signs in again.
SESSION_MOST_S: Final = 12 * 3600
_TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class _Session:
    account: str
    began: float
    used: float


class Sessions:
    """The sessions of one server; they end with it.

    :param idle_s: seconds without use after which a session ends.
    :param clock: seconds that never go back.
    """

    def __init__(self, idle_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle_s = idle_s
        self._clock = clock
        self._by_hash: dict[bytes, _Session] = {}

    def begin(self, account: str) -> str:
        """Return the token of a new session; ended ones are forgotten."""
        now = self._clock()
        self._by_hash = {
            key: session for key, session in self._by_hash.items() if self._lasts(session, now)
        }
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._by_hash[_hash(token)] = _Session(account, now, now)
        return token

    def account(self, token: str) -> str | None:
        """Return whose session this is, and note that it is in use; nothing when there is none."""
        key = _hash(token)
        session = self._by_hash.get(key)
        now = self._clock()
        if session is None or not self._lasts(session, now):
            self._by_hash.pop(key, None)
            return None
        self._by_hash[key] = replace(session, used=now)
        return session.account

    def end(self, token: str) -> None:
        """End a session, if there is one."""
        self._by_hash.pop(_hash(token), None)

    def _lasts(self, session: _Session, now: float) -> bool:
        return now - session.used < self._idle_s and now - session.began < SESSION_MOST_S


def _hash(token: str) -> bytes:
    # Looked up by hash: the time of a look-up tells nothing of the token, nor does a memory dump.
    return hashlib.sha256(token.encode()).digest()

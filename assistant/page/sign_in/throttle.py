"""Making guesses slow: after some, each next one has to wait twice as long."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_FORGOTTEN_AFTER_S: Final = 3600.0
_KEYS_MAX: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Tries:
    count: int
    last: float


class Throttle:
    """Counts tries by key (an address, an account).

    :param free: tries before anyone has to wait; the next waits 1 s, then 2, 4, …
    :param wait_max_s: the longest wait. It also bounds how long someone can keep another out.
    """

    def __init__(
        self, free: int, wait_max_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._free = free
        self._wait_max_s = wait_max_s
        self._clock = clock
        self._tries: dict[str, _Tries] = {}

    def wait_s(self, key: str) -> int:
        """Return the whole seconds until the next try; 0 when it may be now."""
        tries = self._tries.get(key)
        if tries is None or tries.count < self._free:
            return 0
        # The exponent is bounded: 2 ** 2000 is no float.
        wait = min(2.0 ** min(tries.count - self._free, 30), self._wait_max_s)
        return max(0, math.ceil(tries.last + wait - self._clock()))

    def count(self, key: str) -> None:
        """Count a try, before its outcome is known: a hundred at once are a hundred."""
        now = self._clock()
        before = self._tries.pop(key, None)
        fresh = before is None or now - before.last > _FORGOTTEN_AFTER_S
        self._tries[key] = _Tries(1 if fresh or before is None else before.count + 1, now)
        if len(self._tries) > _KEYS_MAX:
            # The longest unused stands first.
            del self._tries[next(iter(self._tries))]

    def forget(self, key: str) -> None:
        """Forget the tries of a key: the right password was given."""
        self._tries.pop(key, None)

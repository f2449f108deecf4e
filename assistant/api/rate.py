"""How often one party may ask."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

_PARTIES_MAX: Final = 10_000


class Rate:
    """So many requests a minute for each party, any of them at once.

    A leaky bucket (GCRA): of each party it remembers one moment only, that at which its requests
    so far would have come one after the other.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._between_s = 60 / per_minute
        self._clock = clock
        self._due: OrderedDict[str, float] = OrderedDict()

    def take(self, party: str) -> int:
        """Count a request; return 0, or the whole seconds after which the next one is taken."""
        now = self._clock()
        due = max(self._due.get(party, now), now) + self._between_s
        if due - now > 60 + self._between_s / 2:
            return max(1, math.ceil(due - now - 60))
        self._due[party] = due
        self._due.move_to_end(party)
        if len(self._due) > _PARTIES_MAX:
            self._due.popitem(last=False)
        return 0

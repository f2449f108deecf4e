"""How many requests there is room for: of everyone, of one household, and of those it holds open."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from starlette.types import Scope

from assistant.page.guard.household import household
from assistant.visitor import visitor_of

# Gradio's sign that a page is open: it lasts as long as the page.
_ENDLESS: Final = re.compile(r"/gradio_api/heartbeat/[^/]+/?$")


class Room:
    """Counts the requests that are being answered.

    A household (an address, or a network of IPv6) gets half of the places, so that no single one
    can keep everybody out; of those half for what it holds open, so that there it can still be
    asked. An open page that finds no such place works; its conversation is kept longer.

    :param at_once_max: requests at once, of everyone.
    """

    def __init__(self, at_once_max: int) -> None:
        self._most = (at_once_max, max(1, at_once_max // 2), max(1, at_once_max // 4))
        self._taken: Counter[tuple[str, ...]] = Counter()
        self._awaited = 0
        self._quiet_since = time.monotonic()

    @property
    def quiet_s(self) -> float:
        """For how many seconds nobody has been waiting: all that is open is held open."""
        return 0.0 if self._awaited else time.monotonic() - self._quiet_since

    def has_place_for(self, scope: Scope) -> bool:
        """Tell whether a request would be answered now."""
        bounds = zip(_keys(scope), self._most, strict=False)
        return all(self._taken[key] < most for key, most in bounds)

    @contextmanager
    def place_for(self, scope: Scope) -> Iterator[bool]:
        """Take a place for a request as long as the context lasts; tells whether there was one."""
        has_place = self.has_place_for(scope)
        keys = _keys(scope) if has_place else ()
        is_awaited = has_place and _ENDLESS.search(scope["path"]) is None
        self._taken.update(keys)
        self._awaited += is_awaited
        try:
            yield has_place
        finally:
            if is_awaited:
                self._awaited -= 1
                self._quiet_since = time.monotonic()
            self._taken.subtract(keys)
            for key in keys:
                if not self._taken[key]:
                    del self._taken[key]


def _keys(scope: Scope) -> tuple[tuple[str, ...], ...]:
    """Return under what a request is counted: everyone, its household, what that holds open."""
    visitor = visitor_of(scope)
    home = household(visitor.origin) if visitor else "unknown"
    shared = ((), (home,))
    return (*shared, (home, "held open")) if _ENDLESS.search(scope["path"]) else shared

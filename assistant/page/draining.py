"""Stopping without breaking off an answer."""

from __future__ import annotations

import socket
import time
from types import FrameType
from typing import Final

import uvicorn

from assistant.page.guard.readiness import Readiness
from assistant.settings import Settings

# A page asks for what comes after its answer a moment after it has that.
_QUIET_S: Final = 1.0
# Nothing but an answer of a chat model takes longer, and that has a time of its own.
_PATIENCE_S: Final = 10.0


def longest_s(settings: Settings) -> float:
    """Return for how long a server that is told to stop goes on at most."""
    model_s = 0.0 if settings.chat_model is None else settings.chat_timeout_s
    return _PATIENCE_S + model_s


class DrainingServer(uvicorn.Server):
    """Told to stop, it goes on until nobody waits any more, or has waited too long.

    Meanwhile it still listens: whoever asks something new hears what is the matter, instead of
    nothing. Told once more, it stops at once.
    """

    def __init__(self, config: uvicorn.Config, readiness: Readiness, settings: Settings) -> None:
        super().__init__(config)
        self._readiness = readiness
        self._patience_s = longest_s(settings)
        self._ends = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Begin to stop. That is no failure, so the signal is not raised again afterwards."""
        if self.should_exit:
            self.force_exit = True
        elif self._readiness.is_stopping():
            self.should_exit = True
        else:
            self._ends = time.monotonic() + self._patience_s
            self._readiness.stop()

    async def on_tick(self, counter: int) -> bool:
        """Tell whether to stop now."""
        if self._readiness.is_stopping() and (
            self._readiness.room.quiet_s >= _QUIET_S or time.monotonic() >= self._ends
        ):
            self.should_exit = True
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End as uvicorn does, after hanging up on open pages.

        Those would hold on until they are broken off, with a traceback for each.
        """
        for connection in list(self.server_state.connections):
            connection.transport.close()
        await super().shutdown(sockets)

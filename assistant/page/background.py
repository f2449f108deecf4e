"""An iterator that runs in a thread of its own, so that nobody has to wait for its next value.

A chat model may be silent for half a minute. Whoever reads it from a generator cannot be stopped
in that time: Gradio retries for as long, with a lock that every other visitor needs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import closing
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Background(Generic[Value]):
    """The newest value of an iterator; values that nobody took in time are passed over.

    :param start: makes the iterator, in the thread.
    :param ended: called when the iterator has ended or is closed, also after an error.
    """

    def __init__(
        self, start: Callable[[], Generator[Value]], ended: Callable[[], None] = lambda: None
    ) -> None:
        self._start = start
        self._ended = ended
        self._changed = threading.Condition()
        self._newest: Value | None = None
        self._error: Exception | None = None
        self._is_over = False
        self._is_closed = False
        threading.Thread(target=self._run, daemon=True, name="answer").start()

    def take(self, timeout_s: float) -> Value | None:
        """Return the newest value that was not taken yet; ``None`` when there is none in time.

        What the iterator raises is raised here.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None or self._is_over, timeout_s)
            newest, self._newest = self._newest, None
            if newest is None and self._error is not None:
                raise self._error
            return newest

    @property
    def is_over(self) -> bool:
        """Tell whether there is nothing left to take."""
        with self._changed:
            return self._is_over and self._newest is None and self._error is None

    def close(self) -> None:
        """Stop the iterator; at its next value, if it is busy with that."""
        with self._changed:
            self._is_closed = True

    def _run(self) -> None:
        error: Exception | None = None
        try:
            with closing(self._start()) as values:
                for value in values:
                    with self._changed:
                        if self._is_closed:
                            break
                        self._newest = value
                        self._changed.notify_all()
        except Exception as raised:
            error = raised
        finally:
            self._ended()
            with self._changed:
                self._error = error
                self._is_over = True
                self._changed.notify_all()

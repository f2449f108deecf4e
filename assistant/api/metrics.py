"""``/metrics``: counts and times for Prometheus, never a text."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from starlette.responses import Response

from assistant.event_log import EVENTS

# From quotations out of a small library to a slow chat model.
_SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Counts what the log of events tells, also where that goes nowhere.

    :param documents: returns how many documents there are.
    """

    def __init__(self, documents: Callable[[], int]) -> None:
        self._registry = CollectorRegistry()
        self._events = Counter(
            "assistant_events",
            "What happened, as the log of events names it.",
            ("action", "result"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "assistant_answer_seconds",
            "From the beginning of an answer to its end, waiting for a place left out.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        Gauge("assistant_documents", "Documents.", registry=self._registry).set_function(documents)

    def note_answer(self, seconds: float) -> None:
        """Count the time of an answer."""
        self._seconds.observe(seconds)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Count events within the context."""
        handler = _Counted(self._events)
        events = logging.getLogger(EVENTS)
        events.addHandler(handler)
        try:
            yield
        finally:
            events.removeHandler(handler)

    async def show(self) -> Response:
        """Return all of it in Prometheus' form."""
        return Response(generate_latest(self._registry), media_type=CONTENT_TYPE_LATEST)


class _Counted(logging.Handler):
    """Counts events by what was done and how it ended: a few dozen words, and no object."""

    def __init__(self, events: Counter) -> None:
        super().__init__()
        self._counter = events

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(ValueError, KeyError):
            event = json.loads(record.getMessage())
            self._counter.labels(event["actie"], event["resultaat"]).inc()

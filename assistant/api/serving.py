"""Serving the API without the page."""

from __future__ import annotations

from contextlib import closing

from assistant.api.app import alone
from assistant.event_log import open_log
from assistant.page.guard.build import readiness_of
from assistant.page.guard.faults import keep_texts_out_of_tracebacks
from assistant.page.memory import keep_memory_low
from assistant.page.server import open_branches, run, take_address
from assistant.settings import Settings


def serve_api(settings: Settings) -> None:
    """Serve the API until the process is told to stop.

    :raises AddressUnavailable: when the address is taken or not one of this machine.
    :raises AssistantError: when the model or the index is missing.
    """
    keep_memory_low()
    keep_texts_out_of_tracebacks()
    with (
        take_address(settings.host, settings.port, settings.language) as listening,
        open_log(settings),
        closing(open_branches(settings)) as branches,
    ):
        readiness = readiness_of(settings)
        app = alone(branches, settings, readiness)
        # Before anybody can ask: a proxy sends a process that listens its share at once.
        branches.first.current().suggestions.warm_up()
        run("api", app, listening, branches, settings, readiness)

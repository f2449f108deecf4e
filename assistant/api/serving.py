"""Serving the API without the page."""

from __future__ import annotations

import threading
from contextlib import closing

import uvicorn

from assistant.api.app import alone
from assistant.event_log import open_log, record
from assistant.page.guard.faults import keep_texts_out_of_tracebacks
from assistant.page.memory import keep_memory_low
from assistant.page.new_builds import taking_up_new_builds
from assistant.page.server import configure, listen, open_editions, url_of
from assistant.settings import Settings
from assistant.texts import load_texts


def serve_api(settings: Settings) -> None:
    """Serve the API until the process is told to stop.

    :raises AddressUnavailable: when the address is taken or not one of this machine.
    :raises AssistantError: when the model or the index is missing.
    """
    keep_memory_low()
    keep_texts_out_of_tracebacks()
    with (
        listen(settings.host, settings.port, settings.language) as listening,
        open_log(settings),
        closing(open_editions(settings)) as editions,
    ):
        server = uvicorn.Server(configure(alone(editions.current, settings)))
        threading.Thread(target=editions.current().suggestions.warm_up, daemon=True).start()
        ready = load_texts(settings.language)["api.ready"]
        print(ready.format(url=url_of(settings.host, listening)), flush=True)
        record("server_started", "api", "done")
        try:
            with taking_up_new_builds(editions, settings):
                server.run(sockets=[listening])
        finally:
            record("server_stopped", "api", "done")

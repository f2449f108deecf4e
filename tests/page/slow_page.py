"""Serves page and API as the command does; an answer is there when the file GO is.

slow_page.py DATA GO [PORT]
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from page_helpers import ScriptedAssistant, draft

from assistant import Settings
from assistant.event_log import open_log
from assistant.libraries import Libraries
from assistant.page.branches import Branches
from assistant.page.editions import Edition, Editions
from assistant.page.guard.build import readiness_of
from assistant.page.server import run, serve_branches, take_address


def main(data: Path, go: Path, port: int) -> None:
    """Serve until the process is told to stop."""
    assistant = ScriptedAssistant(drafts=[draft("Dit staat")], holds=True)

    def let_go() -> None:
        while True:
            (assistant.go_on.set if go.exists() else assistant.go_on.clear)()
            time.sleep(0.02)

    threading.Thread(target=let_go, daemon=True).start()
    settings = Settings(data=data, api=True, api_open=True)
    readiness = readiness_of(settings)
    with take_address("127.0.0.1", port) as listening, open_log(settings):
        editions = Editions(Edition.of(assistant, settings))
        branches = Branches(editions, Libraries(settings))
        app = serve_branches(branches, settings, readiness)
        run("page", app, listening, branches, settings, readiness)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int([*sys.argv, "0"][3]))

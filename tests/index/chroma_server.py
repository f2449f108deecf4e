"""A real Chroma server on a free port of this machine, for the tests."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final, Self

import httpx

from assistant.page.server import take_address

_COMMAND: Final = Path(sys.executable).with_name("chroma")
# Two seconds where nothing else runs.
_START_TIMEOUT_S: Final = 90


class RunningChroma:
    """Runs between entering and leaving; can be ended and started again meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with take_address("127.0.0.1", 0) as listening:
            self._port: int = listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [_COMMAND, "run", "--path", self._folder, "--host", "127.0.0.1"]
        self._process = subprocess.Popen(
            [*command, "--port", str(self._port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ends = time.monotonic() + _START_TIMEOUT_S
        while True:
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat", timeout=_START_TIMEOUT_S)
            except httpx.TransportError:
                assert self._process.poll() is None
                assert time.monotonic() < ends, "the Chroma server did not start"
                time.sleep(0.05)
            else:
                return

    def end(self, by: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            self._process.send_signal(by)
            self._process.wait(_START_TIMEOUT_S)
            self._process = None

    def collections(self) -> set[str]:
        """Return the names of the collections that it holds."""
        found = httpx.get(
            f"{self.url}/api/v2/tenants/default_tenant/databases/default_database/collections",
            timeout=_START_TIMEOUT_S,
        )
        return {one["name"] for one in found.json()}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end(signal.SIGKILL)

"""Builds of the index while the page is served: whole ones, killed ones, ones without room."""

from __future__ import annotations

import itertools
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import httpx

from assistant.settings import Settings

Way = Literal["whole", "killed", "disk full"]
WAYS: Final[tuple[Way, ...]] = ("whole", "killed", "disk full")
_FILE_BYTES_MAX: Final = 50_000
_TIMEOUT_S: Final = 900
_TAKEN_UP_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Rebuild:
    """A build and what came of it.

    ``began_s``, ``seconds``: since the soak began, and how long it took; ``problem``: what is not
    as it should be, empty where nothing is.
    """

    way: Way
    began_s: float
    seconds: float
    problem: str


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """Builds of a library that is served at ``url``."""

    settings: Settings
    url: str
    question: str

    def rebuild(self, clock: Callable[[], float]) -> Iterator[Rebuild]:
        """Build again and again, each time in another way, after a change of a document."""
        last_s = 1.0
        for number, way in enumerate(itertools.cycle(WAYS)):
            text = f"Over de proef\n\nDe proef heeft nummer {number}.\n"
            (self.settings.documents / "proef.txt").write_text(text, encoding="utf-8")
            began_s = clock()
            # Not the first half of it, which is Python loading.
            kill_after_s = last_s * random.uniform(0.4, 1) if way == "killed" else None
            problem = self._build(way, kill_after_s)
            seconds = clock() - began_s
            if way == "whole":
                last_s = seconds
            problem = problem or (self._taken_up() if way == "whole" else self._answers())
            yield Rebuild(way, began_s, seconds, problem)

    def _build(self, way: Way, kill_after_s: float | None) -> str:
        def without_room() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES_MAX, _FILE_BYTES_MAX))

        process = _start(
            self.settings, "index", before=without_room if way == "disk full" else None
        )
        try:
            _, told = process.communicate(timeout=kill_after_s or _TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            _, told = process.communicate()
        expected = {"whole": (0,), "killed": (0, -signal.SIGKILL), "disk full": (1,)}[way]
        if process.returncode not in expected:
            return f"exit code {process.returncode}: {_last_line(told)}"
        return "a traceback" if "Traceback" in told else ""

    def _taken_up(self) -> str:
        """Wait until the page answers from the build of now."""

        directory = self.settings.index_directory
        build = directory.current().name
        ends = time.monotonic() + _TAKEN_UP_S
        while time.monotonic() < ends:
            if build in httpx.get(f"{self.url}/healthz", timeout=_TAKEN_UP_S).text:
                return ""
            time.sleep(0.5)
        return f"the page did not take it up within {_TAKEN_UP_S:.0f} s"

    def _answers(self) -> str:
        """Ask in a process of its own, which opens the index anew."""
        process = _start(self.settings, "ask", self.question)
        _, told = process.communicate(timeout=_TIMEOUT_S)
        return "" if process.returncode == 0 else f"nothing answers: {_last_line(told)}"


def environment(settings: Settings, **changes: str) -> dict[str, str]:
    """Return the environment of a process that uses the settings' library and nothing else."""
    others = {
        name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")
    }
    return {
        **others,
        "ASSISTANT_DATA": str(settings.data),
        "ASSISTANT_DOCUMENTS": str(settings.documents),
        **changes,
    }


def _start(
    settings: Settings, *arguments: str, before: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", *arguments],
        env=environment(settings),
        preexec_fn=before,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _last_line(told: str) -> str:
    return (told.strip().splitlines() or ["without a word"])[-1]

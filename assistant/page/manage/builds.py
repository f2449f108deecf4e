"""Building the index in the background, one build at a time, remembered over a restart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.event_log import record
from assistant.settings import Settings
from corpus.reasons import Reason

Stage = Literal["waiting", "scan", "prepare", "embed", "store", "read", "check"]
_PROJECT: Final = Path(__file__).resolve().parents[3]
_WRITTEN_EVERY_S: Final = 0.5


class Skipped(BaseModel):
    """A file that was not read, and why, which most have a code for."""

    model_config = ConfigDict(frozen=True)

    file: str
    reason: str
    why: Reason | None = None


class Report(BaseModel):
    """What a build found; names of files and numbers of pages, no text of them."""

    model_config = ConfigDict(frozen=True)

    documents: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    seconds: float


class BuildState(BaseModel):
    """What is being built, or how the last build ended; ``again``: another one was asked for since.

    ``asks``: many documents would be lost, and nobody has agreed to that; ``lost`` are their ids.
    """

    model_config = ConfigDict(frozen=True)

    status: Literal["never", "working", "done", "failed", "asks"] = "never"
    stage: Stage = "waiting"
    done: int = 0
    total: int = 0
    again: bool = False
    is_agreed: bool = False
    message: str = ""
    lost: tuple[str, ...] = ()
    report: Report | None = None


class Builds:
    """The builds of the settings' documents; safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        directory = settings.index_directory
        self._path = settings.data / "manage" / f"{directory.path.name}.json"
        self._settings = settings
        self._lock = threading.Lock()
        self._is_working = False
        self._state = self._read()
        if self._state.status == "working":
            self.ask_for(is_agreed=self._state.is_agreed)

    @property
    def state(self) -> BuildState:
        """What is known of the builds at this moment."""
        return self._state

    def ask_for(self, *, is_agreed: bool = False) -> None:
        """Begin a build; while one is at work, another is begun behind it.

        :param is_agreed: documents may be lost.
        """
        with self._lock:
            if self._is_working:
                self._keep(again=True)
                return
            self._is_working = True
            self._keep(status="working", stage="waiting", done=0, again=False, is_agreed=is_agreed)
        threading.Thread(target=self._run, daemon=True, name="build").start()

    def _run(self) -> None:
        while True:
            try:
                for told in self._work():
                    self._keep(**told)
            except Exception as error:
                self._keep(status="failed", message=type(error).__name__)
            result = self._state.status
            record("index_built", "index", result)
            with self._lock:
                if not self._state.again:
                    self._is_working = False
                    return
                self._keep(status="working", stage="waiting", done=0, again=False, is_agreed=False)

    def _work(self) -> Iterator[dict[str, Any]]:
        """Run a build in a process of its own; yield what changes in the state."""
        settings = self._settings
        asked = {
            "is_agreed": self._state.is_agreed,
            "settings": settings.model_dump(
                mode="json", include={"documents", "data", "embedding_model", "threads"}
            ),
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant.page.manage.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            text=True,
            encoding="utf-8",
        )
        assert process.stdin is not None
        assert process.stdout is not None
        ended: dict[str, Any] = {"status": "failed", "message": ""}
        written = 0.0
        with process:
            process.stdin.write(json.dumps(asked) + "\n")
            # Stays open: the process ends when this one does.
            process.stdin.flush()
            for line in process.stdout:
                told = json.loads(line)
                if "stage" in told:
                    is_first = told["stage"] != self._state.stage
                    if is_first or time.monotonic() - written > _WRITTEN_EVERY_S:
                        written = time.monotonic()
                        yield told
                elif "report" in told:
                    report = Report.model_validate(told["report"])
                    ended = {"status": "done", "message": "", "report": report}
                elif "lost" in told:
                    ended = {"status": "asks", "message": "", "lost": tuple(told["lost"])}
                else:
                    ended = {"status": "failed", "message": told["failed"]}
            process.stdin.close()
        yield ended

    def _read(self) -> BuildState:
        try:
            return BuildState.model_validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return BuildState()

    def _keep(self, **changes: Any) -> None:
        """Change the state, here and on disk; one that cannot be kept there is not remembered."""
        self._state = state = self._state.model_copy(update=changes)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(state.model_dump_json(), encoding="utf-8")
            os.replace(fresh, self._path)
        except OSError:
            pass

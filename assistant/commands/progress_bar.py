"""A progress bar on the terminal; plain lines where there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_STAGES: Final = {
    "scan": "Reading a scan, page",
    "enrich": "Asking the chat model",
    "prepare": "Preparing the model",
    "embed": "Embedding texts",
    "store": "Writing to Chroma",
    "read": "Reading passages",
    "check": "Checking the new index",
}


class ProgressBar:
    """Shows stages of work on standard error; call it as ``index.progress.Progress``."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description:<24}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._tasks: dict[str, object] = {}
        self._told: dict[str, int] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` of a stage is done."""
        if total == 0:
            return
        label = _STAGES.get(stage, stage)
        if not self._console.is_terminal:
            self._tell(label, done, total)
            return
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(label, total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

    def _tell(self, label: str, done: int, total: int) -> None:
        tenth = done * 10 // total
        # Fewer than before: it is the next scan.
        if self._told.get(label, -1) != tenth:
            self._told[label] = tenth
            print(f"{label}: {done}/{total}", file=sys.stderr, flush=True)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave the terminal to a question."""
        self._progress.stop()
        yield
        self._progress.start()

    def __enter__(self) -> ProgressBar:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

"""Telling how far a long piece of work is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is called with what is being done, how much of it is done, and how much there is."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Report ``done`` of ``total`` of a stage."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Report nothing."""

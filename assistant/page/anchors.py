"""The ids by which markers, sources and answers lead to each other.

They hold the number of the turn, so a marker of an earlier answer still leads to its own source.
"""

from __future__ import annotations


def source_id(turn: int, number: int) -> str:
    """Return the id of the quote of citation ``number`` in answer ``turn``."""
    return f"source-{turn}-{number}"


def marker_id(turn: int, number: int) -> str:
    """Return the id of the first marker of citation ``number`` in answer ``turn``."""
    return f"marker-{turn}-{number}"

"""The two kinds of library: one that says what it answers and leaves open, and bare documents.

They are read by networks of their own, and judged by calibrations of their own: what was learnt
with the questions of a catalogue tells less of documents that nobody has catalogued.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

LibraryKind = Literal["catalogued", "plain"]


def library_kind(kinds: Iterable[str]) -> LibraryKind:
    """Tell the kind of a library.

    :param kinds: of the entries that its index holds (:data:`index.entries.EntryKind`).
    """
    return "catalogued" if {"questions", "open_questions"} <= set(kinds) else "plain"

"""Why a request goes no further."""

from __future__ import annotations


class Problem(Exception):
    """A request that is answered with ``status`` and the text ``guard.<key>``."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key

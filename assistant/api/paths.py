"""Which addresses are the API's."""

from __future__ import annotations

from typing import Final

from starlette.types import Scope

from assistant.page.guard.sub_path import own_path

ROOTS: Final = ("/v1", "/mcp", "/metrics")


def is_api(scope: Scope) -> bool:
    """Tell whether a request is for the API."""
    path = own_path(scope)
    return path.startswith(tuple(f"{root}/" for root in ROOTS)) or path in ROOTS

"""Who is at the other end of a request, without their name."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assistant.errors import LogUnavailable

SCOPE_KEY: Final = "assistant.visitor"
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Visitor:
    """``actor`` is a pseudonym; ``origin`` the address that the request came from."""

    actor: str
    origin: str


def pseudonym(key: bytes, name: str) -> str:
    """Return what stands for ``name`` in the log: the same each time, and nothing to read back.

    Keyed (HMAC, RFC 2104), because a plain hash of an address or a name is found by trying all.
    """
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:16]


def visitor_of(request: Any) -> Visitor | None:
    """Return the visitor of a request (Gradio's, Starlette's, or an ASGI scope), where it is known."""
    # Gradio wraps Starlette's request, and turns what it hands through into other types.
    inner = getattr(request, "request", None) or request
    scope = inner if isinstance(inner, dict) else getattr(inner, "scope", None)
    found = scope.get(SCOPE_KEY) if isinstance(scope, dict) else None
    return found if isinstance(found, Visitor) else None


def installation_key(path: Path) -> bytes:
    """Return the key of this installation, made at first use and readable by its owner only.

    :raises LogUnavailable: when it can be neither read nor made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            key = path.read_bytes()
        else:
            with os.fdopen(opened, "wb") as file:
                key = secrets.token_bytes(_KEY_BYTES)
                file.write(key)
    except OSError as error:
        raise LogUnavailable(
            f"The key of the log, {path}, cannot be used ({error.strerror}); make its folder "
            "writable, or set ASSISTANT_DATA to another one."
        ) from error
    if len(key) != _KEY_BYTES:
        raise LogUnavailable(f"The key of the log, {path}, is damaged; take the file away.")
    return key

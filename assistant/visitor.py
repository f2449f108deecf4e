"""Who is at the other end of a request, without their name."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assistant.errors import LogUnavailable

SCOPE_KEY: Final = "assistant.visitor"
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Visitor:
    """``actor`` is a pseudonym; ``origin`` the address that the request came from.

    ``is_manager``: they may change the documents.
    """

    actor: str
    origin: str
    is_manager: bool = False


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

    Where it can be neither read nor made, that is told on standard error, and the key is another
    one at each start.

    :raises LogUnavailable: it is not a whole key.
    """
    try:
        key = _kept_key(path)
    except OSError as error:
        with suppress(OSError):
            print(
                f"assistant: the key of the log, {path}, cannot be used ({error.strerror}), so "
                "pseudonyms change at each start; make its folder writable, or set ASSISTANT_DATA "
                "to another one.",
                file=sys.stderr,
                flush=True,
            )
        return secrets.token_bytes(_KEY_BYTES)
    if len(key) != _KEY_BYTES:
        raise LogUnavailable(f"The key of the log, {path}, is damaged; take the file away.")
    return key


def _kept_key(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    key = secrets.token_bytes(_KEY_BYTES)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(key)
    except OSError:
        path.unlink()  # half a key on a full disk
        raise
    return key

"""What a request is told that goes no further, in the language of its reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, get_args
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from assistant.page.guard.sub_path import own_path
from assistant.texts import load_texts
from corpus import Language

# Under this name a request may carry what makes its refusals, for programs that read no pages.
REFUSAL_FORM: Final = "assistant.refusal_form"
_LANGUAGES: frozenset[str] = frozenset(get_args(Language))


def reader_language(scope: Scope, default: Language) -> Language:
    """Return the language of the page that a request belongs to: as asked for, or by its path."""
    query = scope.get("query_string", b"").decode("latin-1")
    chosen = parse_qs(query).get("lang", [""])[-1]
    path = own_path(scope)
    for name in (chosen, path.split("/")[1] if "/" in path else ""):
        if name in _LANGUAGES:
            return name  # type: ignore[return-value]
    return default


def told(scope: Scope, default: Language, status: int, key: str, **headers: str) -> Response:
    """Return a response with the text ``guard.<key>``, or in the form that the request carries."""
    form: Callable[..., Response] | None = scope.get(REFUSAL_FORM)
    if form is not None:
        return form(scope, status, key, headers)
    language = reader_language(scope, default)
    return PlainTextResponse(
        load_texts(language)[f"guard.{key}"] + "\n",
        status,
        {"content-language": language, "cache-control": "no-store", **headers},
    )


def header_values(scope: Scope, name: bytes) -> list[str]:
    """Return every value of a header; ``name`` is in small letters, as ASGI has it."""
    values: list[tuple[bytes, bytes]] = scope["headers"]
    return [value.decode("latin-1") for key, value in values if key == name]


async def refuse_websocket(receive: Any, send: Any) -> None:
    """Refuse a websocket: the page uses none."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})

"""How the API tells of itself, as the Dutch API Design Rules ask: its OpenAPI document, its version."""

from __future__ import annotations

from typing import Any, Final

from fastapi import FastAPI
from starlette.types import Message, Send

from assistant.settings import Settings

VERSION: Final = "1.0.0"
PREFIX: Final = "/v1"
_HEADER: Final = "API-Version"
_PROBLEM: Final = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "detail", "code")},
        "status": {"type": "integer"},
    },
}


def responses(media_type: str) -> dict[int | str, dict[str, Any]]:
    """Return what every route may answer; refusals are in ``media_type``."""
    schema = {"schema": _PROBLEM} if media_type == "application/problem+json" else {}
    refused = {
        "400": "The request is not as it should be",
        "4XX": "The request cannot be answered",
        "5XX": "It cannot be answered now",
    }
    header = {"description": "version of this interface", "schema": {"type": "string"}}
    return {
        200: {"headers": {_HEADER: header}},
        **{
            status: {"description": told, "content": {media_type: schema}}
            for status, told in refused.items()
        },
    }


def describe(app: FastAPI, settings: Settings) -> None:
    """Let the document name its server with the version in the address, and whom to write to."""
    address = (settings.public_url or "").rstrip("/")
    app.servers = [{"url": f"{address}{PREFIX}"}]
    # Else FastAPI puts the path of a proxy before it, below which no path of the document lies.
    app.root_path_in_servers = False
    contact = {"name": settings.organisation, "url": address}
    contact["email" if "@" in (settings.contact or "") else "url"] = settings.contact
    make = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = make()
            made["paths"] = {
                path.removeprefix(PREFIX): told for path, told in made["paths"].items()
            }
            if settings.contact is not None:
                # Not by FastAPI, which wants one more package for an address of e-mail.
                made["info"]["contact"] = {name: told for name, told in contact.items() if told}
        return make()

    app.openapi = openapi  # type: ignore[method-assign]


def versioned(send: Send) -> Send:
    """Return a ``send`` that names the version."""

    async def send_versioned(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = (_HEADER.lower().encode(), VERSION.encode())
            message = {**message, "headers": [*message.get("headers", []), own]}
        await send(message)

    return send_versioned

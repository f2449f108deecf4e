"""What readers send: numbers in an address, words in a form."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request

_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_BODY_BYTES_MAX: Final = 100_000
_FORM_TYPE: Final = "application/x-www-form-urlencoded"


def number_in(request: Request, name: str) -> int | None:
    """Return a whole number from the address; ``None`` where it is not one."""
    value = request.query_params.get(name, "")
    return int(value) if _NUMBER.fullmatch(value) else None


async def words_in(request: Request, name: str) -> str | None:
    """Return a field of a form that was sent; ``None`` if it is no form, or a far too long one."""
    fields = await fields_in(request, fields_max=10)
    return None if fields is None else fields.get(name, [""])[0]


async def fields_in(request: Request, fields_max: int) -> dict[str, list[str]] | None:
    """Return the filled-in fields of a form; ``None`` if it is no form, or a far too long one."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM_TYPE:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_BYTES_MAX:
            return None
    try:
        return parse_qs(body.decode("ascii"), max_num_fields=fields_max)
    except ValueError:
        return None

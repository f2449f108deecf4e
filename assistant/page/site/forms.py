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
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM_TYPE:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_BYTES_MAX:
            return None
    try:
        fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=10)
    except ValueError:
        return None
    return fields.get(name, [""])[0]

"""A request whose body or parameters are not as they should be."""

from __future__ import annotations

from typing import Final

from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import Response

from assistant.api.errors import ApiProblem, problem_response

# Where FastAPI found it, which is no part of the name.
_PLACES: Final = frozenset({"body", "query", "path", "header"})


async def on_invalid(request: Request, error: Exception) -> Response:
    """Answer with the part that is wrong and what is expected there, not with what was sent."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    named = [str(part) for part in first["loc"] if part not in _PLACES]
    # A number alone is a place in a text that is no JSON.
    parameter = None if all(part.isdecimal() for part in named) else ".".join(named)
    told = f"{parameter}: {first['msg']}" if parameter else first["msg"]
    return problem_response(request.scope, ApiProblem(400, "invalid", f"{told}.", parameter))

"""What a program is told that gets no answer.

In OpenAI's form below the paths that its clients call, as a problem (RFC 9457) elsewhere.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from assistant.page.guard.faults import place as where
from assistant.page.guard.sub_path import own_path
from assistant.texts import load_texts
from corpus import Language
from index.errors import NotReached

_log: Final = logging.getLogger(__name__)
_RETRY_AFTER_S: Final = "30"
_OPENAI_PATHS: Final = ("/v1/chat/", "/v1/models")
_OPENAI_TYPES: Final = {401: "authentication_error", 429: "rate_limit_error"}
_HTTP_CODES: Final = {404: "not_found", 405: "method"}


class ApiProblem(Exception):
    """A request that is not answered.

    :param code: what is the matter, in one word.
    :param message: what to do about it; it quotes nothing of the request.
    :param parameter: the part of the request that it is about.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        parameter: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.parameter = parameter
        self.headers = headers or {}


def problem_response(scope: Scope, problem: ApiProblem) -> Response:
    """Return a problem in the form of the path that was called."""
    if own_path(scope).startswith(_OPENAI_PATHS):
        return JSONResponse(openai_error(problem), problem.status, problem.headers)
    return JSONResponse(
        {
            "type": "about:blank",
            "title": HTTPStatus(problem.status).phrase,
            "status": problem.status,
            "detail": problem.message,
            "code": problem.code,
        },
        problem.status,
        problem.headers,
        "application/problem+json",
    )


def openai_error(problem: ApiProblem) -> dict[str, dict[str, str | None]]:
    """Return a problem as OpenAI's clients read it."""
    by_status = "server_error" if problem.status >= 500 else "invalid_request_error"
    return {
        "error": {
            "message": problem.message,
            "type": _OPENAI_TYPES.get(problem.status, by_status),
            "param": problem.parameter,
            "code": problem.code,
        }
    }


def refusal(scope: Scope, status: int, key: str, headers: Mapping[str, str]) -> Response:
    """Return what the guard refuses, in English as everything that is meant for programs."""
    problem = ApiProblem(status, key, load_texts("en")[f"guard.{key}"], headers=headers)
    return problem_response(scope, problem)


async def on_problem(request: Request, error: Exception) -> Response:
    """Answer an :class:`ApiProblem`."""
    assert isinstance(error, ApiProblem)
    return problem_response(request.scope, error)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answer a path or method that is not there."""
    assert isinstance(error, HTTPException)
    code = _HTTP_CODES.get(error.status_code, "malformed")
    return refusal(request.scope, error.status_code, code, error.headers or {})


def later(code: str, language: Language) -> ApiProblem:
    """Return what is told who may ask again soon, in the language of who asks: a program shows it
    to a person."""
    told = load_texts(language)[f"guard.{code}"]
    return ApiProblem(503, code, told, headers={"retry-after": _RETRY_AFTER_S})


def failure(error: Exception, language: Language = "en") -> ApiProblem:
    """Return what is told of something that went wrong on this side, and note its place.

    Without the vectors nothing can be searched, here nor in another process, but soon again.
    """
    _log.error("A request could not be answered: %s", where(error))
    if isinstance(error, NotReached):
        return later("unavailable", language)
    return _failed(language)


def _failed(language: Language) -> ApiProblem:
    return ApiProblem(500, "failed", load_texts(language)["guard.failed"])


async def on_failure(request: Request, _: Exception) -> Response:
    """Answer what goes wrong unforeseen; the guard notes its place."""
    return problem_response(request.scope, _failed("en"))

"""The API as an app, and the two ways to serve it: beside the page, and alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Final

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from assistant.api.answering import Gone, on_gone
from assistant.api.beside import Beside
from assistant.api.chat import Chat
from assistant.api.description import VERSION, describe, responses
from assistant.api.entrance import Entrance
from assistant.api.errors import ApiProblem, on_failure, on_http_error, on_problem
from assistant.api.front import Front
from assistant.api.invalid import on_invalid
from assistant.api.library import Shelves
from assistant.api.own_routes import OwnRoutes
from assistant.errors import SettingsInvalid
from assistant.page.branches import Branches
from assistant.page.conversation import Desk
from assistant.page.editions import Edition
from assistant.page.guard.build import admit, behind_sign_in, pseudonym_key
from assistant.page.guard.readiness import Readiness
from assistant.page.guard.sub_path import SubPath
from assistant.settings import Settings
from assistant.traces import trace_answers

if TYPE_CHECKING:
    from mcp.server import MCPServer

_DESCRIPTION: Final = "Answers from a library of documents; every answer rests on quotations."
# Checked before a request comes here; this is for who reads the description.
_TOKEN: Final = Depends(HTTPBearer(auto_error=False))


def beside_page(
    page: ASGIApp,
    branches: Branches,
    desk: Desk,
    settings: Settings,
    readiness: Readiness,
) -> ASGIApp:
    """Return page and API as one app, behind all that a request passes first.

    :param page: the page without its guard.
    :param desk: the one at which the page asks.
    :raises SettingsInvalid: when the settings for signing in do not fit together.
    :raises LogUnavailable: when the key of the pseudonyms is damaged.
    """
    key = pseudonym_key(settings)
    api = _build(branches, desk, settings, has_page=True)
    app = Beside(behind_sign_in(page, settings, key), api, Entrance(api, settings, key))
    guarded = admit(app, settings, lambda: branches.first.current().build, key, readiness)
    return SubPath(Front(guarded, settings.api_origins), settings.sub_path)


def alone(branches: Branches, settings: Settings, readiness: Readiness) -> ASGIApp:
    """Return the API as an app of its own, behind all that a request passes first.

    :raises LogUnavailable: when the key of the pseudonyms is damaged.
    """
    key = pseudonym_key(settings)
    settings = settings.model_copy(update={"api": True})
    desk = Desk(branches.first.current, is_stopping=readiness.is_stopping)
    trace_answers(desk, settings)
    api = _build(branches, desk, settings, has_page=False)
    entrance = Entrance(api, settings, key)
    guarded = admit(entrance, settings, lambda: branches.first.current().build, key, readiness)
    front = Front(guarded, settings.api_origins, everywhere=True)
    return SubPath(front, settings.sub_path)


def _build(branches: Branches, desk: Desk, settings: Settings, *, has_page: bool) -> FastAPI:
    app = FastAPI(
        title="Assistant",
        version=VERSION,
        description=_DESCRIPTION,
        openapi_url="/v1/openapi.json" if settings.api else None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[_TOKEN],
        exception_handlers={
            ApiProblem: on_problem,
            Gone: on_gone,
            HTTPException: on_http_error,
            RequestValidationError: on_invalid,
            Exception: on_failure,
        },
    )
    describe(app, settings)
    shelves = Shelves(branches, desk, settings.question_characters_max)
    if settings.api:
        chat = Chat(shelves, settings, has_page)
        app.include_router(chat.router(), responses=responses("application/json"))
        own = OwnRoutes(shelves, settings, has_page)
        app.include_router(own.router(), responses=responses("application/problem+json"))
    contexts: list[Callable[[], AbstractAsyncContextManager[None]]] = []
    if settings.metrics:
        contexts.append(_add_metrics(app, branches.first.current, desk))
    if settings.mcp:
        server = _add_mcp(app, shelves, settings, has_page=has_page)
        contexts.append(server.session_manager.run)
    app.router.lifespan_context = lambda _: _within(contexts)
    return app


def _add_metrics(
    app: FastAPI, current: Callable[[], Edition], desk: Desk
) -> Callable[[], AbstractAsyncContextManager[None]]:
    from assistant.api.metrics import Metrics

    metrics = Metrics(lambda: len(current().documents))
    desk.when_answered(metrics.note_answer)
    app.add_api_route("/metrics", metrics.show, methods=["GET"], include_in_schema=False)
    return metrics.listening


def _add_mcp(app: FastAPI, shelves: Shelves, settings: Settings, *, has_page: bool) -> MCPServer:
    try:
        from assistant.mcp.server import build_server, http_route
    except ModuleNotFoundError as error:
        raise SettingsInvalid(
            "ASSISTANT_MCP needs the package mcp: pip install -c constraints.txt '.[mcp]'"
        ) from error
    server = build_server(shelves, settings, has_page=has_page)
    app.router.routes.append(http_route(server, settings))
    return server


@asynccontextmanager
async def _within(
    contexts: Sequence[Callable[[], AbstractAsyncContextManager[None]]],
) -> AsyncIterator[None]:
    """Run what is to run meanwhile."""
    async with AsyncExitStack() as stack:
        for context in contexts:
            await stack.enter_async_context(context())
        yield

"""The server of the tools: over standard input and output, and as a part of the API."""

from __future__ import annotations

import logging
from contextlib import closing
from inspect import getdoc
from typing import Final
from urllib.parse import urlsplit

from mcp.server import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations
from starlette.routing import Route

from assistant.api.library import Shelves
from assistant.event_log import open_log
from assistant.mcp.resources import LibraryServer
from assistant.mcp.tools import Tools
from assistant.page.conversation import Desk
from assistant.page.guard.faults import keep_texts_out_of_tracebacks
from assistant.page.guard.limits import BODY_BYTES_MAX
from assistant.page.memory import keep_memory_low
from assistant.page.server import being_served, open_branches
from assistant.settings import Settings
from assistant.texts import load_texts
from assistant.traces import trace_answers

_READ_ONLY: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_INSTRUCTIONS: Final = (
    "A library of documents that may be quoted. Say only what a quotation carries, and give its "
    "link or its document with it."
)
_SEVERAL: Final = " There are several libraries: {names}. Without `library` the first is used."
_PATH: Final = "/mcp"
_THIS_MACHINE: Final = ("127.0.0.1", "localhost", "[::1]")


def build_server(shelves: Shelves, settings: Settings, *, has_page: bool = False) -> MCPServer:
    """Return the server; documents of the first library are its resources.

    :param has_page: whether the pages for readers are there as well.
    """
    # Before the server does it with tracebacks that show what was asked.
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    title = load_texts("en")["page.title"]
    names = ", ".join(shelves.names)
    server = LibraryServer(
        shelves.find(""),
        "assistant",
        title,
        instructions=_INSTRUCTIONS
        + (_SEVERAL.format(names=names) if len(shelves.names) > 1 else ""),
        log_level="WARNING",
        # There is nothing to tell of by itself, so nobody need hold a connection for it.
        subscriptions=False,
    )
    tools = Tools(shelves, settings, has_page)
    for tool in (
        tools.search_sources,
        tools.ask_sources,
        tools.read_document,
        tools.list_documents,
    ):
        server.add_tool(
            tool, description=getdoc(tool), annotations=_READ_ONLY, structured_output=True
        )
    return server


def http_route(server: MCPServer, settings: Settings) -> Route:
    """Return the server at ``/mcp``; its session manager must run meanwhile.

    Without sessions, so that any of several processes may answer, and so without the streams that
    a GET would hold open.
    """
    names = [*_THIS_MACHINE, *settings.mcp_hosts]
    public = urlsplit(settings.public_url or "").netloc.lower()
    security = TransportSecuritySettings(
        allowed_hosts=[*names, *(f"{name}:*" for name in names), *filter(None, [public])],
        # A browser's origin is checked before: only those of the settings come here, without it.
        allowed_origins=[],
    )
    app = server.streamable_http_app(
        streamable_http_path=_PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=BODY_BYTES_MAX,
        transport_security=security,
    )
    whole = next(one for one in app.routes if isinstance(one, Route) and one.path == _PATH)
    return Route(_PATH, whole.endpoint, methods=["POST"])


def serve_stdio(settings: Settings) -> None:
    """Serve the tools over standard input and output until that ends.

    :raises AssistantError: when the model or the index is missing.
    """
    keep_memory_low()
    keep_texts_out_of_tracebacks()
    with open_log(settings), closing(open_branches(settings)) as branches:
        desk = Desk(branches.first.current)
        trace_answers(desk, settings)
        server = build_server(Shelves(branches, desk, settings.question_characters_max), settings)
        with being_served("mcp", branches, settings):
            server.run("stdio")

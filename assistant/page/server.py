"""Serving the chat page."""

from __future__ import annotations

import errno
import logging
import socket
from typing import TYPE_CHECKING, Final

import uvicorn
from fastapi import FastAPI
from starlette.responses import JSONResponse

from assistant.page.conversation import Assistant, Desk
from assistant.page.errors import AddressUnavailable
from assistant.page.gateway import Gateway, Headers
from assistant.settings import Settings
from assistant.texts import load_texts
from corpus import Language, other_language

if TYPE_CHECKING:
    from starlette.routing import Mount

_SHUTDOWN_PATIENCE_S: Final = 3


def serve(settings: Settings) -> None:
    """Serve the chat page until the process is told to stop.

    :raises AddressUnavailable: when the address is taken or not one of this machine.
    :raises AssistantError: when the model or the index is missing.
    """
    from assistant import open_assistant

    # The address first: it takes no time, and loading for nothing takes seconds.
    with listen(settings.host, settings.port) as listening, open_assistant(settings) as assistant:
        server = uvicorn.Server(
            uvicorn.Config(
                build_app(assistant, settings),
                access_log=False,
                log_level="warning",
                server_header=False,
                timeout_graceful_shutdown=_SHUTDOWN_PATIENCE_S,
            )
        )
        ready = load_texts(settings.language)["page.ready"]
        print(ready.format(url=_url(settings.host, listening)), flush=True)
        server.run(sockets=[listening])


def build_app(assistant: Assistant, settings: Settings) -> FastAPI:
    """Return the chat page as an app: in the language of the settings at ``/``, the other below it.

    :param assistant: stays the caller's to close.
    """
    # Imported here: it takes seconds, which no other command should pay.
    import gradio as gr

    from assistant.page.layout import head, make_page
    from assistant.page.theme import make_theme

    # Gradio's client library logs each request at INFO, with its address.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Headers)
    app.add_api_route("/manifest.json", lambda: _manifest(settings.language), methods=["GET"])
    other = other_language(settings.language)
    paths: dict[Language, str] = {other: f"/{other}/", settings.language: "/"}
    desk = Desk(assistant)
    for language, path in paths.items():
        gr.mount_gradio_app(
            app,
            make_page(assistant, desk, language, settings.question_characters_max),
            path=path.rstrip("/") or "/",
            server_name=settings.host,
            server_port=settings.port,
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            enable_monitoring=False,
            pwa=False,
            mcp_server=False,
            max_file_size=1,
            theme=make_theme(),
            head=head(language),
        )
        mount: Mount = app.routes[-1]  # type: ignore[assignment]
        mount.app = Gateway(mount.app, language, paths)
    return app


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on the address.

    :raises AddressUnavailable: with what to do about it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AddressUnavailable(
                f"Port {port} on {host} is already in use: stop the other program, or choose "
                f"another port, such as ASSISTANT_PORT={port + 1 if port < 65535 else 7860}."
            ) from error
        raise AddressUnavailable(
            f"Cannot listen on {host}, port {port} ({error.strerror or error}): "
            "set ASSISTANT_HOST and ASSISTANT_PORT to an address of this machine."
        ) from error


def _url(host: str, listening: socket.socket) -> str:
    port = listening.getsockname()[1]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _manifest(language: Language) -> JSONResponse:
    """Answer what Gradio's page asks for at the root, wherever it is mounted."""
    title = load_texts(language)["page.title"]
    return JSONResponse(
        {"name": title, "lang": language, "start_url": "./", "display": "browser", "icons": []},
        media_type="application/manifest+json",
    )

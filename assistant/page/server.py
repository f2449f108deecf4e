"""Serving the chat page."""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

import uvicorn
from fastapi import FastAPI

from assistant.event_log import open_log, record
from assistant.feedback import FeedbackStore
from assistant.page.conversation import Assistant, Desk
from assistant.page.draining import DrainingServer
from assistant.page.errors import AddressUnavailable, DataUnreadable
from assistant.page.gateway import Gateway
from assistant.page.guard.build import guard, readiness_of
from assistant.page.guard.connections import PatientProtocol
from assistant.page.guard.faults import keep_texts_out_of_tracebacks
from assistant.page.guard.readiness import Readiness
from assistant.page.memory import keep_memory_low
from assistant.page.sign_in.requirement import check_sign_in
from assistant.page.tokens import read_tokens
from assistant.settings import Settings
from assistant.texts import load_texts
from assistant.traces import trace_answers
from corpus import Language, other_language

if TYPE_CHECKING:
    from gradio.routes import App
    from starlette.routing import Mount
    from starlette.types import ASGIApp

    from assistant.libraries import NamedLibrary
    from assistant.page.branches import Branches
    from assistant.page.editions import Editions
    from assistant.page.site.choice import LibraryChoice

ServedPart = Literal["page", "api", "mcp"]
_SHUTDOWN_PATIENCE_S: Final = 3


def serve(settings: Settings) -> None:
    """Serve the chat page until the process is told to stop.

    :raises SettingsInvalid: when others can reach the page and nothing says how they sign in.
    :raises AddressUnavailable: when the address is taken or not one of this machine.
    :raises AssistantError: when the model or the index is missing.
    """
    # What takes no time first: loading for nothing takes seconds.
    check_sign_in(settings)
    keep_memory_low()
    keep_texts_out_of_tracebacks()
    read_tokens(settings.theme_file)
    with (
        take_address(settings.host, settings.port, settings.language) as listening,
        open_log(settings),
        closing(open_branches(settings)) as branches,
    ):
        readiness = readiness_of(settings, is_warm=False)
        app = serve_branches(branches, settings, readiness)
        from assistant.page.warming import warm_up

        # Not before the app is built: what builds it switches warnings off, which no thread may.
        warm_up(branches.first.current(), readiness.warmed)
        run("page", app, listening, branches, settings, readiness)


def run(
    part: ServedPart,
    app: ASGIApp,
    listening: socket.socket,
    branches: Branches,
    settings: Settings,
    readiness: Readiness,
) -> None:
    """Say that the page or the API is ready, and serve it until the process is told to stop.

    What is being answered then is finished; ``readiness`` keeps new questions out.

    :param listening: as ``take_address`` returns it.
    :raises AddressUnavailable: another process listens there by now.
    """
    server = DrainingServer(configure(app), readiness, settings)
    with _told_of_address(settings.host, settings.port, settings.language):
        # Another process may have taken the address as well, and have been faster.
        listening.listen()
    ready = load_texts(settings.language)[f"{part}.ready"]
    print(ready.format(url=_url(settings.host, listening)), flush=True)
    with being_served(part, branches, settings):
        server.run(sockets=[listening])


@contextmanager
def being_served(part: ServedPart, branches: Branches, settings: Settings) -> Iterator[None]:
    """Note the beginning and the end in the log, and take up new builds meanwhile."""
    from assistant.page.new_builds import taking_up_new_builds

    record("server_started", part, "done")
    try:
        with taking_up_new_builds(branches.first, settings):
            yield
    finally:
        record("server_stopped", part, "done")


def open_branches(settings: Settings) -> Branches:
    """Open the library of the settings; those beside it stay closed until they are asked for.

    :raises SettingsInvalid: which those are cannot be told.
    :raises DataUnreadable: the folder with the model and the index cannot be read.
    :raises AssistantError: when the model or the index is missing.
    """
    from assistant.libraries import Libraries
    from assistant.page.branches import Branches
    from assistant.page.editions import Edition, Editions

    libraries = Libraries(settings)
    try:
        assistant = libraries.default.open(settings.language)
    except OSError as error:
        told = load_texts(settings.language)["server.data_unreadable"]
        reason = error.strerror or type(error).__name__
        raise DataUnreadable(told.format(folder=settings.data, reason=reason)) from error
    return Branches(Editions(Edition.owning(assistant, settings)), libraries)


def configure(app: ASGIApp) -> uvicorn.Config:
    """Return how the app is served: no websockets, and nothing believed of what proxies tell.

    That is settled by ``assistant.page.guard``; uvicorn would believe any program on this machine.
    """
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        proxy_headers=False,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_PATIENCE_S,
    )


def build_app(assistant: Assistant, settings: Settings) -> ASGIApp:
    """Return the chat page of one assistant as an app.

    :param assistant: stays the caller's to close.
    :raises SettingsInvalid: when the settings for signing in do not fit together.
    """
    from assistant.libraries import Libraries
    from assistant.page.branches import Branches
    from assistant.page.editions import Edition, Editions

    editions = Editions(Edition.of(assistant, settings))
    return serve_branches(Branches(editions, Libraries(settings)), settings)


def serve_branches(
    branches: Branches, settings: Settings, readiness: Readiness | None = None
) -> ASGIApp:
    """Return the chat page as an app: in the language of the settings at ``/``, the other below it.

    The pages of the libraries beside the first are there as well, see :mod:`.branch_pages`.

    :param readiness: default: ready from the beginning, until the end.
    :raises SettingsInvalid: when the settings for signing in do not fit together.
    """
    os.environ |= {
        # For a monitor that is off, Gradio keeps 10,000 events, and after each makes a table of all.
        "GRADIO_ANALYTICS_MAX_EVENTS": "1",
        "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
        # It and matplotlib, which it loads, write among the temporary files and in the home folder.
        "GRADIO_TEMP_DIR": str(settings.data / "gradio"),
        "MPLCONFIGDIR": str(settings.data / "matplotlib"),
    }
    from assistant.page.site.choice import LibraryChoice

    # Gradio's client library logs each request at INFO, with its address.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    libraries, first = branches.libraries, branches.first
    readiness = readiness or readiness_of(settings)
    desk = Desk(first.current, is_stopping=readiness.is_stopping)
    trace_answers(desk, settings)
    feedback = FeedbackStore.of(settings)

    def make(library: NamedLibrary, editions: Editions) -> FastAPI:
        own = desk if editions is first else desk.over(editions.current)
        choice = LibraryChoice(libraries, library)
        judged = replace(feedback, library=library.name if len(libraries) > 1 else "")
        return _make_pages(editions, own, library.settings, judged, choice)

    app: ASGIApp = make(libraries.default, first)
    if len(libraries) > 1:
        from assistant.page.branch_pages import BranchPages
        from assistant.page.site.routes import refusing

        refuse = refusing(first.current, settings, LibraryChoice(libraries, None))
        app = BranchPages(app, branches, make, refuse)
    if not settings.serves_programs:
        return guard(app, settings, lambda: first.current().build, readiness)
    from assistant.api.app import beside_page

    return beside_page(app, branches, desk, settings, readiness)


def _make_pages(
    editions: Editions,
    desk: Desk,
    settings: Settings,
    feedback: FeedbackStore,
    choice: LibraryChoice,
) -> FastAPI:
    """Return the chat page of a library in both languages, and the pages beside it."""
    # Imported here: it takes seconds, which no other command should pay.
    import gradio as gr

    from assistant.page.head import head
    from assistant.page.layout import make_page
    from assistant.page.site.routes import add_site
    from assistant.page.theme import make_theme

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # Before Gradio's pages, which answer every path that is left.
    add_site(app, editions.current, settings, choice)
    other = other_language(settings.language)
    paths: dict[Language, str] = {other: f"/{other}/", settings.language: "/"}
    tokens = read_tokens(settings.theme_file)
    for language, path in paths.items():
        gr.mount_gradio_app(
            app,
            make_page(
                editions,
                desk,
                language,
                settings.question_characters_max,
                settings.requests_at_once_max,
                home=settings.language,
                feedback=feedback,
                choice=choice,
            ),
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
            head=head(language, tokens),
        )
        mount: Mount = app.routes[-1]  # type: ignore[assignment]
        gradio: App = mount.app  # type: ignore[assignment]
        mount.app = Gateway(gradio, language, paths, gradio.get_blocks().fns)
    return app


def take_address(host: str, port: int, language: Language = "nl") -> socket.socket:
    """Return a socket that has the address, and does not listen yet.

    Who calls before there is somebody to answer is refused, so that a proxy asks another process
    at once instead of waiting for this one.

    :param language: of the error.
    :raises AddressUnavailable: with what to do about it.
    """
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with _told_of_address(host, port, language):
            taken.bind((host, port))
    except AddressUnavailable:
        taken.close()
        raise
    return taken


@contextmanager
def _told_of_address(host: str, port: int, language: Language) -> Iterator[None]:
    texts = load_texts(language)
    try:
        yield
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 7860
            told = texts["server.port_in_use"].format(host=host, port=port, other=other)
        else:
            reason = error.strerror or error
            told = texts["server.cannot_listen"].format(host=host, port=port, reason=reason)
        raise AddressUnavailable(told) from error


def _url(host: str, listening: socket.socket) -> str:
    """Return the address at which a socket is reached from this machine."""
    port = listening.getsockname()[1]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"

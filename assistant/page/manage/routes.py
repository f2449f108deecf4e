"""The addresses of the page on which documents are managed; there only with managers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.event_log import record
from assistant.page.guard.messages import told as refusal
from assistant.page.manage.folder import FileRefused
from assistant.page.manage.page import FILES_MAX, ManagePage, Told
from assistant.page.site.forms import fields_in, number_in
from assistant.page.site.links import MANAGE
from assistant.page.site.rendering import View
from assistant.settings import Settings
from assistant.visitor import visitor_of
from corpus import LANGUAGES, Document, Language

_SCRIPT: Final = Path(__file__).with_name("manage.js")
_NOT_KEPT: Final = {"cache-control": "no-store"}
_FIELDS_MAX: Final = 10

Endpoint = Callable[[Request], Awaitable[Response]]
ViewOf = Callable[[Request, Language, str], View]


class ManagedEdition(Protocol):
    """The build that answers."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """What it answers from, by id."""


def add_manage(
    app: FastAPI, current: Callable[[], ManagedEdition], view_of: ViewOf, settings: Settings
) -> None:
    """Add the page, in both languages, if the settings name managers.

    A build that was interrupted by the end of the server is begun again.

    :param view_of: makes what a page is drawn with: of a request, a language and its name.
    """
    if not settings.managers:
        return
    page = ManagePage(settings)
    script = _SCRIPT.read_text(encoding="utf-8")
    for language in LANGUAGES:
        routes = _Routes(page, current, partial(_viewed, view_of, language), language)
        path = f"/{MANAGE[language]}"
        for ending, endpoint, method in (
            ("", routes.show, "GET"),
            ("/bestanden", routes.add, "POST"),
            ("/weg", routes.ask, "GET"),
            ("/weg", routes.remove, "POST"),
            ("/opbouw", routes.build, "POST"),
            ("/lezing", routes.preview, "GET"),
        ):
            app.add_route(path + ending, _for_managers(endpoint, language), methods=[method])

    async def answer_script(_: Request) -> Response:
        return Response(script, media_type="text/javascript", headers=_NOT_KEPT)

    app.add_route("/style/manage.js", answer_script)


def _viewed(view_of: ViewOf, language: Language, request: Request) -> View:
    return view_of(request, language, "manage")


def _for_managers(endpoint: Endpoint, language: Language) -> Endpoint:
    async def guarded(request: Request) -> Response:
        visitor = visitor_of(request)
        if visitor is None or not visitor.is_manager:
            record("request_refused", "page", "not_manager", request)
            return refusal(request.scope, language, 403, "not_manager")
        return await endpoint(request)

    return guarded


class _Routes:
    def __init__(
        self,
        page: ManagePage,
        current: Callable[[], ManagedEdition],
        view: Callable[[Request], View],
        language: Language,
    ) -> None:
        self._page = page
        self._current = current
        self._view = view
        self._language = language

    async def show(self, request: Request) -> Response:
        """Answer the page."""
        return await self._show(request)

    async def add(self, request: Request) -> Response:
        """Put the files that are sent into the folder."""
        if self._page.is_shipped:
            return refusal(request.scope, self._language, 403, "shipped")
        try:
            async with request.form(max_files=FILES_MAX, max_fields=_FIELDS_MAX) as form:
                sent = [one for one in form.getlist("bestanden") if isinstance(one, UploadFile)]
                replaces = form.get("vervang") == "1"
                told = [
                    await run_in_threadpool(self._add, one, request, replaces=replaces)
                    for one in sent
                    if one.filename
                ]
        except ClientDisconnect:
            return refusal(request.scope, self._language, 413, "files_too_large")
        except HTTPException:
            # No form of files, or one of too many parts.
            return refusal(request.scope, self._language, 400, "files_unclear")
        return await self._show(request, told or [Told("", "no_file")])

    def _add(self, file: UploadFile, request: Request, *, replaces: bool) -> Told:
        sent = file.filename or ""
        before = {one.name for one in self._page.folder.files()}
        try:
            name = self._page.folder.add(sent, file.file, replaces=replaces)
        except FileRefused as refused:
            record("document_added", "documents", refused.why, request)
            return Told(sent, refused.why)
        record("document_added", "documents", "done", request)
        return Told(name, "replaced" if name in before else "added")

    async def ask(self, request: Request) -> Response:
        """Ask whether something may go."""
        name = request.query_params.get("bestand", "")
        if self._page.is_shipped or self._page.folder.path_of(name) is None:
            return await self._show(request, [Told(name, "gone")], 404)
        return HTMLResponse(self._page.ask(self._view(request), name), headers=_NOT_KEPT)

    async def remove(self, request: Request) -> Response:
        """Take something out of the folder."""
        if self._page.is_shipped:
            return refusal(request.scope, self._language, 403, "shipped")
        fields = await fields_in(request, _FIELDS_MAX) or {}
        name = fields.get("bestand", [""])[0]
        is_done = await run_in_threadpool(self._page.folder.remove, name)
        record("document_removed", "documents", "done" if is_done else "failed", request)
        told = [Told(name, "removed" if is_done else "gone")]
        return await self._show(request, told, 200 if is_done else 404)

    async def build(self, request: Request) -> Response:
        """Begin a build."""
        if self._page.is_shipped:
            return refusal(request.scope, self._language, 403, "shipped")
        fields = await fields_in(request, _FIELDS_MAX) or {}
        self._page.builds.ask_for(is_agreed=fields.get("akkoord") == ["1"])
        # Relative: the page may lie at a path of its address.
        address = MANAGE[self._language].rpartition("/")[2]
        return RedirectResponse(f"../{address}#opbouw", 303, headers=_NOT_KEPT)

    async def preview(self, request: Request) -> Response:
        """Answer how a file is read."""
        name = request.query_params.get("bestand", "")
        path = None if self._page.is_shipped else self._page.folder.path_of(name)
        if path is None:
            return await self._show(request, [Told(name, "gone")], 404)
        view = self._view(request)
        html = await run_in_threadpool(self._page.preview, view, name, path)
        return HTMLResponse(html, headers=_NOT_KEPT)

    async def _show(
        self, request: Request, told: list[Told] | None = None, status: int = 200
    ) -> Response:
        page = number_in(request, "pagina") or 1
        documents = self._current().documents
        view = self._view(request)
        html = await run_in_threadpool(self._page.show, view, documents, page, told or ())
        return HTMLResponse(html, status, headers=_NOT_KEPT)

"""The addresses of the pages in an app. They go before Gradio's, which takes all that is left."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)

from assistant.errors import SettingsInvalid
from assistant.page.course.form import form_in
from assistant.page.course.turn import Busy, Turn
from assistant.page.head import chat_style, shared_style
from assistant.page.manage.routes import add_manage
from assistant.page.site.algorithm_register import draft_entry
from assistant.page.site.choice import LibraryChoice
from assistant.page.site.forms import number_in, words_in
from assistant.page.site.links import ORIGINAL, PATHS, PICTURE, SECURITY_TXT, Links, base_of
from assistant.page.site.pages import NoSuchPage, Pages
from assistant.page.site.rendering import View
from assistant.page.site.security_txt import security_txt
from assistant.page.tokens import read_tokens
from assistant.settings import Settings
from assistant.visitor import visitor_of
from corpus import LANGUAGES, Document, Language, other_language
from corpus.glossary import Term

if TYPE_CHECKING:
    from assistant.page.course import CoursePage
    from assistant.page.course.form import Form
    from assistant.page.course.page import Download

_STYLE: Final = Path(__file__).parent / "site.css"
_FOR_A_YEAR: Final = {"cache-control": "max-age=31536000, immutable"}
_PRIVATE: Final = {"cache-control": "private, no-store"}
_NOT_KEPT: Final = {"cache-control": "no-store"}
_RETRY_LATER: Final = {"retry-after": "30"}

Endpoint = Callable[[Request], Awaitable[Response]]


class SiteEdition(Protocol):
    """The pages of one build."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """What it answers from, by id."""

    @property
    def glossary(self) -> tuple[Term, ...]:
        """The terms of the field."""

    @property
    def pages(self) -> Pages:
        """Those to read."""

    @property
    def course(self) -> CoursePage:
        """The one that makes course material."""


def add_site(
    app: FastAPI,
    current: Callable[[], SiteEdition],
    settings: Settings,
    choice: LibraryChoice | None = None,
) -> None:
    """Add every page, its style and ``security.txt`` to ``app``.

    :param current: returns the pages of now; each request keeps to those that it began with.
    :param choice: the libraries to choose from.
    :raises ThemeInvalid: the organisation's own colours cannot be used.
    :raises SettingsInvalid: a status of accessibility is set without the statement it is from.
    """
    if settings.accessibility_status != "E" and settings.accessibility_statement is None:
        raise SettingsInvalid(
            f"ASSISTANT_ACCESSIBILITY_STATUS={settings.accessibility_status} is the status of a "
            "published statement; give its address in ASSISTANT_ACCESSIBILITY_STATEMENT."
        )
    site = _Site(current, settings, _styles(settings), choice)
    for language in LANGUAGES:
        for name, endpoint in site.endpoints(language).items():
            methods = ["GET", "POST"] if name in ("course", "library") else ["GET"]
            app.add_route(f"/{PATHS[name][language]}", endpoint, methods=methods)
        documents = f"/{PATHS['library'][language]}/{{identifier:path}}"
        app.add_route(documents, site.document(language))
    app.add_route(f"/{PICTURE}/{{identifier:path}}", site.picture())
    app.add_route(f"/{ORIGINAL}/{{identifier:path}}", site.original())
    add_manage(app, current, site.view, settings)
    for name in site.styles:
        app.add_route(f"/style/{name}", site.style(name))
    app.add_route("/over/algoritmeregister.json", site.register)
    if settings.contact is not None:
        app.add_route(f"/{SECURITY_TXT}", site.security)


def refusing(
    current: Callable[[], SiteEdition], settings: Settings, choice: LibraryChoice
) -> Callable[[Request, Language, str, int], Response]:
    """Return what answers for a library that cannot be shown, with the others to choose from."""
    site = _Site(current, settings, _styles(settings), choice)

    def refuse(request: Request, language: Language, told: str, status: int) -> Response:
        pages = current().pages
        html = pages.not_found(site.view(request, language, "library"), "library", told)
        return HTMLResponse(html, status, headers=_NOT_KEPT)

    return refuse


def _styles(settings: Settings) -> dict[str, str]:
    tokens = read_tokens(settings.theme_file)
    return {
        "tokens.css": tokens.css(),
        "chat.css": chat_style(tokens),
        "site.css": shared_style() + _STYLE.read_text(encoding="utf-8"),
    }


@dataclass(frozen=True, slots=True)
class _Site:
    current: Callable[[], SiteEdition]
    settings: Settings
    styles: dict[str, str]
    choice: LibraryChoice | None = None
    turn: Turn = field(default_factory=Turn)

    def endpoints(self, language: Language) -> dict[str, Endpoint]:
        """Return what answers each page of ``PATHS``."""
        return {
            "library": self._library(language),
            "search": self._search(language),
            "glossary": self._page("glossary", language, Pages.glossary),
            "model": self._page("model", language, Pages.model),
            "course": self._course(language),
            "about": self._page("about", language, Pages.about),
            "style": self._style_guide(language),
            "accessibility": self._page("accessibility", language, Pages.accessibility),
        }

    def document(self, language: Language) -> Endpoint:
        def make(request: Request) -> Response:
            edition = self.current()
            identifier: str = request.path_params["identifier"]
            links = self._links(request)
            if not identifier:
                return RedirectResponse(f"../{PATHS['library'][language].rpartition('/')[2]}", 308)
            try:
                document = edition.pages.find(identifier)
                wanted = {name for name in ("van", "tot") if name in request.query_params}
                start, end = number_in(request, "van"), number_in(request, "tot")
                if wanted and (start is None or end is None):
                    raise NoSuchPage("place")
                place = None if start is None or end is None else (start, end)
                page = number_in(request, "bladzijde")
                if page is None and "bladzijde" in request.query_params:
                    raise NoSuchPage("place")
                to = other_language(language)
                other = links.document(to, identifier)
                if place is not None and page is not None:
                    other = links.sheet(to, identifier, *place, page)
                elif place is not None:
                    other = links.quotation(to, identifier, *place)
                view = self.view(request, language, "document", other)
                return HTMLResponse(edition.pages.document(view, document, place, page))
            except NoSuchPage as missing:
                return self._missing(request, language, missing, edition)

        return _in_thread(make)

    def picture(self) -> Endpoint:
        def draw(request: Request, pages: Pages, document: Document) -> Response:
            picture = pages.picture(document, number_in(request, "bladzijde"))
            return Response(picture, media_type="image/png", headers=_PRIVATE)

        return self._file(draw)

    def original(self) -> Endpoint:
        def hand_out(_: Request, pages: Pages, document: Document) -> Response:
            path = pages.original(document)
            return FileResponse(
                path,
                media_type="application/pdf",
                filename=path.name,
                content_disposition_type="inline",
                headers=_PRIVATE,
            )

        return self._file(hand_out)

    def _file(self, answer: Callable[[Request, Pages, Document], Response]) -> Endpoint:
        def make(request: Request) -> Response:
            edition = self.current()
            try:
                document = edition.pages.find(request.path_params["identifier"])
                return answer(request, edition.pages, document)
            except NoSuchPage as missing:
                return self._missing(request, self.settings.language, missing, edition)

        return _in_thread(make)

    def style(self, name: str) -> Endpoint:
        async def endpoint(_: Request) -> Response:
            return Response(self.styles[name], media_type="text/css", headers=_FOR_A_YEAR)

        return endpoint

    async def register(self, _: Request) -> Response:
        """Answer the draft for the register of algorithms."""
        draft = json.dumps(draft_entry(self.settings), ensure_ascii=False, indent=2)
        return Response(draft, media_type="application/json")

    async def security(self, _: Request) -> Response:
        """Answer where to report a weakness."""
        return PlainTextResponse(security_txt(self.settings.contact or ""))

    def _page(self, name: str, language: Language, draw: Callable[[Pages, View], str]) -> Endpoint:
        def make(request: Request) -> Response:
            edition = self.current()
            try:
                return HTMLResponse(draw(edition.pages, self.view(request, language, name)))
            except NoSuchPage as missing:
                return self._missing(request, language, missing, edition)

        return _in_thread(make)

    def _style_guide(self, language: Language) -> Endpoint:
        def make(request: Request) -> Response:
            # Here, because it is made of the parts of the chat, which link to these pages.
            from assistant.page.style_guide import style_guide

            view = self.view(request, language, "style")
            return HTMLResponse(style_guide(view, self.current()))

        return _in_thread(make)

    def _library(self, language: Language) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            edition = self.current()
            words = await words_in(request, "titel") if request.method == "POST" else None
            has_page = "pagina" in request.query_params
            page = number_in(request, "pagina") if has_page else 1
            headers = {} if words is None else _NOT_KEPT
            try:
                view = self.view(request, language, "library")
                html = await run_in_threadpool(edition.pages.library, view, page, words or "")
                return HTMLResponse(html, headers=headers)
            except NoSuchPage as missing:
                return self._missing(request, language, missing, edition)

        return endpoint

    def _search(self, language: Language) -> Endpoint:
        def make(request: Request) -> Response:
            words = request.query_params.get("woorden")
            other = self._links(request).search(other_language(language), words)
            view = self.view(request, language, "search", other)
            return HTMLResponse(self.current().pages.search(view, words), headers=_NOT_KEPT)

        return _in_thread(make)

    def _course(self, language: Language) -> Endpoint:
        async def endpoint(request: Request) -> Response:
            edition = self.current()
            course = edition.course
            form = await form_in(request) if request.method == "POST" else None
            view = self.view(request, language, "course")
            if form is None:
                html = await run_in_threadpool(course.show, view, None)
                return HTMLResponse(html, headers=_NOT_KEPT)
            make: Callable[[View, Form], Download | str]
            make = course.download if form.file else course.show
            try:
                file = await self.turn.run(request, partial(make, view, form))
            except Busy:
                html = await run_in_threadpool(course.refuse, view, form)
                return HTMLResponse(html, 503, headers=_NOT_KEPT | _RETRY_LATER)
            if isinstance(file, str):
                return HTMLResponse(file, headers=_NOT_KEPT)
            named = {"content-disposition": f'attachment; filename="{file.name}"'}
            return Response(file.content, media_type=file.media_type, headers=_NOT_KEPT | named)

        return endpoint

    def _missing(
        self, request: Request, language: Language, missing: NoSuchPage, edition: SiteEdition
    ) -> Response:
        view = self.view(request, language, "library")
        return HTMLResponse(edition.pages.not_found(view, missing.what), 404)

    def _links(self, request: Request) -> Links:
        scope = request.scope
        # As the browser sent it: there, a slash in the id of a document is still "%2F".
        path = scope.get("raw_path", b"").decode("latin-1") or scope["path"]
        return Links(base_of(path, scope.get("root_path", "")), self.settings.language)

    def view(
        self, request: Request, language: Language, page: str, other: str | None = None
    ) -> View:
        """Return what a page is drawn with."""
        visitor = visitor_of(request)
        links = self._links(request)
        return View(
            language=language,
            page=page,
            links=links,
            other=other or links.page(page, other_language(language)),
            settings=self.settings,
            is_manager=visitor is not None and visitor.is_manager,
            choice=self.choice,
            style_version=sha256("".join(self.styles.values()).encode()).hexdigest()[:12],
        )


def _in_thread(make: Callable[[Request], Response]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(make, request)

    return endpoint

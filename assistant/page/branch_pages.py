"""The pages of every library: of the first at the root, of each other below ``/in/`` and its name.

Those are the same pages once more. Every link on them is relative, so whoever has chosen a library
stays in it. They are made when somebody first asks for one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import LibraryNotReady, LibraryUnknown
from assistant.libraries import NamedLibrary
from assistant.page.branches import Branches
from assistant.page.editions import Editions
from assistant.page.guard.faults import place
from assistant.page.guard.messages import reader_language
from assistant.page.guard.sub_path import own_path
from assistant.page.site.links import LIBRARIES
from assistant.texts import load_texts
from corpus import AssistantError, Language

_log: Final = logging.getLogger(__name__)
_BELOW: Final = f"/{LIBRARIES}/"


class BranchPages:
    """ASGI app of them all.

    :param first: the pages of the first.
    :param make: makes those of another; in a thread, for it takes most of a second.
    :param refuse: answers with a page that says what is the matter.
    """

    def __init__(
        self,
        first: ASGIApp,
        branches: Branches,
        make: Callable[[NamedLibrary, Editions], FastAPI],
        refuse: Callable[[Request, Language, str, int], Response],
    ) -> None:
        self._first = first
        self._branches = branches
        self._make = make
        self._refuse = refuse
        self._made: dict[str, FastAPI] = {}
        self._running: list[asyncio.Task[None]] = []
        self._making = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = own_path(scope) if scope["type"] == "http" else ""
        name, slash, _ = path.removeprefix(_BELOW).partition("/")
        if not path.startswith(_BELOW) or not name:
            await self._first(scope, receive, send)
            return
        root = scope.get("root_path", "")
        first = self._branches.libraries.default
        if name == first.name:
            await RedirectResponse(f"{root}/")(scope, receive, send)
            return
        if not slash:
            await RedirectResponse(f"{root}{_BELOW}{quote(name)}/")(scope, receive, send)
            return
        within = {**scope, "root_path": f"{root}{_BELOW}{name}"}
        language = reader_language(within, first.settings.language)
        status, told = 503, ""
        try:
            pages = await self._pages(name, language)
        except LibraryUnknown as error:
            status, told = 404, str(error)
        except LibraryNotReady as error:
            told = str(error)
        except AssistantError as error:
            _log.error("A library could not be opened: %s", place(error))
            told = load_texts(language)["guard.unavailable"]
        else:
            await pages(within, receive, send)
            return
        refused = await run_in_threadpool(self._refuse, Request(scope), language, told, status)
        await refused(scope, receive, send)

    async def _pages(self, name: str, language: Language) -> FastAPI:
        library = self._branches.libraries.find(name, language)
        if library.name not in self._made:
            async with self._making:
                if library.name not in self._made:
                    editions = await run_in_threadpool(self._branches.open, library, language)
                    pages = await run_in_threadpool(self._make, library, editions)
                    await self._begin(pages)
                    self._made[library.name] = pages
        return self._made[library.name]

    async def _begin(self, pages: FastAPI) -> None:
        """Start what an app does in the background; the server's end ends it."""
        begun = asyncio.Event()

        async def run() -> None:
            async with pages.router.lifespan_context(pages):
                begun.set()
                await asyncio.Event().wait()

        running = asyncio.create_task(run())
        self._running.append(running)
        waiting = asyncio.create_task(begun.wait())
        await asyncio.wait((running, waiting), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if running.done():
            running.result()

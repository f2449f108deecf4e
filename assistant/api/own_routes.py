"""``/v1/ask``, ``/v1/search`` and ``/v1/documents``: asking and reading in our own form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator, BaseModel, ConfigDict
from starlette.requests import Request
from typing_extensions import TypedDict

from assistant.answer import Turn
from assistant.api.answering import Question, begin, reply_to
from assistant.api.chat_request import Text, whole_text
from assistant.api.library import Library, Shelves
from assistant.api.place import place_of
from assistant.api.records import (
    DocumentRecord,
    DocumentText,
    HitRecord,
    LinkedReply,
    document_record,
    document_text,
    hit_record,
    reply_record,
)
from assistant.api.sources import Place
from assistant.settings import Settings
from corpus import Language, detect_language

_DOCUMENTS_MAX = 1000
LibraryName = Annotated[str, Query(description="name of the library; default: the first")]


def _whole(turn: Turn) -> Turn:
    whole_text(turn.content)
    return turn


class AskRequest(BaseModel):
    """A question; ``history`` are the turns before it, oldest first.

    ``documents``: the ids of those to answer from; none: all of them. ``library``: the name of that
    to ask; default: the first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: Text
    history: tuple[Annotated[Turn, AfterValidator(_whole)], ...] = ()
    language: Language | None = None
    documents: frozenset[str] = frozenset()
    library: Text = ""


class Hits(TypedDict):
    """What was found, best first."""

    hits: list[HitRecord]


class Documents(TypedDict):
    """A part of the documents; ``total``: how many there are."""

    documents: list[DocumentRecord]
    total: int


@dataclass(frozen=True, slots=True)
class OwnRoutes:
    """Answers questions, searches, and hands out documents.

    :param has_page: whether the pages for readers are there as well.
    """

    shelves: Shelves
    settings: Settings
    has_page: bool

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(tags=["sources"])
        router.add_api_route("/v1/ask", self.ask, methods=["POST"], summary="Answer a question")
        router.add_api_route("/v1/search", self.search, methods=["GET"], summary="Find passages")
        router.add_api_route(
            "/v1/documents", self.documents, methods=["GET"], summary="List documents"
        )
        router.add_api_route(
            # An id may hold a slash.
            "/v1/documents/{id:path}",
            self.document,
            methods=["GET"],
            summary="Read a document",
        )
        return router

    async def ask(self, asked: AskRequest, request: Request) -> LinkedReply:
        """Answer a question, in the form of `assistant ask --json`."""
        question = Question(asked.question, asked.history, asked.language)
        library = await self.shelves.find_soon(asked.library, question.asked_in)
        question = replace(question, documents=library.chosen(asked.documents))
        is_gone = request.is_disconnected
        characters_max = self.settings.question_characters_max
        writing = await begin(library.desk, question, characters_max, request, is_gone)
        reply = await reply_to(writing, question, request, is_gone)
        return reply_record(reply, self._place(request, library))

    async def search(
        self,
        request: Request,
        q: Annotated[str, Query(description="what to look for")],
        k: Annotated[int, Query(ge=1, le=50, description="how many passages")] = 10,
        language: Language | None = None,
        document: Annotated[list[str], Query(description="ids of those to look in")] = [],  # noqa: B006
        library: LibraryName = "",
    ) -> Hits:
        """Find passages, best first, without an answer."""
        asked_in = language or detect_language(q, is_question=True)
        searched = await self.shelves.find_soon(library, asked_in)
        found, shown_in = await searched.search(q, k, language, document)
        place, documents = self._place(request, searched), searched.current().documents
        return {"hits": [hit_record(one, shown_in, place, documents) for one in found]}

    def documents(
        self,
        request: Request,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=_DOCUMENTS_MAX)] = 100,
        library: LibraryName = "",
    ) -> Documents:
        """List the documents, a part at a time."""
        listed_of = self.shelves.find(library)
        listed, total = listed_of.documents(offset, limit)
        place = self._place(request, listed_of)
        return {"documents": [document_record(one, place) for one in listed], "total": total}

    def document(
        self,
        request: Request,
        id: str,
        start: Annotated[int, Query(ge=0)] = 0,
        end: Annotated[int | None, Query(ge=0)] = None,
        library: LibraryName = "",
    ) -> DocumentText:
        """Read a document in its own language, or the characters from `start` to `end` of it."""
        read_in = self.shelves.find(library)
        document = read_in.document(id)
        stop = len(document.original) if end is None else end
        return document_text(document, start, stop, self._place(request, read_in))

    def _place(self, request: Request, library: Library) -> Place:
        return place_of(request, self.settings, library.name, has_page=self.has_page)

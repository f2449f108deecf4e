"""The four tools: search, ask, read, list. None of them changes anything."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Literal, TypeVar

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field
from starlette.requests import Request

from assistant.api.answering import Question, begin, reply_to
from assistant.api.errors import ApiProblem, failure
from assistant.api.library import Library, Shelves
from assistant.api.place import place_of, public_place
from assistant.api.records import document_record, document_text, hit_record
from assistant.api.sources import Place
from assistant.mcp.results import Documents, Hit, Hits, Listed, Quotation, Read, Said
from assistant.reply_record import citation_record
from assistant.settings import Settings
from corpus import detect_language

# Some 5,000 tokens; whoever wants more reads on.
_READ_CHARACTERS_MAX: Final = 20_000

Given = TypeVar("Given")
Count = Annotated[int, Field(ge=1, le=20)]
Offset = Annotated[int, Field(ge=0)]
Limit = Annotated[int, Field(ge=1, le=200)]
# "" and not null: one type makes a smaller schema.
ChosenLanguage = Literal["", "nl", "en"]
DocumentIds = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tools:
    """What a model may do with the library.

    :param has_page: whether the pages for readers are there as well.
    """

    shelves: Shelves
    settings: Settings
    has_page: bool

    async def search_sources(
        self,
        query: str,
        ctx: Context[Any],
        count: Count = 5,
        language: ChosenLanguage = "",
        documents: DocumentIds = (),
        library: str = "",
    ) -> Hits:
        """Find passages in the sources, best first. Dutch and English words find both languages.

        With documents, only in those ids.
        """
        asked_in = language or detect_language(query, is_question=True)
        searched = await _told(self.shelves.find_soon(library, asked_in))
        found, shown_in = await _told(searched.search(query, count, language or None, documents))
        place, documents_now = self._place(ctx, searched), searched.current().documents
        hits = [hit_record(one, shown_in, place, documents_now) for one in found]
        return {"hits": [_only(one, Hit) for one in hits]}

    async def ask_sources(
        self,
        question: str,
        ctx: Context[Any],
        language: ChosenLanguage = "",
        documents: DocumentIds = (),
        library: str = "",
    ) -> Said:
        """Answer a question from the sources, with word-for-word quotations.

        The question must stand on its own. When the sources do not answer it, outcome says so: tell
        the reader that, and add nothing of your own. Keep the markers and show the quotations.
        With documents, only those ids answer.
        """
        asked = Question(question, (), language or None)
        answers = await _told(self.shelves.find_soon(library, asked.asked_in))
        try:
            asked = replace(asked, documents=answers.chosen(documents))
        except ApiProblem as problem:
            raise ToolError(problem.message) from None
        request = _request(ctx)
        characters_max = self.settings.question_characters_max
        writing = await _told(begin(answers.desk, asked, characters_max, request, _never))
        # Who leaves is cancelled, which stops the answer as well.
        answer = (await _told(reply_to(writing, asked, request, _never))).answer
        place = self._place(ctx, answers)
        return {
            "text": answer.text,
            "outcome": answer.outcome,
            "language": answer.language,
            "citations": [
                _only(
                    {
                        **citation_record(one),
                        "url": place and place.quotation(one, answer.language),
                    },
                    Quotation,
                )
                for one in answer.citations
            ],
        }

    def read_document(
        self,
        document: str,
        ctx: Context[Any],
        start: Offset = 0,
        end: Offset = 0,
        library: str = "",
    ) -> Read:
        """Read a document by its id, in its own language: from character start to end.

        At most 20,000 characters at once, and so many when end is 0.
        """
        try:
            read_in = self.shelves.find(library)
            found = read_in.document(document)
        except ApiProblem as problem:
            raise ToolError(problem.message) from None
        most = start + _READ_CHARACTERS_MAX
        place = self._place(ctx, read_in)
        read = document_text(found, start, min(end, most) if end else most, place)
        return _only({**read, "document": read["id"]}, Read)

    def list_documents(self, offset: Offset = 0, limit: Limit = 50, library: str = "") -> Documents:
        """List the documents with their ids."""
        try:
            listed, total = self.shelves.find(library).documents(offset, limit)
        except ApiProblem as problem:
            raise ToolError(problem.message) from None
        records = [document_record(one, None) for one in listed]
        return {
            "documents": [_only({**one, "document": one["id"]}, Listed) for one in records],
            "total": total,
        }

    def _place(self, ctx: Context[Any], library: Library) -> Place | None:
        request = _request(ctx)
        if request is None:
            return public_place(self.settings, library.name)
        return place_of(request, self.settings, library.name, has_page=self.has_page)


def _only(record: Any, kind: type[Given]) -> Given:
    """Return of a record what a kind of record holds."""
    names: Any = kind.__annotations__
    return {name: record[name] for name in names}  # type: ignore[return-value]


def _request(ctx: Context[Any]) -> Request | None:
    request = ctx.request_context.request
    return request if isinstance(request, Request) else None


async def _told(doing: Awaitable[Given]) -> Given:
    """Wait for a result; what goes wrong is told without what was asked.

    :raises ToolError: it did not come about.
    """
    try:
        return await doing
    except ApiProblem as problem:
        raise ToolError(problem.message) from None
    except Exception as error:
        raise ToolError(failure(error).message) from None


async def _never() -> bool:
    return False

"""The documents as resources, which a reader attaches to a conversation by hand: ``document:///ID``,
and a part of one with ``?start=…&end=…``, the place that comes with each quotation and passage."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp_types import Resource

from assistant.api.errors import ApiProblem
from assistant.api.library import Library

_PREFIX: Final = "document:///"
# The list comes in one piece; `list_documents` has the rest.
_LISTED_MAX: Final = 200


class LibraryServer(MCPServer):
    """A server of tools whose resources are the documents of now."""

    def __init__(self, library: Library, *arguments: object, **settings: object) -> None:
        super().__init__(*arguments, **settings)  # type: ignore[arg-type]
        self._library = library
        self.resource(
            f"{_PREFIX}{{+document}}{{?start,end}}",
            name="document",
            description="A document in its own language, or its characters from start to end",
        )(self._read)

    async def list_resources(self) -> list[Resource]:
        """Return the documents, or the first of many."""
        listed, _ = self._library.documents(0, _LISTED_MAX)
        return [
            Resource(
                uri=f"{_PREFIX}{quote(one.id)}",
                name=one.id,
                title=one.title,
                mime_type="text/plain",
                size=len(one.original.encode()),
            )
            for one in listed
        ]

    async def _read(self, document: str, start: str = "", end: str = "") -> str:
        if not all(one.isdecimal() for one in (start, end) if one):
            raise ResourceNotFoundError("The part of a document is given by two whole numbers.")
        try:
            text = self._library.document(document).original
        except ApiProblem as problem:
            raise ResourceNotFoundError(problem.message) from None
        return text[int(start or 0) : int(end or len(text))]

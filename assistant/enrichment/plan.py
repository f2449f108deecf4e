"""What there is to ask a chat model about, and what it will cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.chat_model.prompting import Message, enrichment_messages
from assistant.enrichment.checking import ANSWERED_MAX, LEFT_OPEN_MAX
from corpus import Document
from index.machine_made import MachineMade
from index.passages import Passage
from index.searched_documents import passages_without_catalogue

# Dutch and English take some 3.5 characters for a token, and eight pairs of questions 500 tokens.
_CHARACTERS_PER_TOKEN: Final = 3.5
_TOKENS_WRITTEN: Final = 500


@dataclass(frozen=True, slots=True)
class Plan:
    """The passages of text without a catalogue, and those that nothing has been written for yet."""

    passages: int
    todo: tuple[tuple[Document, Passage], ...]

    @property
    def documents(self) -> int:
        """The number of documents that are sent."""
        return len({document.id for document, _ in self.todo})

    @property
    def tokens_read(self) -> int:
        """The estimated number of tokens that are sent, in hundreds."""
        characters = sum(
            len(text) for document, passage in self.todo for _, text in messages(document, passage)
        )
        return round(characters / _CHARACTERS_PER_TOKEN / 100) * 100

    @property
    def tokens_written(self) -> int:
        """The estimated number of tokens that come back."""
        return _TOKENS_WRITTEN * len(self.todo)


def plan(documents: Sequence[Document], kept: MachineMade) -> Plan:
    """Return what there is to ask about some documents."""
    everything = list(passages_without_catalogue(documents))
    known = {
        (document.id, one.start, one.end)
        for document in {document.id: document for document, _ in everything}.values()
        for one in kept.of(document)
    }
    todo = tuple(
        (document, passage)
        for document, passage in everything
        if (document.id, passage.start, passage.end) not in known
    )
    return Plan(len(everything), todo)


def messages(document: Document, passage: Passage) -> list[Message]:
    """Return what a chat model is asked about a passage."""
    return enrichment_messages(document, passage, ANSWERED_MAX, LEFT_OPEN_MAX)

"""Every multiple-choice item of the bank, answered by the assistant from the sources.

The question is asked without its options. Of the options, the one that is nearest to a sentence
of the answer counts as the assistant's. That is a rough reading: where it is not the key, a
person looks which of the two the source supports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.service import Assistant
from corpus import Document, Language
from corpus.items import ChoiceItem


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """An item with the answer of the assistant.

    ``chosen`` is the place of the option that the answer supports, 0 for the key; ``None`` if the
    assistant found no answer. ``is_found``: whether it cites the sentence that the item rests on.
    """

    id: str
    chosen: int | None
    is_found: bool


def answered_items(assistant: Assistant, language: Language) -> Iterator[AnsweredItem]:
    """Answer the items of every document, those of all documents evenly mixed."""
    for document, item in _in_turn(assistant.documents.values()):
        yield _answered(assistant, document, item, language)


def _in_turn(documents: Iterable[Document]) -> list[tuple[Document, ChoiceItem]]:
    placed = [
        (place / len(document.items.choice), document.id, document, item)
        for document in documents
        for place, item in enumerate(document.items.choice)
    ]
    return [(document, item) for *_, document, item in sorted(placed, key=lambda one: one[:2])]


def _answered(
    assistant: Assistant, document: Document, item: ChoiceItem, language: Language
) -> AnsweredItem:
    citations = assistant.ask(item.asked(language), language=language).answer.citations
    if not citations:
        return AnsweredItem(item.id, None, False)
    start = document.original.index(item.quote)
    end = start + len(item.quote)
    said = [one.translation or one.quote for one in citations]
    return AnsweredItem(
        item.id,
        _nearest(assistant, [one.text(language) for one in item.options], said, language),
        any(
            one.document == document.id and one.start < end and start < one.end for one in citations
        ),
    )


def _nearest(
    assistant: Assistant, options: Sequence[str], said: Sequence[str], language: Language
) -> int:
    vector = assistant.retriever.index.query_vector
    sentences = np.array([vector(one, language) for one in said])
    scores = [float((sentences @ vector(one, language)).max()) for one in options]
    return int(np.argmax(scores))

"""Model answers in the words of the chat model, where one is set; verified as any answer of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.course.items import Item, OpenQuestion, Said
from assistant.course.request import Kind
from assistant.service import Assistant
from corpus import Language


def reword(
    items: Mapping[Kind, tuple[Item, ...]], assistant: Assistant, language: Language
) -> dict[Kind, tuple[Item, ...]]:
    """Return the items with the answers to open questions as the chat model writes them.

    What it says is taken only when all of it is carried by a quotation; else the quotations stay.
    """
    return {
        kind: tuple(
            _reworded(one, assistant, language) if isinstance(one, OpenQuestion) else one
            for one in made
        )
        for kind, made in items.items()
    }


def _reworded(item: OpenQuestion, assistant: Assistant, language: Language) -> OpenQuestion:
    work = assistant.ask(item.question, language=language).model_work
    if work is None or work.fallback is not None or work.count("grounded") < len(work.statements):
        return item
    said = tuple(
        Said(statement.text, language, (replace(statement.citation, number=place),))
        for place, statement in enumerate(work.statements, 1)
        if statement.citation is not None
    )
    citations = tuple(citation for one in said for citation in one.citations)
    return replace(item, model_answer=said, citations=citations)

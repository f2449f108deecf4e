"""Questions and answers as plain text, for files that know no layout."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.course.items import Choice, Gap, Item, Matching, OpenQuestion
from assistant.course.layout.sources import source_runs
from assistant.course.layout.texts import Texts
from assistant.publishing import plain
from corpus import Document


def question_stem(item: Item, texts: Texts, gap: str) -> tuple[str, ...]:
    """Return the lines of a question, without what is to be chosen from."""
    match item:
        case Choice():
            if item.given is None:
                return (item.question,)
            given = f"“{item.given.text}”" if item.is_quotation else item.given.text
            return item.question, given
        case Gap():
            return texts("gap_question"), f"“{item.before}{gap}{item.after}” {item.hint}"
        case Matching() | OpenQuestion():
            return (item.question,)
        case _:
            raise TypeError(f"{type(item).__name__} is not a question")


def model_answer(item: OpenQuestion) -> str:
    """Return the model answer of an open question."""
    return " ".join(one.text for one in item.model_answer)


def answer_source(item: Item, texts: Texts, documents: Mapping[str, Document]) -> str:
    """Return where the answer stands: the quotations and their places."""
    quotes = " ".join(f"“{' '.join(one.quote.split())}”" for one in item.citations)
    return f"{texts('source')}: {quotes} {plain(source_runs(item.citations, texts, documents))}"

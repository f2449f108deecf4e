"""The quiz on paper: questions first, answers with their sources on a new page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from assistant.course.course import Course
from assistant.course.excerpt import Wording
from assistant.course.items import Choice, Gap, Item, Matching, OpenQuestion
from assistant.course.layout.sources import (
    QUOTATION_MARKS,
    answer_blocks,
    quotation_of,
    quote_run,
)
from assistant.course.layout.texts import Texts
from assistant.publishing import (
    Block,
    Heading,
    ItemList,
    PageBreak,
    Paragraph,
    Quotation,
    Run,
    Table,
    text,
)
from assistant.publishing.publication import LETTERS
from corpus import Document

GAP: Final = "__________"
_Documents = Mapping[str, Document]
_SORTS: Final = (
    ("choice", Choice),
    ("matching", Matching),
    ("gap", Gap),
    ("open", OpenQuestion),
)


def quiz_blocks(course: Course, texts: Texts, documents: _Documents) -> list[Block]:
    """Return the questions per sort, and behind a page break the answers with their sources."""
    items = course.items["quiz"]
    numbers = {item.id: number for number, item in enumerate(items, 1)}
    blocks: list[Block] = []
    for name, sort in _SORTS:
        of_sort: list[Item] = [item for item in items if isinstance(item, sort)]
        if of_sort:
            blocks.append(Heading(1, text(texts(f"quiz_{name}"))))
        for item in of_sort:
            blocks += question_of(item, numbers[item.id], texts)
    blocks += [PageBreak(), Heading(1, text(texts("answers")))]
    for item in items:
        blocks += answer_of(item, numbers[item.id], texts, documents)
    return blocks


def question_of(item: Item, number: int, texts: Texts) -> list[Block]:
    """Return a question as it is handed out."""
    match item:
        case Choice():
            quote: list[Block] = [_given(item, item.given, texts)] if item.given else []
            options = ItemList(tuple(text(one) for one in item.options), "letter")
            return [_stem(number, item.question), *quote, options]
        case Matching():
            rows = tuple(
                (text(str(place)), (_run(left, texts),), text(""))
                for place, left in enumerate(item.left, 1)
            )
            header = (texts("number"), texts("given"), texts("your_letter"))
            return [
                _stem(number, item.question),
                Table(header, rows, item.question, (1, 10, 2)),
                ItemList(tuple(text(one) for one in item.right), "letter"),
            ]
        case Gap():
            other = item.text.language if item.text.language != texts.language else None
            before, after = item.before.lstrip(QUOTATION_MARKS), item.after.rstrip(QUOTATION_MARKS)
            shown = f"“{before}{GAP}{after}”"
            return [
                _stem(number, texts("gap_question")),
                Quotation((Run(shown, language=other), Run(f" {item.hint}"))),
            ]
        case OpenQuestion():
            return [_stem(number, item.question)]
        case _:
            raise TypeError(f"{type(item).__name__} is not a question")


def answer_of(item: Item, number: int, texts: Texts, documents: _Documents) -> list[Block]:
    """Return the answer of a question with its sources."""
    match item:
        case Choice():
            answer = f"{LETTERS[item.right]}. {item.options[item.right]}"
        case Matching():
            answer = "; ".join(
                f"{place} – {LETTERS[right]} ({item.right[right]})"
                for place, right in enumerate(item.pairs, 1)
            )
        case Gap():
            answer = item.answer
        case OpenQuestion():
            said: Sequence[Block] = [
                quotation_of(one, texts, documents) for one in item.model_answer
            ]
            return [_stem(number, texts("model_answer")), *said]
        case _:
            raise TypeError(f"{type(item).__name__} is not a question")
    return [_stem(number, answer), *answer_blocks(item.citations, texts, documents)]


def _stem(number: int, content: str) -> Paragraph:
    return Paragraph((Run(f"{number}. {content}", is_bold=True),))


def _given(item: Choice, wording: Wording, texts: Texts) -> Quotation:
    run = quote_run(wording, texts.language) if item.is_quotation else _run(wording, texts)
    return Quotation((run,))


def _run(wording: Wording, texts: Texts) -> Run:
    other = wording.language if wording.language != texts.language else None
    return Run(wording.text, language=other)

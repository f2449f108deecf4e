"""The quiz on paper: the questions, and apart from them the answers with their sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from assistant.course.course import Course
from assistant.course.items import Choice, Item, OpenQuestion
from assistant.course.layout.sources import point_blocks, quotations_of, quote_run
from assistant.course.layout.texts import Texts
from assistant.publishing import Block, Heading, ItemList, Paragraph, Quotation, Run, text
from assistant.publishing.publication import LETTERS
from corpus import Document

_Documents = Mapping[str, Document]
_SORTS: Final = (("choice", Choice), ("open", OpenQuestion))


def quiz_blocks(course: Course, texts: Texts, _: _Documents) -> list[Block]:
    """Return the questions per sort."""
    blocks: list[Block] = []
    numbered = list(enumerate(course.items["quiz"], 1))
    for name, sort in _SORTS:
        of_sort = [(number, item) for number, item in numbered if isinstance(item, sort)]
        if of_sort:
            blocks.append(Heading(1, text(texts(f"quiz_{name}"))))
        for number, item in of_sort:
            blocks += question_of(item, number, texts)
    return blocks


def key_blocks(course: Course, texts: Texts, documents: _Documents) -> list[Block]:
    """Return the answers with their reasons and sources."""
    blocks: list[Block] = [Heading(1, text(texts("answers")))]
    for number, item in enumerate(course.items["quiz"], 1):
        blocks.append(_stem(number, item.label))
        blocks += answer_of(item, texts, documents)
    return blocks


def question_of(item: Item, number: int, texts: Texts) -> list[Block]:
    """Return a question as it is handed out."""
    match item:
        case Choice():
            given: list[Block] = []
            if item.given is not None:
                given.append(Quotation((quote_run(item.given, texts.language),)))
            options = ItemList(tuple(text(one) for one in item.options), "letter")
            return [_stem(number, item.question), *given, options]
        case OpenQuestion():
            return [_stem(number, item.question)]
        case _:
            raise TypeError(f"{type(item).__name__} is not a question")


def answer_of(item: Item, texts: Texts, documents: _Documents) -> list[Block]:
    """Return the answer of a question with its sources."""
    match item:
        case Choice():
            right = f"{LETTERS[item.right]}. {item.options[item.right]}"
            answer: list[Block] = [Paragraph((Run(right, is_bold=True),))]
            for place, reason in enumerate(item.reasons):
                mark = texts("right" if place == item.right else "wrong")
                answer.append(Paragraph(text(f"{LETTERS[place]} – {mark}. {reason}")))
            return [*answer, *quotations_of(item.citations, texts, documents)]
        case OpenQuestion():
            blocks: list[Block] = [Paragraph(text(texts("model_answer")))]
            for point in item.points:
                blocks += point_blocks(point, texts, documents)
            return blocks
        case _:
            raise TypeError(f"{type(item).__name__} is not a question")


def _stem(number: int, content: str) -> Paragraph:
    return Paragraph((Run(f"{number}. {content}", is_bold=True),))

"""What is read or talked through: handout, cases, cards, glossary and programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby

from assistant.course.course import Course
from assistant.course.items import (
    Case,
    Flashcard,
    Item,
    KeyPoint,
    ProgrammePart,
    Reading,
    TermEntry,
)
from assistant.course.layout.sources import quotation_of, source_runs
from assistant.course.layout.texts import Texts
from assistant.publishing import (
    Block,
    Heading,
    ItemList,
    Paragraph,
    Run,
    Table,
    text,
)
from corpus import Document

_Documents = Mapping[str, Document]
_STARTS_AT = timedelta(hours=9)


def handout_blocks(course: Course, texts: Texts, documents: _Documents) -> list[Block]:
    """Return key points under the heading that they stand under, then readings, then terms."""
    items = course.items["handout"]
    points = [one for one in items if isinstance(one, KeyPoint)]
    readings = [one for one in items if isinstance(one, Reading)]
    terms = [one for one in items if isinstance(one, TermEntry)]
    blocks: list[Block] = []
    if points:
        blocks.append(Heading(1, text(texts("key_points"))))
    order = {point.heading: place for place, point in reversed(list(enumerate(points)))}
    points.sort(key=lambda one: order[one.heading])
    for heading, group in groupby(points, key=lambda one: one.heading):
        blocks.append(Heading(2, text(heading)))
        blocks += [quotation_of(one.said, texts, documents) for one in group]
    if readings:
        blocks.append(Heading(1, text(texts("reading_list"))))
        blocks.append(ItemList(tuple(_reading(one, texts) for one in readings)))
    if terms:
        blocks.append(Heading(1, text(texts("terms_used"))))
        blocks.append(_term_table(terms, texts, documents))
    return blocks


def _reading(reading: Reading, texts: Texts) -> tuple[Run, ...]:
    beginning = " ".join(reading.said.text.split()[:10])
    other = reading.said.language if reading.said.language != texts.language else None
    return (
        Run(reading.title, is_italic=True),
        Run(f", {reading.section}" if reading.section else ""),
        Run(f" – {texts('begins')} “"),
        Run(beginning, language=other),
        Run("…”"),
    )


def case_blocks(course: Course, texts: Texts, documents: _Documents) -> list[Block]:
    """Return each case: statement, passages for and against, questions."""
    blocks: list[Block] = [Paragraph(text(texts("cases_intro")))]
    cases = [one for one in course.items["cases"] if isinstance(one, Case)]
    for number, case in enumerate(cases, 1):
        blocks.append(Heading(1, text(f"{texts('case')} {number}. {case.title}")))
        blocks += case_of(case, texts, documents)
    return blocks


def case_of(case: Case, texts: Texts, documents: _Documents) -> list[Block]:
    """Return the statement of a case, both sides and the questions."""
    blocks: list[Block] = [Paragraph((Run(case.statement, is_bold=True),))]
    for name, side in (("in_favour", case.in_favour), ("against", case.against)):
        blocks.append(Heading(2, text(texts(name))))
        blocks += [quotation_of(one, texts, documents) for one in side]
    blocks.append(Heading(2, text(texts("to_discuss"))))
    blocks.append(ItemList(tuple(text(one) for one in case.questions), "number"))
    return blocks


def flashcard_blocks(course: Course, texts: Texts, documents: _Documents) -> list[Block]:
    """Return the cards as a table: front, back, source."""
    cards = [one for one in course.items["flashcards"] if isinstance(one, Flashcard)]
    rows = tuple(
        (
            text(card.front),
            text(f"{card.back} ({card.other_name})" if card.other_name else card.back),
            source_runs(card.citations, texts, documents, with_original=not card.other_name),
        )
        for card in cards
    )
    header = (texts("front"), texts("back"), texts("source"))
    return [Table(header, rows, texts("flashcards_description"), (3, 4, 4))]


def glossary_blocks(course: Course, texts: Texts, documents: _Documents) -> list[Block]:
    """Return the terms as a table in both languages."""
    return [_term_table(course.items["glossary"], texts, documents)]


def _term_table(items: Sequence[Item], texts: Texts, documents: _Documents) -> Table:
    rows = tuple(
        (
            (Run(one.nl, is_bold=True, language=None if texts.language == "nl" else "nl"),),
            (Run(one.en, is_bold=True, language=None if texts.language == "en" else "en"),),
            text(one.explanation),
            source_runs(one.citations, texts, documents, with_original=False),
        )
        for one in items
        if isinstance(one, TermEntry)
    )
    header = (texts("dutch"), texts("english"), texts("explanation"), texts("source"))
    return Table(header, rows, texts("glossary_description"), (3, 3, 5, 5))


def programme_blocks(course: Course, texts: Texts, documents: _Documents) -> list[Block]:
    """Return the programme as a table of times, then each part with its quotation."""
    parts = [one for one in course.items["programme"] if isinstance(one, ProgrammePart)]
    rows = tuple(
        (
            text(f"{clock(one.starts_at)}–{clock(one.starts_at + one.minutes)}"),
            text(one.title),
            text(texts("minutes", count=one.minutes)),
        )
        for one in parts
    )
    header = (texts("time"), texts("part"), texts("duration"))
    blocks: list[Block] = [Table(header, rows, texts("programme_description"), (2, 5, 2))]
    for one in parts:
        blocks.append(Heading(2, text(f"{clock(one.starts_at)} {one.title}")))
        blocks.append(Paragraph(text(one.text)))
        blocks.append(quotation_of(one.said, texts, documents))
    return blocks


def clock(minutes: int) -> str:
    """Return the time of day so many minutes after the beginning."""
    moment = _STARTS_AT + timedelta(minutes=minutes)
    hours, left = divmod(int(moment.total_seconds()) // 60, 60)
    return f"{hours:02}:{left:02}"

"""What is read or talked through: handout, cases, cards, glossary and programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby

from assistant.course.course import Course
from assistant.course.items import (
    Case,
    Exercise,
    Flashcard,
    Item,
    Lesson,
    ProgrammePart,
    Reading,
    TermEntry,
)
from assistant.course.layout.sources import point_blocks, quotation_of, source_runs
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
_ROOM_TO_WRITE = "\n\n"


def handout_blocks(course: Course, texts: Texts, documents: _Documents) -> list[Block]:
    """Return the lessons, questions to take home, what to read and the terms."""
    items = course.items["handout"]
    lessons = [one for one in items if isinstance(one, Lesson)]
    readings = [one for one in items if isinstance(one, Reading)]
    terms = [one for one in items if isinstance(one, TermEntry)]
    blocks: list[Block] = []
    if lessons:
        blocks.append(Heading(1, text(texts("key_points"))))
    for heading, group in groupby(lessons, key=lambda one: one.asked or one.title):
        blocks.append(Heading(2, text(heading)))
        for one in group:
            for point in one.points:
                blocks += point_blocks(point, texts, documents)
    if home := [one.questions[-1] for one in _cases(course)]:
        blocks.append(Heading(1, text(texts("to_take_home"))))
        blocks.append(ItemList(tuple(text(one) for one in home), "number"))
    if readings:
        blocks.append(Heading(1, text(texts("reading_list"))))
        blocks.append(
            ItemList(
                tuple(
                    (Run(one.title, is_italic=True), Run(f", {one.section}" if one.section else ""))
                    for one in readings
                )
            )
        )
    if terms:
        blocks.append(Heading(1, text(texts("terms_used"))))
        blocks.append(_term_table(terms, texts, documents))
    return blocks


def case_blocks(course: Course, texts: Texts, _: _Documents) -> list[Block]:
    """Return each case as it is handed out: the situation and the questions."""
    blocks: list[Block] = []
    for number, case in enumerate(_cases(course), 1):
        blocks.append(Heading(1, text(f"{texts('case')} {number}. {case.title}")))
        blocks += case_of(case, texts)
    return blocks


def case_key_blocks(course: Course, texts: Texts, documents: _Documents) -> list[Block]:
    """Return for the trainer what the sources put for either side, and what to expect."""
    blocks: list[Block] = []
    for number, case in enumerate(_cases(course), 1):
        blocks.append(Heading(1, text(f"{texts('case')} {number}. {case.title}")))
        blocks += case_key_of(case, texts, documents)
    return blocks


def _cases(course: Course) -> list[Case]:
    return [one for one in course.items.get("cases", ()) if isinstance(one, Case)]


def case_of(case: Case, texts: Texts) -> list[Block]:
    """Return the situation of a case and the questions."""
    questions = ItemList(tuple(text(one) for one in case.questions), "number")
    return [Paragraph(text(case.situation)), Heading(2, text(texts("to_discuss"))), questions]


def case_key_of(case: Case, texts: Texts, documents: _Documents) -> list[Block]:
    """Return what the trainer has besides a case."""
    blocks: list[Block] = [Paragraph((Run(f"{texts('hard')}: ", is_bold=True), Run(case.hard)))]
    blocks.append(Heading(2, text(texts("sides"))))
    for side in case.sides:
        blocks += point_blocks(side, texts, documents)
    return [*blocks, Heading(2, text(texts("trainer_notes"))), Paragraph(text(case.notes))]


def exercise_blocks(course: Course, texts: Texts, documents: _Documents) -> list[Block]:
    """Return each exercise with its form to fill in, or its statements."""
    blocks: list[Block] = []
    for one in course.items["exercises"]:
        if isinstance(one, Exercise):
            blocks.append(Heading(1, text(one.title)))
            blocks += exercise_of(one, texts, documents)
    return blocks


def exercise_of(item: Exercise, texts: Texts, documents: _Documents) -> list[Block]:
    """Return what to do, the form or the statements, and the sentence behind it."""
    kind = f"{texts(f'form_{item.form}')}, {texts('minutes', count=item.minutes)}"
    blocks: list[Block] = [Paragraph((Run(kind, is_italic=True),))]
    blocks.append(Paragraph(text(item.instruction)))
    if item.form == "own_work" and item.fields:
        rows = tuple((text(one), text(_ROOM_TO_WRITE)) for one in item.fields)
        header = (texts("field"), texts("your_answer"))
        blocks.append(Table(header, rows, item.title, (2, 3)))
    elif item.fields:
        blocks.append(ItemList(tuple(text(one) for one in item.fields), "number"))
    return [*blocks, quotation_of(item.said, texts, documents)]


def flashcard_blocks(course: Course, texts: Texts, documents: _Documents) -> list[Block]:
    """Return the cards as a table: front, back, source."""
    cards = [one for one in course.items["flashcards"] if isinstance(one, Flashcard)]
    rows = tuple(
        (
            text(card.front),
            text(f"{card.back} ({card.other_name})" if card.other_name else card.back),
            source_runs(card.citations, texts, documents, with_original=False),
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
    return Table(header, rows, texts("glossary_description"), (4, 3, 5, 4))


def programme_blocks(course: Course, texts: Texts, _: _Documents) -> list[Block]:
    """Return the programme as a table of times, then what the trainer does in each part."""
    parts = [one for one in course.items["programme"] if isinstance(one, ProgrammePart)]
    rows = tuple(
        (
            text(clock_of(one)),
            text(texts("minutes", count=one.minutes)),
            text(one.title),
            text(one.form),
            text(one.material),
        )
        for one in parts
    )
    header = tuple(texts(one) for one in ("time", "duration", "part", "form", "material"))
    blocks: list[Block] = [Table(header, rows, texts("programme_description"), (3, 3, 5, 4, 5))]
    for one in parts:
        if one.trainer:
            blocks.append(Heading(2, text(f"{clock_of(one)} {one.title}")))
            blocks += part_of(one, texts)
    return blocks


def part_of(part: ProgrammePart, texts: Texts) -> list[Block]:
    """Return what a part is for and what the trainer does; nothing of a break."""
    named = (("part_goal", part.goal), ("form", part.form), ("material", part.material))
    lines: list[Block] = [
        Paragraph((Run(f"{texts(name)}: ", is_bold=True), Run(said)))
        for name, said in named
        if said
    ]
    return [*lines, Paragraph(text(part.trainer))] if part.trainer else []


def clock_of(part: ProgrammePart) -> str:
    """Return from when until when a part lasts."""
    return f"{clock(part.starts_at)}–{clock(part.starts_at + part.minutes)}"


def clock(minutes: int) -> str:
    """Return the time of day so many minutes after the beginning."""
    moment = _STARTS_AT + timedelta(minutes=minutes)
    hours, left = divmod(int(moment.total_seconds()) // 60, 60)
    return f"{hours:02}:{left:02}"

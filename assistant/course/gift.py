"""A quiz in GIFT, the text format that Moodle and other quiz programs read.

Format: https://docs.moodle.org/en/GIFT_format. An open question is an essay with the points of a
good answer as a comment; every option of a multiple choice has its own feedback.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from assistant.course.course import Course
from assistant.course.items import Choice, Item, OpenQuestion
from assistant.course.layout.texts import Texts
from assistant.course.plain import (
    about,
    answer_source,
    model_answer,
    numbered_by_goal,
    question_stem,
)
from assistant.publishing.printable import one_line
from corpus import Document

_SPECIAL: Final = re.compile(r"([\\~=#{}:])")


def to_gift(course: Course, documents: Mapping[str, Document]) -> bytes:
    """Return the quiz of a course as GIFT in UTF-8."""
    texts = Texts(course.request.language)
    parts = [f"// {one_line(about(course, 'quiz', texts))}"]
    for goal, items in numbered_by_goal(course).items():
        # A slash begins a category within a category.
        parts.append(f"$CATEGORY: {one_line(goal or course.subject.title).replace('/', ' ')}")
        parts += [_question(item, number, texts, documents) for number, item in items]
    return ("\n\n".join(parts) + "\n").encode()


def _question(item: Item, number: int, texts: Texts, documents: Mapping[str, Document]) -> str:
    stem = " \\n".join(_escaped(line) for line in question_stem(item))
    name = f"::{number:02} {item.id}::"
    match item:
        case Choice():
            answers = [
                f"{'=' if place == item.right else '~'}{_escaped(option)}"
                + (f"#{_escaped(item.reasons[place])}" if item.reasons else "")
                for place, option in enumerate(item.options)
            ]
        case OpenQuestion():
            # Not every program knows feedback on an essay; a comment all of them pass over.
            answer = one_line(f"{model_answer(item)} {answer_source(item, texts, documents)}")
            return f"// {texts('model_answer')} {answer}\n{name}[plain]{stem} {{}}"
        case _:
            raise TypeError(f"{type(item).__name__} is not a question")
    source = f"####{_escaped(answer_source(item, texts, documents))}"
    lines = [f"\t{line}" for line in (*answers, source)]
    return f"{name}[plain]{stem} {{\n" + "\n".join(lines) + "\n}"


def _escaped(content: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(content)).replace("->", "-\u2060>")

"""A quiz in GIFT, the text format that Moodle and other quiz programs read.

Format: https://docs.moodle.org/en/GIFT_format. Matching and multiple choice are native, a
fill-in question is a short answer, an open question an essay with its model answer as a comment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from assistant.course.course import Course
from assistant.course.items import Choice, Gap, Item, Matching, OpenQuestion
from assistant.course.layout.publication import notice_of
from assistant.course.layout.quiz import GAP
from assistant.course.layout.texts import Texts
from assistant.course.plain import answer_source, model_answer, question_stem
from assistant.publishing.printable import one_line
from corpus import Document

_SPECIAL: Final = re.compile(r"([\\~=#{}:])")


def to_gift(course: Course, documents: Mapping[str, Document]) -> bytes:
    """Return the quiz of a course as GIFT in UTF-8."""
    texts = Texts(course.request.language)
    questions = [
        _question(item, number, texts, documents)
        for number, item in enumerate(course.items["quiz"], 1)
    ]
    notice = f"// {one_line(notice_of(course, texts))}"
    return ("\n\n".join([notice, *questions]) + "\n").encode()


def _question(item: Item, number: int, texts: Texts, documents: Mapping[str, Document]) -> str:
    stem = " \\n".join(_escaped(line) for line in question_stem(item, texts, GAP))
    name = f"::{number:02} {item.id}::"
    match item:
        case Choice():
            answers = [
                f"{'=' if place == item.right else '~'}{_escaped(option)}"
                for place, option in enumerate(item.options)
            ]
        case Matching():
            answers = [
                f"={_escaped(left.text)} -> {_escaped(item.right[right])}"
                for left, right in zip(item.left, item.pairs, strict=True)
            ]
        case Gap():
            answers = [f"={_escaped(item.answer)}"]
        case OpenQuestion():
            # Not every program knows feedback on an essay; a comment all of them pass over.
            answer = one_line(f"{model_answer(item)} {answer_source(item, texts, documents)}")
            return f"// {texts('model_answer')}: {answer}\n{name}[plain]{stem} {{}}"
        case _:
            raise TypeError(f"{type(item).__name__} is not a question")
    source = f"####{_escaped(answer_source(item, texts, documents))}"
    lines = [f"\t{line}" for line in (*answers, source)]
    return f"{name}[plain]{stem} {{\n" + "\n".join(lines) + "\n}"


def _escaped(content: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(content)).replace("->", "-\u2060>")

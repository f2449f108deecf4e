"""A quiz as Moodle XML, to import in a question bank.

Format: https://docs.moodle.org/en/Moodle_XML_format. Every text is plain text that was escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final
from xml.etree import ElementTree

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
from assistant.publishing.printable import printable
from corpus import Document

# What the name of a category holds in Moodle's database.
_NAME_CHARACTERS_MAX: Final = 200


def to_moodle(course: Course, documents: Mapping[str, Document]) -> bytes:
    """Return the quiz of a course as Moodle XML in UTF-8."""
    texts = Texts(course.request.language)
    quiz = ElementTree.Element("quiz")
    top = f"$course$/top/{_part(texts('quiz'))}: {_part(course.subject.title)}"
    _category(quiz, top, about(course, "quiz", texts))
    for goal, items in numbered_by_goal(course).items():
        if goal:
            _category(quiz, f"{top}/{_part(goal)[:_NAME_CHARACTERS_MAX]}", goal)
        for number, item in items:
            _add(quiz, item, number, texts, documents)
    ElementTree.indent(quiz)
    content: bytes = ElementTree.tostring(quiz, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _category(quiz: ElementTree.Element, name: str, info: str) -> None:
    category = _question(quiz, "category")
    _text(ElementTree.SubElement(category, "category"), name)
    _text(ElementTree.SubElement(category, "info", format="plain_text"), info)


def _add(
    quiz: ElementTree.Element,
    item: Item,
    number: int,
    texts: Texts,
    documents: Mapping[str, Document],
) -> None:
    match item:
        case Choice():
            question = _begin(quiz, "multichoice", item, number, texts, documents)
            _flag(question, "single", "true")
            # The places were spread already; shuffling again does no harm.
            _flag(question, "shuffleanswers", "1")
            _flag(question, "answernumbering", "ABCD")
            for place, option in enumerate(item.options):
                reason = item.reasons[place] if item.reasons else ""
                _answer(question, option, 100 if place == item.right else 0, reason)
        case OpenQuestion():
            question = _begin(quiz, "essay", item, number, texts, documents)
            _flag(question, "responseformat", "editor")
            grader = ElementTree.SubElement(question, "graderinfo", format="html")
            _text(grader, _html(model_answer(item)))
        case _:
            raise TypeError(f"{type(item).__name__} is not a question")


def _begin(
    quiz: ElementTree.Element,
    sort: str,
    item: Item,
    number: int,
    texts: Texts,
    documents: Mapping[str, Document],
) -> ElementTree.Element:
    question = _question(quiz, sort)
    _text(ElementTree.SubElement(question, "name"), f"{number:02} {item.id}")
    stem = ElementTree.SubElement(question, "questiontext", format="html")
    _text(stem, "".join(f"<p>{_html(line)}</p>" for line in question_stem(item)))
    feedback = ElementTree.SubElement(question, "generalfeedback", format="html")
    _text(feedback, _html(answer_source(item, texts, documents)))
    _flag(question, "defaultgrade", "1")
    _flag(question, "idnumber", item.id)
    return question


def _question(quiz: ElementTree.Element, sort: str) -> ElementTree.Element:
    return ElementTree.SubElement(quiz, "question", type=sort)


def _answer(question: ElementTree.Element, option: str, fraction: int, reason: str) -> None:
    answer = ElementTree.SubElement(question, "answer", fraction=str(fraction), format="html")
    _text(answer, _html(option))
    if reason:
        _text(ElementTree.SubElement(answer, "feedback", format="html"), _html(reason))


def _text(parent: ElementTree.Element, content: str) -> None:
    ElementTree.SubElement(parent, "text").text = printable(content)


def _flag(parent: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(parent, name).text = value


def _html(content: str) -> str:
    return escape(printable(content)).replace("\n", "<br>")


def _part(name: str) -> str:
    # A slash begins a category within a category.
    return " ".join(name.replace("/", " ").split())

"""A quiz as Moodle XML, to import in a question bank.

Format: https://docs.moodle.org/en/Moodle_XML_format. Every text is plain text that was escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from xml.etree import ElementTree

from assistant.course.course import Course
from assistant.course.items import Choice, Gap, Item, Matching, OpenQuestion
from assistant.course.layout.publication import notice_of
from assistant.course.layout.quiz import GAP
from assistant.course.layout.texts import Texts
from assistant.course.plain import answer_source, model_answer, question_stem
from assistant.publishing.printable import printable
from corpus import Document


def to_moodle(course: Course, documents: Mapping[str, Document]) -> bytes:
    """Return the quiz of a course as Moodle XML in UTF-8."""
    texts = Texts(course.request.language)
    quiz = ElementTree.Element("quiz")
    category = _question(quiz, "category")
    _text(ElementTree.SubElement(category, "category"), f"$course$/top/{_name(course, texts)}")
    info = ElementTree.SubElement(category, "info", format="plain_text")
    _text(info, notice_of(course, texts))
    for number, item in enumerate(course.items["quiz"], 1):
        _add(quiz, item, number, texts, documents)
    ElementTree.indent(quiz)
    content: bytes = ElementTree.tostring(quiz, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


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
                _answer(question, option, 100 if place == item.right else 0, "html")
        case Matching():
            question = _begin(quiz, "matching", item, number, texts, documents)
            _flag(question, "shuffleanswers", "1")
            for left, right in zip(item.left, item.pairs, strict=True):
                pair = ElementTree.SubElement(question, "subquestion", format="html")
                _text(pair, _html(left.text))
                _text(ElementTree.SubElement(pair, "answer"), item.right[right])
        case Gap():
            question = _begin(quiz, "shortanswer", item, number, texts, documents)
            _flag(question, "usecase", "0")
            _answer(question, item.answer, 100, "moodle_auto_format")
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
    _text(stem, "".join(f"<p>{_html(line)}</p>" for line in question_stem(item, texts, GAP)))
    feedback = ElementTree.SubElement(question, "generalfeedback", format="html")
    _text(feedback, _html(answer_source(item, texts, documents)))
    _flag(question, "defaultgrade", "1")
    _flag(question, "idnumber", item.id)
    return question


def _question(quiz: ElementTree.Element, sort: str) -> ElementTree.Element:
    return ElementTree.SubElement(quiz, "question", type=sort)


def _answer(question: ElementTree.Element, content: str, fraction: int, form: str) -> None:
    answer = ElementTree.SubElement(question, "answer", fraction=str(fraction), format=form)
    _text(answer, _html(content) if form == "html" else content)


def _text(parent: ElementTree.Element, content: str) -> None:
    ElementTree.SubElement(parent, "text").text = printable(content)


def _flag(parent: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(parent, name).text = value


def _html(content: str) -> str:
    return escape(printable(content)).replace("\n", "<br>")


def _name(course: Course, texts: Texts) -> str:
    # A slash begins a category within a category.
    subject: Sequence[str] = course.subject.title.split("/")
    return f"{texts('quiz')}: {' '.join(subject)}"

"""Questions and answers as plain text, for files that know no layout."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.course.course import Course
from assistant.course.items import Choice, Item, OpenQuestion
from assistant.course.layout.publication import notice_of
from assistant.course.layout.sources import said_of, source_runs
from assistant.course.layout.texts import Texts
from assistant.course.request import Kind
from assistant.publishing import plain
from corpus import Document


def about(course: Course, kind: Kind, texts: Texts) -> str:
    """Return on one line that it was made by AI, and the learning goals where there are any."""
    goals = course.goals(kind)
    taught = f" {texts('goals_lead')} {'; '.join(goals)}." if goals else ""
    return f"{notice_of(course, texts)}{taught}"


def numbered_by_goal(course: Course) -> dict[str, list[tuple[int, Item]]]:
    """Return the questions of the quiz under the goal that they serve, with their numbers."""
    by_goal: dict[str, list[tuple[int, Item]]] = {}
    for number, item in enumerate(course.items["quiz"], 1):
        by_goal.setdefault(item.goal, []).append((number, item))
    return by_goal


def question_stem(item: Item) -> tuple[str, ...]:
    """Return the lines of a question, without what is to be chosen from."""
    match item:
        case Choice():
            given = (f"“{item.given.text}”",) if item.given is not None else ()
            return (item.question, *given)
        case OpenQuestion():
            return (item.question,)
        case _:
            raise TypeError(f"{type(item).__name__} is not a question")


def model_answer(item: OpenQuestion) -> str:
    """Return the points of a good answer: in our words, or else in those of the source."""
    return " ".join(
        f"{number}. {one.lead or one.said.text}" for number, one in enumerate(item.points, 1)
    )


def answer_source(item: Item, texts: Texts, documents: Mapping[str, Document]) -> str:
    """Return where the answer stands: the quotations, who says them and their places."""
    said = said_of(item.citations, texts, documents).text
    place = plain(source_runs(item.citations, texts, documents, with_original=False))
    return f"{texts('source')}: “{said}” {place}"

"""Courses that many tests look at, made once."""

from __future__ import annotations

from typing import Any

import pytest
from course_helpers import MADE_AT, QUESTIONS, MakeCourse

from assistant import Assistant
from assistant.course.course import Course, make_course
from assistant.course.request import CourseRequest


@pytest.fixture(scope="session")
def make(assistant: Assistant) -> MakeCourse:
    """Make a course: ``make("element", "5", "nl", seed=3)``."""

    def make_one(
        kind: Any = "library", subject: str = "", language: Any = "nl", **rest: Any
    ) -> Course:
        return make_course(assistant, CourseRequest(kind, subject, language, **rest), MADE_AT)

    return make_one


@pytest.fixture(scope="session")
def courses(assistant: Assistant, make: MakeCourse) -> tuple[Course, ...]:
    """Make a course of each element, each document and three questions, in both languages."""
    subjects = [
        *(("element", str(number)) for number in range(1, 13)),
        *(("document", document) for document in assistant.documents),
        *(("question", question) for question in QUESTIONS),
    ]
    return tuple(
        make(kind, subject, language, seed=seed)
        for seed, (kind, subject) in enumerate(subjects)
        for language in ("nl", "en")
    )

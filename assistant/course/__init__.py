"""Course material with a source under every line, without a chat model.

:func:`make_course` chooses what belongs to a subject and makes items of it, each resting on
verified citations; :func:`write_course` turns those into files. What makes and writes is loaded
when it is first used: the command line imports this package to know its options.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.course.errors import (
    FolderInUse,
    KindsNotPossible,
    NoOtherItem,
    SubjectNotCovered,
    SubjectUnknown,
)
from assistant.course.request import KINDS, LENGTHS, SUBJECT_KINDS, CourseRequest

if TYPE_CHECKING:
    from assistant.course.course import Course, make_course
    from assistant.course.files import course_files, write_course

__all__ = [
    "KINDS",
    "LENGTHS",
    "SUBJECT_KINDS",
    "Course",
    "CourseRequest",
    "FolderInUse",
    "KindsNotPossible",
    "NoOtherItem",
    "SubjectNotCovered",
    "SubjectUnknown",
    "course_files",
    "make_course",
    "write_course",
]


def __getattr__(name: str) -> Any:
    if name in ("Course", "make_course"):
        from assistant.course import course

        return getattr(course, name)
    if name in ("course_files", "write_course"):
        from assistant.course import files

        return getattr(files, name)
    raise AttributeError(f"module 'assistant.course' has no attribute {name!r}")

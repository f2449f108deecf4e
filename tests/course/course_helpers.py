"""What tests of course material share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from assistant.course.course import Course

MADE_AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
QUESTIONS = (
    "Wat is de rol van de wethouder?",
    "mandaat voor digitale dienstverlening",
    "trust between municipality and partner organisations",
)
MakeCourse = Callable[..., Course]

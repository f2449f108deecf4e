"""The learning goals, which stand first in every product."""

from __future__ import annotations

from assistant.course.course import Course
from assistant.course.layout.texts import Texts
from assistant.course.request import Kind
from assistant.publishing import Block, Heading, ItemList, Paragraph, text


def goal_blocks(course: Course, kind: Kind, texts: Texts) -> list[Block]:
    """Return what someone can do afterwards; nothing where nobody wrote that down."""
    goals = course.goals(kind)
    if not goals:
        return []
    listed = ItemList(tuple(text(one) for one in goals))
    if kind == "slides":
        return [Heading(2, text(texts("goals_lead"))), listed]
    lead = Paragraph(text(texts("goals_lead")))
    return [Heading(1, text(texts("goals"))), lead, listed]

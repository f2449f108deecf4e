"""Making a course: from a request to items, each with citations that were checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from assistant.course.errors import KindsNotPossible
from assistant.course.flashcards import make_flashcards
from assistant.course.handout import make_glossary, make_handout, make_slides
from assistant.course.items import Item, ProgrammePart
from assistant.course.practice import make_cases, make_exercises
from assistant.course.programme import make_programme
from assistant.course.quiz import make_quiz
from assistant.course.request import KINDS, CourseRequest, Kind
from assistant.course.sources import Sources, gather_sources
from assistant.course.subject import Subject, find_subject
from assistant.service import Assistant
from assistant.verification import is_verbatim

_MAKERS: Final[Mapping[Kind, Callable[[Sources], tuple[Item, ...]]]] = {
    "handout": make_handout,
    "cases": make_cases,
    "exercises": make_exercises,
    "flashcards": make_flashcards,
    "glossary": make_glossary,
    "slides": make_slides,
}


@dataclass(frozen=True, slots=True)
class Course:
    """Course material: the items of each kind, and why a kind could not be made.

    ``impossible`` has a reason, in the reader's language, for each kind that was asked for and
    for which this library holds nothing. ``known_ids``: of its items, and of those that were left
    out or replaced.
    """

    request: CourseRequest
    subject: Subject
    items: Mapping[Kind, tuple[Item, ...]]
    impossible: Mapping[Kind, str]
    made_at: datetime
    known_ids: frozenset[str]

    def goals(self, kind: Kind) -> tuple[str, ...]:
        """Return what a kind teaches, in the order of its items.

        A programme, and a kind that serves no goal of its own, teach what the whole course does.
        """
        of_kind = () if kind == "programme" else self.items[kind]
        own = dict.fromkeys(one.goal for one in of_kind if one.goal)
        whole = dict.fromkeys(
            one.goal for items in self.items.values() for one in items if one.goal
        )
        return tuple(own) or tuple(whole)[: self.request.sizes.goals]


def make_course(assistant: Assistant, request: CourseRequest, made_at: datetime) -> Course:
    """Make course material on a subject.

    :raises SubjectUnknown: there is no such element, dimension or document.
    :raises SubjectNotCovered: the library does not cover the subject.
    :raises KindsNotPossible: nothing that was asked for can be made.
    :raises NoOtherItem: nothing is left to put in the place of an item to be redrawn.
    """
    quoting = assistant.quoting
    subject = find_subject(quoting, request)
    sources = gather_sources(quoting, request, subject)
    if not any(one.items.goal for one in subject.documents):
        note = f"{subject.note} {sources.text('no_bank')}".strip()
        subject = replace(subject, note=note)
    quiz = make_quiz(sources)
    sources = replace(sources, asked=frozenset(one.id for one in quiz))
    items: dict[Kind, tuple[Item, ...]] = {}
    impossible: dict[Kind, str] = {}
    known: set[str] = set()
    for kind in KINDS:
        if kind not in request.kinds or kind == "programme":
            continue
        made = quiz if kind == "quiz" else _MAKERS[kind](sources)
        known |= {one.id for one in made}
        if made:
            items[kind] = _kept(made, request)
        else:
            impossible[kind] = sources.text(f"impossible_{kind}")
    if "programme" in request.kinds:
        programme = make_programme(sources, items)
        known |= {one.id for one in programme}
        if programme:
            items["programme"] = _kept(programme, request)
        else:
            impossible["programme"] = sources.text("impossible_programme")
    items = {kind: items[kind] for kind in KINDS if items.get(kind)}
    if not items:
        reasons = " ".join(impossible.values()) or sources.text("nothing_left")
        raise KindsNotPossible(reasons)
    _verify(items, assistant)
    return Course(
        request=request,
        subject=subject,
        items=MappingProxyType(items),
        impossible=MappingProxyType(impossible),
        made_at=made_at,
        known_ids=frozenset(known | sources.replaced),
    )


def _kept(items: tuple[Item, ...], request: CourseRequest) -> tuple[Item, ...]:
    return tuple(one for one in items if one.id not in request.without)


def _verify(items: Mapping[Kind, tuple[Item, ...]], assistant: Assistant) -> None:
    for made in items.values():
        for item in made:
            is_pause = isinstance(item, ProgrammePart) and not item.trainer
            if not (item.citations or is_pause) or not all(
                is_verbatim(one, assistant.documents) for one in item.citations
            ):
                raise AssertionError(f"{item.id} does not stand in its documents")

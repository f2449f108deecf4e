"""The bank of items on a subject: goals, each with the items that serve it.

What belongs to a subject is decided by the assistant's own search: by where the quotations of an
item stand, and for a typed subject also by how near its words are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeVar

import numpy as np

from assistant.course.drawing import alternated, generator, shuffled
from assistant.course.excerpt import Excerpt, Place
from assistant.course.request import CourseRequest
from assistant.course.subject import Subject
from assistant.course.wording import content_words
from assistant.service import Assistant
from corpus import LANGUAGES, Document, Language
from corpus.items import BankItem, CaseItem, ChoiceItem, ExerciseItem, Goal, OpenItem

AnyBankItem = TypeVar("AnyBankItem", ChoiceItem, OpenItem, CaseItem, ExerciseItem)

# A quotation that stands where the search led to weighs as much as this cosine.
_PLACED: Final = 0.15
# Goals whose best items are this much less near than those of the nearest are on something else.
_MARGIN: Final = 0.2
_BEST_ITEMS: Final = 2
# By so much a seed can put one goal before another that is nearer.
_LUCK: Final = 0.08
# What the audience's own words weigh beside those of the subject.
_AUDIENCE: Final = 0.3
# Of so many goals, those whose own words are nearest, the items are compared as well.
_GOALS_READ: Final = 16


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal of a document with the items on the subject that serve it, in the seed's order."""

    goal: Goal
    document: Document
    items: tuple[BankItem, ...]

    def of(self, sort: type[AnyBankItem]) -> Iterator[AnyBankItem]:
        """Yield its items of one sort."""
        return (one for one in self.items if isinstance(one, sort))


def find_aims(assistant: Assistant, request: CourseRequest, subject: Subject) -> tuple[Aim, ...]:
    """Return the goals on a subject with their items; the documents take turns.

    Those that are near the audience, where one is named, come first.
    """
    places = {one.place for one in subject.excerpts}
    search, language = assistant.retriever.index.query_vector, request.language
    audience = search(request.audience, language) if request.audience.strip() else None

    def liking(goal: Goal) -> float:
        luck = generator(request, goal.id).uniform(0, _LUCK)
        if audience is None:
            return luck
        return luck + _AUDIENCE * float(np.dot(audience, search(goal.text(language), language)))

    documents = shuffled(request, "bank", subject.documents)
    aims = [
        Aim(goal, document, tuple(shuffled(request, goal.id, items)))
        for document in documents
        for goal in document.items.goal
        if (
            items := [
                one
                for one in document.items.usable
                # A text has lines that are left out of its blocks, such as a notice on cookies.
                if one.goal == goal.id and all(quoted(quote, document) for quote in one.quotes)
            ]
        )
    ]
    if subject.kind in ("question", "role"):
        return _nearest(aims, assistant, request, places, liking)
    within = [near for aim in aims if (near := _within(aim, places)).items]
    within.sort(key=lambda one: -liking(one.goal))
    return tuple(alternated(*([aim for aim in within if aim.document is one] for one in documents)))


def chosen_items(
    aims: Sequence[Aim],
    sort: type[AnyBankItem],
    goals: int,
    first: int = 0,
    asked: Collection[str] = (),
) -> Iterator[tuple[Aim, AnyBankItem]]:
    """Yield the items of a sort, one of each document in turn, of each of its goals in turn.

    None that gives away a choice before it.

    :param goals: how many goals the course is about; a document's items of others come behind.
    :param first: which document comes first.
    :param asked: ids of choices that come before all of these.
    """
    documents: list[Document] = list({one.document.id: one.document for one in aims}.values())
    turn: int = first % max(len(documents), 1)
    of_each = []
    for document in (*documents[turn:], *documents[:turn]):
        chosen, others = (
            [
                [(aim, item) for item in _by_level(list(aim.of(sort)))]
                for aim in some
                if aim.document is document
            ]
            for some in (aims[:goals], aims[goals:])
        )
        before = [one for one in document.items.choice if one.id in asked]
        of_each.append(_apart(chain(alternated(*chosen), alternated(*others)), before))
    yield from alternated(*of_each)


def _apart(
    items: Iterator[tuple[Aim, AnyBankItem]], before: list[ChoiceItem]
) -> Iterator[tuple[Aim, AnyBankItem]]:
    for aim, item in items:
        if not isinstance(item, ChoiceItem | OpenItem):
            yield aim, item
        elif not any(
            gives_away(item, one, aim.document)
            or (isinstance(item, ChoiceItem) and gives_away(one, item, aim.document))
            for one in before
        ):
            if isinstance(item, ChoiceItem):
                before.append(item)
            yield aim, item


def quoted(quote: str, document: Document) -> tuple[Excerpt, ...]:
    """Return the sentences of a document that a quotation stands in."""
    start = document.original.find(quote)
    end = start + len(quote.rstrip())
    return tuple(
        Excerpt(document, block, sentence)
        for block in document.blocks
        if block.start < end and start < block.end
        for sentence in block.sentences
        if sentence.start < end and start < sentence.end
    )


def gives_away(other: ChoiceItem | OpenItem, item: ChoiceItem, document: Document) -> bool:
    """Tell whether who reads ``other``, or knows its answer, can answer ``item`` by its words.

    That is so if both rest on one sentence, and half of the words by which the right option
    differs from the wrong ones stand in the other's question or right option, in either language.

    :param document: that of both.
    """
    places = {one.place for one in quoted(item.quote, document)}
    others = {one.place for quote in other.quotes for one in quoted(quote, document)}
    if not places & others:
        return False
    for language in LANGUAGES:
        right, *wrong = (content_words(one.text(language), language) for one in item.options)
        telling = right - content_words(item.asked(language), language) - set().union(*wrong)
        said = [other.asked(language)]
        if isinstance(other, ChoiceItem):
            said.append(other.options[0].text(language))
        for text in said:
            if telling and 2 * len(telling & content_words(text, language)) >= len(telling):
                return True
    return False


def _within(aim: Aim, places: set[Place]) -> Aim:
    """Return a goal with its items that stand in the subject: all of them if most of them do.

    A case on one element may quote others.
    """
    placed = tuple(one for one in aim.items if _stands_in(one, aim.document, places))
    return aim if len(placed) * 2 > len(aim.items) else Aim(aim.goal, aim.document, placed)


def _by_level(items: Sequence[AnyBankItem]) -> Iterator[AnyBankItem]:
    """Yield items of each level in turn, that of the fewest items first: most are to apply."""
    levels: dict[str, list[AnyBankItem]] = {}
    for one in items:
        levels.setdefault(getattr(one, "level", ""), []).append(one)
    return alternated(*sorted(levels.values(), key=len))


def _stands_in(item: BankItem, document: Document, places: set[Place]) -> bool:
    return all(any(one.place in places for one in quoted(quote, document)) for quote in item.quotes)


def _nearest(
    aims: Sequence[Aim],
    assistant: Assistant,
    request: CourseRequest,
    places: set[Place],
    liking: Callable[[Goal], float],
) -> tuple[Aim, ...]:
    """Return the aims that are near the words of the subject, the nearest and best liked first."""
    language, search = request.language, assistant.retriever.index.query_vector
    asked = search(request.subject, language)

    def nearness(words: str) -> float:
        return float(np.dot(asked, search(words, language)))

    def placed(item: BankItem, aim: Aim) -> float:
        return _PLACED * _stands_in(item, aim.document, places)

    def promise(aim: Aim) -> float:
        share = sum(placed(one, aim) for one in aim.items) / len(aim.items)
        return nearness(aim.goal.text(language)) + share

    promising = sorted(((promise(aim), aim) for aim in aims), key=lambda one: -one[0])
    scored = []
    for goal, aim in promising[:_GOALS_READ]:
        items = sorted(nearness(_words(one, language)) + placed(one, aim) for one in aim.items)
        best = items[-_BEST_ITEMS:]
        scored.append(((goal + sum(best)) / (1 + len(best)), aim))
    scored.sort(key=lambda one: -one[0])
    near = [(score, aim) for score, aim in scored if score >= scored[0][0] - _MARGIN]
    near.sort(key=lambda one: -one[0] - liking(one[1].goal))
    return tuple(aim for _, aim in near)


def _words(item: BankItem, language: Language) -> str:
    asked = item.asked(language)
    match item:
        case ChoiceItem():
            return f"{asked} {item.options[0].text(language)}"
        case CaseItem():
            return f"{asked} {item.situation(language)}"
        case ExerciseItem():
            return f"{asked} {item.instruction(language)}"
        case _:
            return asked

"""Choosing items with a seed: the same request gives the same course."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from assistant.course.errors import NoOtherItem
from assistant.course.items import Choice, Item
from assistant.course.request import CourseRequest
from assistant.texts import load_texts

AnyItem = TypeVar("AnyItem", bound=Item)
Anything = TypeVar("Anything")


def generator(request: CourseRequest, purpose: str) -> random.Random:
    """Return a random generator of one purpose, so that one kind does not change another."""
    return random.Random(f"{request.seed}:{purpose}")


def shuffled(request: CourseRequest, purpose: str, things: Iterable[Anything]) -> list[Anything]:
    """Return things in an order that the seed decides."""
    mixed = list(things)
    generator(request, purpose).shuffle(mixed)
    return mixed


def alternated(*groups: Iterable[Anything]) -> Iterator[Anything]:
    """Yield one of each group in turn, until all are taken; made only as far as needed."""
    left = [iter(group) for group in groups]
    while left:
        for group in tuple(left):
            try:
                thing = next(group)
            except StopIteration:
                left.remove(group)
            else:
                yield thing


def drawn(
    request: CourseRequest, count: int, candidates: Iterable[AnyItem], replaced: set[str]
) -> tuple[AnyItem, ...]:
    """Return the first candidates; each redrawn one has given its place to the next one left.

    Candidates are made only as far as they are needed. Of two with one id the first counts.

    :param replaced: takes the ids of the items that gave their place to another.
    :raises NoOtherItem: no candidate is left to put in an item's place.
    """
    left = iter(_distinct(candidates))
    chosen = list(islice(left, count))
    for identifier in request.redrawn:
        for place in [place for place, one in enumerate(chosen) if one.id == identifier]:
            following = next(left, None)
            if following is None:
                message = load_texts(request.language)["course.no_other_item"]
                raise NoOtherItem(message.format(id=identifier))
            chosen[place] = following
            replaced.add(identifier)
    return tuple(chosen)


def even_places(request: CourseRequest, options: Sequence[int]) -> list[int]:
    """Return a place per question for its right answer, as evenly spread as can be.

    :param options: how many options each question has.
    """
    left: dict[int, list[int]] = {}
    for size in sorted(set(options)):
        order = shuffled(request, f"places:{size}", range(size))
        # Rounds of all places, each in an order of its own, so that no pattern shows.
        rounds = range(options.count(size) // size + 1)
        left[size] = [
            place for turn in rounds for place in shuffled(request, f"{size}:{turn}", order)
        ]
    return [left[size].pop() for size in options]


def _distinct(candidates: Iterable[AnyItem]) -> Iterable[AnyItem]:
    seen: set[str] = set()
    for item in candidates:
        if item.id not in seen:
            seen.add(item.id)
            yield item


def placed(questions: Sequence[Choice], request: CourseRequest) -> tuple[Choice, ...]:
    """Return questions that have the right answer first with their answers spread over the places."""
    places = even_places(request, [len(one.options) for one in questions])
    return tuple(
        replace(
            question,
            options=_moved(question.options, place),
            reasons=_moved(question.reasons, place),
            right=place,
        )
        for question, place in zip(questions, places, strict=True)
    )


def _moved(texts: tuple[str, ...], place: int) -> tuple[str, ...]:
    return (*texts[1 : place + 1], *texts[:1], *texts[place + 1 :])

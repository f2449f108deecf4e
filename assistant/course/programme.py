"""The programme of a meeting: what is done when, with which goal, form and material."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from assistant.course.items import Case, Exercise, Item, ProgrammePart, item_id
from assistant.course.request import Kind
from assistant.course.sources import Sources

_Made = Mapping[Kind, Sequence[Item]]

_BREAK_MINUTES: Final = 15
_LUNCH_MINUTES: Final = 45
# After so long people need a break; a meeting longer than half a day has a lunch.
_AT_A_STRETCH: Final = 90
_WITH_LUNCH: Final = 300
_STEP: Final = 5
_QUESTION_MINUTES: Final = 2


def make_programme(sources: Sources, made: _Made) -> tuple[ProgrammePart, ...]:
    """Return a programme of what was made, in minutes that add up to the length of the meeting.

    :param made: the items of the other kinds; a part without items gets no time.
    """
    total = sources.request.sizes.minutes
    parts = list(_parts(sources, made))
    if not parts:
        return ()
    pauses = max(1, round(total / _AT_A_STRETCH) - 1)
    lengths = [_BREAK_MINUTES] * pauses
    if total > _WITH_LUNCH:
        lengths[pauses // 2] = _LUNCH_MINUTES
    working = _filled([part.minutes for part in parts], total - sum(lengths))
    stretch = (total - sum(lengths)) / (pauses + 1)
    result: list[ProgrammePart] = []
    clock = worked = 0
    for part, minutes in zip(parts, working, strict=True):
        # Before the part in which the stretch would end beyond its middle.
        if lengths and result and worked + minutes / 2 > stretch * (pauses - len(lengths) + 1):
            length = lengths.pop(0)
            result.append(_pause(sources, clock, length))
            clock += length
        result.append(replace(part, starts_at=clock, minutes=minutes))
        clock += minutes
        worked += minutes
    # Breaks for which there were too few parts: the last part gets their time.
    result[-1] = replace(result[-1], minutes=result[-1].minutes + sum(lengths))
    return tuple(result)


def _parts(sources: Sources, made: _Made) -> Iterator[ProgrammePart]:
    """Yield the parts with the minutes that each wants; they all start at 0 still."""
    exercises = [one for one in made.get("exercises", ()) if isinstance(one, Exercise)]
    opening = [one for one in exercises if one.form == "icebreaker"]
    own_work = [one for one in exercises if one.form == "own_work"]
    stances = [one for one in exercises if one.form == "stance"]
    cases = [one for one in made.get("cases", ()) if isinstance(one, Case)]
    first = next((items[0] for items in made.values() if items), None)
    if first is None:
        return

    def part(
        name: str, minutes: int, item: Item, goal: str = "", **values: object
    ) -> ProgrammePart:
        return ProgrammePart(
            id=item_id("part", f"{name} {item.id}"),
            citations=item.citations,
            goal=goal,
            title=sources.text(f"programme_{name}", **values),
            starts_at=0,
            minutes=minutes,
            form=sources.text(f"programme_{name}_form"),
            material=sources.text(f"programme_{name}_material", **values),
            trainer=sources.text(f"programme_{name}_text", **values),
        )

    def exercise(one: Exercise) -> ProgrammePart:
        return part(one.form, one.minutes, one, one.goal, title=one.title)

    yield part("welcome", 10, first, subject=sources.subject.title)
    yield from map(exercise, opening)
    told = [*made.get("slides", ()), *made.get("handout", ())]
    if told:
        yield part("introduction", 20, told[0])
    yield from map(exercise, stances)
    for number, case in enumerate(cases, 1):
        yield part("case", 30, case, case.goal, number=number, title=case.title)
    yield from map(exercise, own_work)
    if cards := made.get("flashcards"):
        yield part("terms", 10, cards[0], count=len(cards))
    if quiz := made.get("quiz"):
        yield part("quiz", max(10, _QUESTION_MINUTES * len(quiz)), quiz[0], count=len(quiz))
    yield part("closing", 15, first)


def _filled(wanted: Sequence[int], total: int) -> list[int]:
    """Return the lengths stretched or shrunk to the total, in steps of five minutes."""
    share = total / sum(wanted)
    minutes = [max(_STEP, round(one * share / _STEP) * _STEP) for one in wanted]
    places = range(len(wanted))
    # Rounding leaves some over or short: the longest part gives it, or the one that is furthest
    # behind what was wanted takes it.
    while (left := total - sum(minutes)) != 0:
        place = (
            max(places, key=minutes.__getitem__)
            if left < 0
            else min(places, key=lambda one: minutes[one] / wanted[one])
        )
        minutes[place] += max(-_STEP, min(_STEP, left))
    return minutes


def _pause(sources: Sources, starts_at: int, minutes: int) -> ProgrammePart:
    name = "lunch" if minutes == _LUNCH_MINUTES else "pause"
    return ProgrammePart(
        id=item_id("part", name, starts_at),
        citations=(),
        goal="",
        title=sources.text(f"programme_{name}"),
        starts_at=starts_at,
        minutes=minutes,
        form="",
        material="",
        trainer="",
    )

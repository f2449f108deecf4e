"""A half-day programme, built from the parts that were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.course.items import Case, Item, KeyPoint, OpenQuestion, ProgrammePart, Said, item_id
from assistant.course.request import Kind
from assistant.course.sources import Sources

_BREAK_MINUTES = 15


@dataclass(frozen=True, slots=True)
class _Part:
    """A part before its times are known; ``weight`` is its share of the time that is left."""

    name: str
    weight: int
    title: str
    text: str
    said: Said


def make_programme(
    sources: Sources, made: Mapping[Kind, Sequence[Item]]
) -> tuple[ProgrammePart, ...]:
    """Return a programme that uses what was made, in minutes that add up to the half-day.

    :param made: the items of the other kinds; a part without items gets no time.
    """
    points = [one for one in made.get("handout", ()) if isinstance(one, KeyPoint)]
    said = [one.said for one in points] or [sources.say(one) for one in sources.points[:6]]
    if not said:
        return ()
    parts = _parts(sources, made, said)
    total = sources.request.sizes.minutes - _BREAK_MINUTES
    weights = sum(part.weight for part in parts)
    minutes = [max(5, round(total * part.weight / weights / 5) * 5) for part in parts]
    # Rounding to five minutes leaves some over or short: the longest part takes them.
    minutes[minutes.index(max(minutes))] += total - sum(minutes)
    pause_after = _middle(minutes)
    result: list[ProgrammePart] = []
    clock = 0
    for place, (part, length) in enumerate(zip(parts, minutes, strict=True)):
        result.append(_timed(part, clock, length))
        clock += length
        if place == pause_after:
            pause = _Part(
                "pause",
                0,
                sources.text("programme_pause"),
                sources.text("programme_pause_text"),
                part.said,
            )
            result.append(_timed(pause, clock, _BREAK_MINUTES))
            clock += _BREAK_MINUTES
    return tuple(result)


def _parts(
    sources: Sources, made: Mapping[Kind, Sequence[Item]], said: Sequence[Said]
) -> list[_Part]:
    def part(name: str, weight: int, quote: Said, **values: object) -> _Part:
        return _Part(
            name,
            weight,
            sources.text(f"programme_{name}"),
            sources.text(f"programme_{name}_text", **values),
            quote,
        )

    cases = [one for one in made.get("cases", ()) if isinstance(one, Case)]
    quiz = made.get("quiz", ())
    questions = [one for one in quiz if isinstance(one, OpenQuestion)]
    subject = sources.subject.title
    parts = [part("welcome", 2, said[0], subject=subject)]
    if made.get("slides") or made.get("handout"):
        parts.append(part("introduction", 5, said[1 % len(said)], subject=subject))
    if made.get("flashcards"):
        parts.append(part("terms", 3, said[2 % len(said)], count=len(made["flashcards"])))
    parts += [
        part("case", 6, case.in_favour[0], title=case.title, statement=case.statement)
        for case in cases
    ]
    if quiz:
        answer = questions[0].model_answer[0] if questions else said[3 % len(said)]
        parts.append(part("quiz", 5, answer, count=len(quiz)))
    parts.append(part("closing", 2, said[-1]))
    return parts


def _middle(minutes: Sequence[int]) -> int:
    """Return the place after which about half of the time has gone: not the first, not the last."""
    half = sum(minutes) / 2
    places = range(1, len(minutes) - 1) or range(1)
    return min(places, key=lambda place: abs(sum(minutes[: place + 1]) - half))


def _timed(part: _Part, starts_at: int, minutes: int) -> ProgrammePart:
    return ProgrammePart(
        id=item_id("part", part.name, part.text),
        citations=part.said.citations,
        title=part.title,
        starts_at=starts_at,
        minutes=minutes,
        text=part.text,
        said=part.said,
    )

"""Slides: a question and the points of its answer; what is said word for word in the notes."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.handout import section_name
from assistant.course.items import Item, Point, Slide, item_id
from assistant.course.key_sentences import KeySentences, key_sentences
from assistant.course.sources import Sources


def make_slides(sources: Sources) -> tuple[Item, ...]:
    """Return the slides; those of one part follow each other."""
    slides = sources.draw(sources.request.sizes.slides, _slides(sources)).items()
    order = {slide.title: place for place, slide in reversed(list(enumerate(slides)))}
    return tuple(sorted(slides, key=lambda one: order[one.title]))


def _slides(sources: Sources) -> Iterator[Slide]:
    """Yield a slide per question of the bank with the points of its answer; else per sentence."""
    groups: dict[object, list[KeySentences]] = {}
    for one in key_sentences(sources):
        groups.setdefault(one.asked or one.excerpts[0].place, []).append(one)
    for group in groups.values():
        first = group[0]
        yield Slide(
            id=item_id("slide", *first.excerpts[0].place),
            citations=sources.cite(*(said for one in group for said in one.excerpts)),
            goal=first.goal,
            title=section_name(first.excerpts[0], sources),
            asked=first.asked,
            points=tuple(Point(one.lead, sources.say(*one.excerpts)) for one in group),
        )

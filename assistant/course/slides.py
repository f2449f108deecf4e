"""Slides: one point per slide, what is said word for word in the notes."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.handout import section_name
from assistant.course.items import Item, Point, Slide, item_id
from assistant.course.key_sentences import key_sentences
from assistant.course.sources import Sources


def make_slides(sources: Sources) -> tuple[Item, ...]:
    """Return the slides; those of one part follow each other."""
    slides = sources.draw(sources.request.sizes.slides, _slides(sources)).items()
    order = {slide.title: place for place, slide in reversed(list(enumerate(slides)))}
    return tuple(sorted(slides, key=lambda one: order[one.title]))


def _slides(sources: Sources) -> Iterator[Slide]:
    for one in key_sentences(sources):
        yield Slide(
            id=item_id("slide", *one.excerpts[0].place),
            citations=sources.cite(*one.excerpts),
            goal=one.goal,
            title=section_name(one.excerpts[0], sources),
            asked=one.asked,
            point=Point(one.lead, sources.say(*one.excerpts)),
        )

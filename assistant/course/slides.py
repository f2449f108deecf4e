"""Slides: one point per slide, what is said word for word in the notes."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.handout import section_name
from assistant.course.items import Item, Slide, item_id
from assistant.course.sources import Sources


def make_slides(sources: Sources) -> tuple[Item, ...]:
    """Return the slides; those of one part follow each other."""
    slides = sources.draw(sources.request.sizes.slides, _slides(sources)).items()
    order = {slide.title: place for place, slide in reversed(list(enumerate(slides)))}
    return tuple(sorted(slides, key=lambda one: order[one.title]))


def _slides(sources: Sources) -> Iterator[Slide]:
    for one in sources.points:
        yield Slide(
            id=item_id("slide", *one.place),
            citations=sources.cite(one),
            title=section_name(one, sources),
            said=sources.say(one),
        )

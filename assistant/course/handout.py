"""The handout: key points with quotations, what to read, the terms that are used."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.excerpt import Excerpt, without_capitals
from assistant.course.items import Item, KeyPoint, Point, Reading, item_id
from assistant.course.key_sentences import key_sentences
from assistant.course.sources import Sources
from assistant.course.term_entries import term_entries

_TERMS_MAX = 10


def make_handout(sources: Sources) -> tuple[Item, ...]:
    """Return key points, then readings, then terms."""
    sizes = sources.request.sizes
    return (
        *sources.draw(sizes.key_points, key_points(sources)).items(),
        *sources.draw(sizes.readings, _readings(sources)).items(),
        *sources.draw(_TERMS_MAX, term_entries(sources)).items(),
    )


def key_points(sources: Sources) -> Iterator[KeyPoint]:
    """Yield what the sources say on the subject, best first."""
    for one in key_sentences(sources):
        yield KeyPoint(
            id=item_id("point", *one.excerpts[0].place),
            citations=sources.cite(*one.excerpts),
            goal=one.goal,
            heading=one.asked or section_name(one.excerpts[0], sources),
            point=Point(one.lead, sources.say(*one.excerpts)),
        )


def section_name(excerpt: Excerpt, sources: Sources) -> str:
    """Return the heading that a sentence stands under, or the title of its document."""
    section = excerpt.section(sources.language)
    if not section:
        return excerpt.document.title_in(sources.language)
    block = next(
        (
            one
            for one in excerpt.document.blocks
            if one.kind == "heading" and one.text == excerpt.block.section[-1]
        ),
        None,
    )
    if block is None:
        return section[-1]
    return Excerpt(excerpt.document, block, block.sentences[0]).name(sources.language)


def _readings(sources: Sources) -> Iterator[Reading]:
    """Yield the sections that the subject is drawn from, those with most points first."""
    sections: dict[tuple[str, tuple[str, ...]], list[Excerpt]] = {}
    for one in sources.subject.excerpts:
        sections.setdefault((one.document.id, one.block.section), []).append(one)
    for group in sorted(sections.values(), key=len, reverse=True):
        first = group[0]
        yield Reading(
            id=item_id("read", first.document.id, *first.block.section),
            citations=sources.cite(first),
            goal="",
            title=first.document.title_in(sources.language),
            section=" – ".join(map(without_capitals, first.section(sources.language))),
            said=sources.say(first),
        )

"""What is told: the lessons of the handout and the slides, what to read, the terms that are used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from assistant.course.bank import quoted
from assistant.course.drawing import alternated, shuffled
from assistant.course.excerpt import Excerpt, Place, without_capitals
from assistant.course.items import Item, Lesson, Point, Reading, TermEntry, item_id
from assistant.course.sources import Sources, term_excerpt
from corpus.items import ChoiceItem, OpenItem

# A question, the goal it serves, and the sentences that answer it with the same in our own words.
_Told = tuple[str, str, tuple[tuple[str, tuple[Excerpt, ...]], ...]]

_TERMS_MAX: Final = 10
_GLOSSARY_MAX: Final = {"short": 12, "normal": 25, "long": 100}
_ANSWER_POINTS_MAX: Final = 4
_WORDS_MIN: Final = 7
_WORDS_MAX: Final = 48


def make_handout(sources: Sources) -> tuple[Item, ...]:
    """Return lessons, then readings, then terms."""
    sizes = sources.request.sizes
    return (
        *sources.draw(sizes.lessons, _lessons(sources, "point")),
        *sources.draw(sizes.readings, _readings(sources)),
        *sources.draw(_TERMS_MAX, _terms(sources)),
    )


def make_slides(sources: Sources) -> tuple[Item, ...]:
    """Return the same lessons as slides; those of one part follow each other."""
    slides = sources.draw(sources.request.sizes.lessons, _lessons(sources, "slide"))
    order = {slide.title: place for place, slide in reversed(list(enumerate(slides)))}
    return tuple(sorted(slides, key=lambda one: order[one.title]))


def make_glossary(sources: Sources) -> tuple[Item, ...]:
    """Return the terms of the subject, in the order of the alphabet."""
    entries = sources.draw(_GLOSSARY_MAX[sources.request.length], _terms(sources))
    return tuple(
        sorted(entries, key=lambda one: (one.nl if sources.language == "nl" else one.en).casefold())
    )


def _lessons(sources: Sources, sort: str) -> Iterator[Lesson]:
    """Yield what the sources say on the subject, the best first, no sentence by itself twice."""
    told = set[Place]()
    for asked, goal, points in _told(sources):
        places = [one.place for _, excerpts in points for one in excerpts]
        if told.issuperset(places):
            continue
        told.update(places)
        first = points[0][1][0]
        yield Lesson(
            id=item_id(sort, *first.place),
            citations=sources.cite(*(one for _, excerpts in points for one in excerpts)),
            goal=goal,
            title=first.section_name(sources.language),
            asked=asked,
            points=tuple(Point(lead, sources.say(*excerpts)) for lead, excerpts in points),
        )


def _told(sources: Sources) -> Iterator[_Told]:
    """Yield the answer to the subject, open questions that the quiz leaves, then sentences.

    Where there is a bank, its writers chose the sentences; else those that open a paragraph.
    """
    language = sources.language
    if answer := sources.subject.answer[:_ANSWER_POINTS_MAX]:
        yield sources.subject.title, "", tuple(("", (one,)) for one in answer)
    for aim, item in sources.items(OpenItem):
        if item.id not in sources.asked:
            points = ((one.text(language), quoted(one.quote, aim.document)) for one in item.points)
            yield item.asked(language), aim.goal.text(language), tuple(points)
    for aim, choice in sources.items(ChoiceItem):
        excerpts = quoted(choice.quote, aim.document)
        yield "", aim.goal.text(language), (("", excerpts),)
    if not sources.aims:
        for one in openings(sources):
            yield "", "", (("", (one,)),)


def openings(sources: Sources) -> Iterator[Excerpt]:
    """Yield first sentences of paragraphs, each section in turn, then the other sentences."""
    for is_opening in (True, False):
        sections: dict[tuple[str, tuple[str, ...]], list[Excerpt]] = {}
        for one in sources.subject.excerpts:
            if (one.block.sentences[0] == one.sentence) is is_opening and _is_statement(one):
                sections.setdefault((one.document.id, one.block.section), []).append(one)
        mixed = shuffled(sources.request, f"openings:{is_opening}", sections.values())
        yield from alternated(*mixed)


def _is_statement(excerpt: Excerpt) -> bool:
    """Tell whether an excerpt is a whole sentence, not too short or too long to quote."""
    text = excerpt.sentence.text.strip()
    is_whole = text.rstrip("”\"'’)")[-1:] in ("." if excerpt.block.kind == "paragraph" else ".;")
    return is_whole and _WORDS_MIN <= len(text.split()) <= _WORDS_MAX and "..." not in text


def _readings(sources: Sources) -> Iterator[Reading]:
    """Yield the sections that the subject is drawn from, those with most sentences first."""
    sections: dict[tuple[str, tuple[str, ...]], list[Excerpt]] = {}
    for one in sources.subject.excerpts:
        sections.setdefault((one.document.id, one.block.section), []).append(one)
    for group in sorted(sections.values(), key=len, reverse=True):
        first = group[0]
        yield Reading(
            id=item_id("read", first.document.id, *first.block.section),
            citations=sources.cite(first),
            goal="",
            title=first.document.short_title_in(sources.language),
            section=" – ".join(map(without_capitals, first.section(sources.language))),
        )


def _terms(sources: Sources) -> Iterator[TermEntry]:
    """Yield the terms of the subject: those that it explains, then those that it mentions."""
    for term in sources.terms:
        excerpt = term_excerpt(term, sources.documents)
        if excerpt is not None:
            yield TermEntry(
                id=item_id("term", term.nl),
                citations=sources.cite(excerpt),
                goal="",
                nl=term.nl,
                en=term.en,
                explanation=term.explanation(sources.language),
            )

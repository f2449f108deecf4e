"""Quiz material from the structure of a model: elements, dimensions, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.course.drawing import shuffled
from assistant.course.elements import Element, dimensions_of
from assistant.course.excerpt import Excerpt
from assistant.course.points import stands_alone
from assistant.course.quiz_draft import ChoiceDraft
from assistant.course.sources import Sources
from assistant.course.wording import is_alike


def siblings(sources: Sources) -> tuple[Element, ...]:
    """Return the other elements of the dimension that the subject is in, to ask about as well."""
    own = {one.heading.place for one in sources.subject.elements}
    dimensions = {one.dimension.place for one in sources.subject.elements}
    return tuple(
        one
        for one in sources.elements
        if one.dimension.place in dimensions and one.heading.place not in own
    )


def dimension_drafts(sources: Sources, elements: Sequence[Element]) -> Iterator[ChoiceDraft]:
    """Yield questions for the dimension of an element, and for an element of a dimension."""
    language = sources.language
    dimensions = dimensions_of(sources.elements)
    for element in shuffled(sources.request, "dimensions", elements):
        name, dimension = element.name(language), element.dimension.name(language)
        citations = sources.cite(element.heading, element.dimension)
        yield ChoiceDraft(
            question=sources.text("choice_dimension", element=name),
            given=None,
            right=dimension,
            wrong=(
                tuple(
                    one.name(language)
                    for one in dimensions
                    if one.name("nl") != element.dimension.name("nl")
                ),
            ),
            citations=citations,
            sort="dimension",
            asks=name,
        )
        yield ChoiceDraft(
            question=sources.text("choice_element_of", dimension=dimension),
            given=None,
            right=name,
            wrong=(
                tuple(
                    one.name(language)
                    for one in sources.elements
                    if one.dimension.place != element.dimension.place
                ),
            ),
            citations=citations,
            sort="element of",
            asks=name,
        )


def element_drafts(sources: Sources, elements: Sequence[Element]) -> Iterator[ChoiceDraft]:
    """Yield questions for the element that a quotation stands under.

    Elements of the same dimension are the most plausible wrong answers. An element that says
    nearly the same elsewhere is none.
    """
    language = sources.language
    pairs = [
        (element, one) for element in elements for one in element.excerpts if _is_quotable(one)
    ]
    for element, one in shuffled(sources.request, "elements", pairs):
        others = [other for other in sources.elements if not _says(other, one, element)]
        near = [other for other in others if other.dimension.place == element.dimension.place]
        far = [other for other in others if other.dimension.place != element.dimension.place]
        yield ChoiceDraft(
            question=sources.text("choice_element"),
            given=one.wording(language),
            right=element.name(language),
            wrong=(_names(near, sources), _names(far, sources)),
            citations=sources.cite(one, element.heading),
            sort="element",
            asks=one.wording(language).text,
        )


def quotation_drafts(sources: Sources) -> Iterator[ChoiceDraft]:
    """Yield questions for the quotation that stands under an element."""
    language = sources.language
    quotable = {
        element.heading.place: [one for one in element.excerpts if _is_quotable(one)]
        for element in sources.elements
    }
    pairs = [
        (element, one)
        for element in sources.subject.elements
        for one in quotable[element.heading.place]
    ]
    for element, one in shuffled(sources.request, "quotations", pairs):
        others = [other for other in sources.elements if not _says(other, one, element)]
        yield ChoiceDraft(
            question=sources.text("choice_quotation", element=element.name(language)),
            given=None,
            right=one.wording(language).text,
            wrong=tuple(
                tuple(
                    said.wording(language).text
                    for other in others
                    if (other.dimension.place == element.dimension.place) is is_near
                    for said in quotable[other.heading.place]
                    if not _says(element, said, other)
                )
                for is_near in (True, False)
            ),
            citations=sources.cite(one, element.heading),
            sort="quotation",
            asks=one.wording(language).text,
        )


def _is_quotable(excerpt: Excerpt) -> bool:
    return stands_alone(excerpt) and excerpt.block.kind == "paragraph"


def _says(other: Element, excerpt: Excerpt, element: Element) -> bool:
    """Tell whether ``other`` is the element of an excerpt, or says nearly the same elsewhere."""
    language = excerpt.document.language
    return other.heading.place == element.heading.place or any(
        is_alike(one.sentence.text, excerpt.sentence.text, language) for one in other.excerpts
    )


def _names(elements: Sequence[Element], sources: Sources) -> tuple[str, ...]:
    return tuple(one.name(sources.language) for one in elements)

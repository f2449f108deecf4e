"""The parts of a model: numbered headings, each under the heading of its dimension.

Numbers of elements are never a fact to ask for: the shipped source gives some elements two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.course.excerpt import Excerpt, excerpts_of
from corpus import Block, Document, Language
from corpus.numbering import NUMBERED, Numbering, numberings, same_element


@dataclass(frozen=True, slots=True)
class Element:
    """A numbered heading, what stands under it, and the heading above it.

    ``number`` is the one in its heading; ``numbers`` are all that the source gives it.
    """

    heading: Excerpt
    dimension: Excerpt
    number: int
    numbers: frozenset[int]
    excerpts: tuple[Excerpt, ...]

    def name(self, language: Language) -> str:
        """Return its name, without a number."""
        return self.heading.name(language)


def elements_of(documents: Iterable[Document]) -> tuple[Element, ...]:
    """Return the elements of every document whose headings are built like that."""
    return tuple(element for document in documents for element in _of_document(document))


def dimensions_of(elements: Sequence[Element]) -> tuple[Excerpt, ...]:
    """Return the headings that the elements stand under, in the order of the text."""
    return tuple({one.dimension.place: one.dimension for one in elements}.values())


def _of_document(document: Document) -> list[Element]:
    parents = {block.text: block for block in document.blocks if _is_top_heading(block)}
    headings = [
        block
        for block in document.blocks
        if block.kind == "heading"
        and NUMBERED.match(block.text)
        and block.section
        and block.section[-1] in parents
    ]
    if len(headings) < 3:
        return []
    places = tuple(numberings(document))
    excerpts = excerpts_of(document)
    return [_element(document, block, parents, places, excerpts) for block in headings]


def _element(
    document: Document,
    block: Block,
    parents: dict[str, Block],
    places: Sequence[Numbering],
    excerpts: Sequence[Excerpt],
) -> Element:
    parent = parents[block.section[-1]]
    own = next(one for one in places if one.sentence.start == block.sentences[0].start)
    same = same_element(own, places)
    headings = {one.sentence.text for one in same if one.is_heading}
    # "Dit subelement is onderdeel van het 2e element …": that whole section belongs to it.
    sections = {one.section for one in same if not one.is_heading}
    return Element(
        heading=Excerpt(document, block, block.sentences[0]),
        dimension=Excerpt(document, parent, parent.sentences[0]),
        number=own.number,
        numbers=frozenset(one.number for one in same),
        excerpts=tuple(
            one
            for one in excerpts
            if (one.block.section and one.block.section[-1] in headings)
            or one.block.section in sections
        ),
    )


def _is_top_heading(block: Block) -> bool:
    return block.kind == "heading" and not block.section

"""The model that a document draws by its headings: numbered elements under a few parts.

Nothing about a certain model stands here. A document has one if its numbered headings count on
from 1 and stand under two parts or more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Final

from corpus import Block, Document, Language, Sentence
from corpus.counting import counts_in
from corpus.numbering import NUMBERED, Numbering, numberings, same_element

_PARTS_MIN: Final = 2
_ELEMENTS_MIN: Final = 4
# Reading every document of a library of thousands takes minutes; such a library has no picture.
_DOCUMENTS_READ_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Element:
    """A numbered element; ``elsewhere``: where its document gives it another number."""

    start: int
    number: int
    names: Mapping[Language, str]
    elsewhere: tuple[Numbering, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelPart:
    """A part of the model, such as a dimension, with its elements."""

    start: int
    names: Mapping[Language, str]
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """The model of one document; ``caption`` is its own sentence about it, if it has one."""

    document: Document
    parts: tuple[ModelPart, ...]
    caption: Sentence | None

    @property
    def elements(self) -> tuple[Element, ...]:
        """Every element, in the order of the numbers."""
        return tuple(element for part in self.parts for element in part.elements)


def find_models(documents: Iterable[Document]) -> tuple[Model, ...]:
    """Return the models that the first documents of a library draw by their headings."""
    models = (find_model(document) for document in islice(documents, _DOCUMENTS_READ_MAX))
    return tuple(model for model in models if model is not None)


def find_model(document: Document) -> Model | None:
    """Return the model that a document draws by its headings, ``None`` if it draws none."""
    everything = tuple(numberings(document))
    numbered = [one for one in everything if one.is_heading and NUMBERED.match(one.sentence.text)]
    counts_on = [one.number for one in numbered] == list(range(1, len(numbered) + 1))
    if len(numbered) < _ELEMENTS_MIN or not counts_on or not all(one.section for one in numbered):
        return None
    heads = {
        (*block.section, block.sentences[0].text): block
        for block in document.blocks
        if block.kind == "heading" and block.sentences
    }
    parts = tuple(
        ModelPart(
            start=heads[path].start,
            names=_names(document, heads[path]),
            elements=tuple(_element(document, one, everything) for one in group),
        )
        for path, group in groupby(numbered, key=lambda one: one.section)
        if path in heads
    )
    if len(parts) < _PARTS_MIN or sum(len(part.elements) for part in parts) < len(numbered):
        return None
    return Model(document, parts, _caption(document, len(numbered)))


def _element(document: Document, one: Numbering, everything: tuple[Numbering, ...]) -> Element:
    other: Language = "en" if document.language == "nl" else "nl"
    return Element(
        start=one.sentence.start,
        number=one.number,
        names={document.language: one.name, other: one.name_in(other)},
        elsewhere=tuple(
            place for place in same_element(one, everything) if place.number != one.number
        ),
    )


def _names(document: Document, heading: Block) -> Mapping[Language, str]:
    sentence = heading.sentences[0]
    other: Language = "en" if document.language == "nl" else "nl"
    return {document.language: sentence.text, other: sentence.translation or sentence.text}


def _caption(document: Document, count: int) -> Sentence | None:
    """Return the sentence that counts the elements, as "omvat twaalf elementen" does."""
    return next(
        (
            sentence
            for block in document.blocks
            if block.kind == "paragraph"
            for sentence in block.sentences
            if any(found.number == count for found in counts_in(sentence.text))
        ),
        None,
    )

"""Everything that the makers of items draw from, gathered once per course."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from assistant.answer import Citation
from assistant.course.bank import Aim, AnyBankItem, chosen_items, find_aims, quoted
from assistant.course.drawing import AnyItem, drawn
from assistant.course.excerpt import Excerpt, Place, citations_of, excerpts_of
from assistant.course.items import Point, Said
from assistant.course.request import CourseRequest
from assistant.course.subject import LIBRARY_DOCUMENTS_MAX, Subject
from assistant.service import Assistant
from assistant.texts import load_texts
from assistant.understanding.names import speaker_of
from corpus import Document, Language
from corpus.glossary import Term, mentioned_terms
from corpus.items import Supported
from index.passages import cut_passages

# With fewer terms there is no choosing among them.
_TERMS_MIN: Final = 6


@dataclass(frozen=True, slots=True)
class Sources:
    """A subject, and the facts of the library around it.

    ``aims`` are the goals of the bank with their items, in the order to take them in;
    ``terms`` are the terms of the glossary that belong to the subject. ``bylines`` has the line
    that names the speaker of a sentence. ``asked`` has the ids of what the quiz asks, so that nothing
    else tells its answer beforehand. ``replaced`` takes the ids of items that were drawn
    anew.
    """

    request: CourseRequest
    subject: Subject
    documents: tuple[Document, ...]
    bylines: Mapping[Place, Excerpt]
    aims: tuple[Aim, ...]
    terms: tuple[Term, ...]
    asked: frozenset[str] = frozenset()
    replaced: set[str] = field(default_factory=set)

    def draw(self, count: int, candidates: Iterable[AnyItem]) -> tuple[AnyItem, ...]:
        """Return so many items, as the request changes them.

        :raises NoOtherItem: nothing is left to put in an item's place.
        """
        return drawn(self.request, count, candidates, self.replaced)

    @property
    def language(self) -> Language:
        """The reader's language."""
        return self.request.language

    def cite(self, *excerpts: Excerpt) -> tuple[Citation, ...]:
        """Return the citations of sentences; who speaks one is cited behind it."""
        with_speakers = (
            part for one in excerpts for part in (one, self.bylines.get(one.place)) if part
        )
        return citations_of(with_speakers, self.language)

    def say(self, *excerpts: Excerpt) -> Said:
        """Return sentences of one document for the reader, with their citations."""
        wordings = [one.wording(self.language) for one in excerpts]
        text = " ".join(one.text for one in wordings)
        return Said(text, wordings[0].language, self.cite(*excerpts))

    def items(
        self, sort: type[AnyBankItem], first: int = 0, asked: Collection[str] = ()
    ) -> Iterator[tuple[Aim, AnyBankItem]]:
        """Yield the items of the bank of one sort, in the order to take them in."""
        return chosen_items(self.aims, sort, self.request.sizes.goals, first, asked)

    def point(self, point: Supported, document: Document) -> Point:
        """Return a point of the bank for the reader."""
        return Point(point.text(self.language), self.say(*quoted(point.quote, document)))

    def text(self, key: str, **values: object) -> str:
        """Return a text of ours in the reader's language."""
        return load_texts(self.language)[f"course.{key}"].format(**values)


def gather_sources(assistant: Assistant, request: CourseRequest, subject: Subject) -> Sources:
    """Return what there is to make items of."""
    is_small = len(assistant.documents) <= LIBRARY_DOCUMENTS_MAX
    documents = tuple(assistant.documents.values()) if is_small else subject.documents
    return Sources(
        request=request,
        subject=subject,
        documents=documents,
        bylines={place: byline for one in documents for place, byline in _bylines(one)},
        aims=find_aims(assistant, request, subject),
        terms=_terms(assistant.glossary, subject.excerpts),
    )


def term_excerpt(term: Term, documents: Sequence[Document]) -> Excerpt | None:
    """Return the sentence that the explanation of a term rests on."""
    document = next((one for one in documents if one.id == term.document), None)
    if document is None:
        return None
    return next(
        (
            one
            for one in excerpts_of(document)
            if one.sentence.start <= term.start < one.sentence.end
        ),
        None,
    )


def _bylines(document: Document) -> Iterator[tuple[Place, Excerpt]]:
    """Yield each sentence that someone is quoted with and the line behind it that names them."""
    if not any(block.kind == "byline" for block in document.blocks):
        return
    by_start = {
        sentence.start: Excerpt(document, block, sentence)
        for block in document.blocks
        for sentence in block.sentences
    }
    for passage in cut_passages(document):
        if speaker_of(passage) is not None:
            byline = by_start[passage.sentences[-1].start]
            for sentence in passage.sentences[passage.headings : -1]:
                yield by_start[sentence.start].place, byline


def _terms(glossary: Sequence[Term], excerpts: Sequence[Excerpt]) -> tuple[Term, ...]:
    """Return first the terms that are explained in the subject, then those it mentions.

    If they are few, terms that the same part of the same document explains come behind them.
    """
    explained = [term for term in glossary if _is_explained_in(term, excerpts)]
    texts: dict[Language, list[str]] = {"nl": [], "en": []}
    for one in excerpts:
        texts[one.document.language].append(one.sentence.text)
    named = {
        term.nl
        for language, said in texts.items()
        for term in mentioned_terms("\n".join(said), language, glossary)
    }
    known = {term.nl for term in explained}
    # In the order of the glossary, so that the order does not depend on a sentence more or less.
    terms = [*explained, *(one for one in glossary if one.nl in named and one.nl not in known)]
    if len(terms) < _TERMS_MIN:
        parts = {(one.document.id, one.block.section[:1]) for one in excerpts}
        documents = {one.document.id: one.document for one in excerpts}
        beside = [
            one
            for document in documents.values()
            for one in excerpts_of(document)
            if (document.id, one.block.section[:1]) in parts
        ]
        terms += [term for term in glossary if term not in terms and _is_explained_in(term, beside)]
    return tuple(terms)


def _is_explained_in(term: Term, excerpts: Sequence[Excerpt]) -> bool:
    return any(
        one.document.id == term.document and one.sentence.start <= term.start < one.sentence.end
        for one in excerpts
    )

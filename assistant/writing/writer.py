"""The default writer: from what was found to an answer of quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.refusal import WRITER, not_in_sources
from assistant.texts import load_texts
from assistant.writing.choosing import choose_stretches, keep_answered
from assistant.writing.composition import compose_answer
from assistant.writing.introduction import introduce
from assistant.writing.numbering import Numbering, asked_number, numberings
from assistant.writing.part import Part
from assistant.writing.quotes import write_quotes
from assistant.writing.source_terms import with_source_terms
from assistant.writing.structure import (
    heading_statements,
    numbered_sections,
    write_from_structure,
)
from corpus import Document, Language
from corpus.glossary import Term
from index.ranking import RankedPassage

# Structure answers only for the sources that the question is about.
_DOCUMENTS = 3


def write_answer(
    parts: Sequence[Part],
    passages: Sequence[RankedPassage],
    language: Language,
    documents: Mapping[str, Document],
    glossary: Sequence[Term],
    unknown: Sequence[str] = (),
) -> Answer:
    """Write an answer out of quotations, in ``language``.

    :param unknown: names in the question that no document mentions.
    """
    texts = load_texts(language)
    near = {
        ranked.passage.document: documents[ranked.passage.document]
        for ranked in passages[:_DOCUMENTS]
    }
    if len(parts) == 1 and not unknown:
        structured = write_from_structure(parts[0].question, language, parts[0].language, near)
        if structured:
            differ = len({one.label for one in structured}) > 1
            introduction = texts["answer.numbers_differ"] if differ else ""
            return compose_answer(structured, documents, language, "answered", WRITER, introduction)
    sections = (
        numbered_sections(parts[0].question, parts[0].language, near) if len(parts) == 1 else ()
    )
    if sections:
        parts = [_within(parts[0], sections)]
    chosen = choose_stretches(parts)
    # A section that is asked for by its number answers, whatever other words the question has.
    answered = [one for one in chosen if one.stretches] if sections else keep_answered(chosen)
    if unknown or not answered or (not sections and _names_no_element(parts[0], near)):
        return not_in_sources(language, [stretch for one in chosen for stretch in one.stretches])
    is_whole = bool(sections) or all(one.is_answered for one in chosen)
    introduction = introduce(answered, texts, is_whole=is_whole)
    if len(sections) > 1:
        introduction = texts["answer.same_number"]
    statements = [*heading_statements(sections, language), *write_quotes(answered, language)]
    return compose_answer(
        with_source_terms(statements, language, glossary),
        documents,
        language,
        "answered" if is_whole else "partly_answered",
        WRITER,
        introduction,
    )


def _names_no_element(part: Part, documents: Mapping[str, Document]) -> bool:
    """Tell whether a part asks for "element 13" of a library whose elements end at 12."""
    return asked_number(part.question) is not None and any(
        True for document in documents.values() for _ in numberings(document)
    )


def _within(part: Part, sections: Sequence[Numbering]) -> Part:
    """Return a part with the passages of some sections only, if any were found."""
    headings = {one.sentence.text for one in sections}
    inside = tuple(
        one
        for one in part.passages
        if one.passage.section[-1:] and one.passage.section[-1] in headings
    )
    return replace(part, passages=inside) if inside else part

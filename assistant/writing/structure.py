"""Answers from the structure of a source: a list of its headings, the number of an element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.evidence.part import Part
from assistant.texts import load_texts
from assistant.understanding.heading_lists import (
    HeadingList,
    asks_for_no_more,
    find_heading_list,
)
from assistant.understanding.numbered_elements import asks_for_number, find_numberings, numbered
from assistant.writing.statement import Statement, statement_of
from corpus import Document, Language, other_language
from corpus.numbering import Numbering


def write_from_structure(
    part: Part, language: Language, documents: Mapping[str, Document]
) -> list[Statement]:
    """Return the statements of a question that headings answer; none if they do not.

    What numbers an element is not read by the reader. A list of headings is found by a number and a
    noun, which questions have too that the sources leave open: one that says more is judged.

    :param documents: those that the search found passages of, nearest first.
    """
    some = list(documents.values())
    if asks_for_number(part.search.question):
        label = load_texts(language)["answer.number"]
        return [
            replace(numbered_statement(one, language), label=label.format(number=one.number))
            for one in find_numberings(part.search.question, part.language, some)
        ]
    found = find_heading_list(part.search.question, part.language, some)
    if found is None:
        return []
    is_plain = asks_for_no_more(part.search.question, part.language, found)
    return _list(found, language) if is_plain or part.judgement.is_answered else []


def numbered_sections(part: Part, documents: Mapping[str, Document]) -> tuple[Numbering, ...]:
    """Return the headings with the number that a part is about, all of them."""
    if part.search.number is None:
        return ()
    return tuple(one for one in numbered(part.search.number, documents.values()) if one.is_heading)


def numbered_statement(
    place: Numbering, language: Language, *, opens_section: bool = False
) -> Statement:
    """Return the statement of a place that numbers an element: what it is.

    :param opens_section: the heading belongs to the text below it, not to the part it stands in.
    """
    said = statement_of(place.document, [place.sentence], language, "item")
    if not opens_section:
        return said
    name, original = place.sentence, place.document.language
    above = said.quotation.section_in(other_language(original))
    return _in_section(
        said,
        (*said.quotation.section_in(original), name.text),
        (*above, name.translation or name.text),
    )


def _in_section(
    said: Statement, section: tuple[str, ...], translated: tuple[str, ...]
) -> Statement:
    """Return a statement with another section as its place."""
    block = replace(said.quotation.block, section=section, translated_section=translated)
    return replace(said, quotation=replace(said.quotation, block=block))


def _list(found: HeadingList, language: Language) -> list[Statement]:
    said = [statement_of(found.document, one.sentences, language, "item") for one in found.headings]
    if found.parent is not None:
        return said
    # A list that runs through the whole document has the document as its source, no section.
    return [_in_section(one, (), ()) for one in said]

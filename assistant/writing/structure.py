"""Answers from the structure of a source: a list of its headings, the number of an element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.texts import load_texts
from assistant.understanding.heading_lists import HeadingList, find_heading_list
from assistant.understanding.numbered_elements import asks_for_number, find_numberings
from assistant.writing.statement import Quotation, Source, Statement
from corpus import Block, Document, Language, Sentence
from corpus.numbering import Numbering, asked_number


def write_from_structure(
    question: str, language: Language, asked_in: Language, documents: Mapping[str, Document]
) -> list[Statement]:
    """Return the statements of a question that headings answer; none if they do not.

    :param documents: those that the search found passages of, nearest first.
    """
    some = list(documents.values())
    if asks_for_number(question):
        return _numbers(find_numberings(question, asked_in, some), language)
    found = find_heading_list(question, asked_in, some)
    return _list(found, language) if found else []


def numbered_sections(
    question: str, asked_in: Language, documents: Mapping[str, Document]
) -> tuple[Numbering, ...]:
    """Return the headings with the number that a question names ("element 9"), all of them."""
    some = list(documents.values())
    if asked_number(question, some) is None:
        return ()
    places = find_numberings(question, asked_in, some)
    return tuple(one for one in places if one.is_heading)


def heading_statements(places: Sequence[Numbering], language: Language) -> list[Statement]:
    """Return a statement per heading: what the element with that number is."""
    return [
        _statement(
            Source.of_block(one.document, one.document.block_at(one.sentence.start)),
            one.sentence,
            language,
        )
        for one in places
    ]


def _numbers(places: Sequence[Numbering], language: Language) -> list[Statement]:
    label = load_texts(language)["answer.number"]
    return [
        _statement(
            Source.of_block(one.document, one.document.block_at(one.sentence.start)),
            one.sentence,
            language,
            label.format(number=one.number),
        )
        for one in places
    ]


def _list(found: HeadingList, language: Language) -> list[Statement]:
    return [
        _statement(
            Source.of_block(
                found.document, _without_section(heading) if found.parent is None else heading
            ),
            heading.sentences[0],
            language,
        )
        for heading in found.headings
    ]


def _without_section(heading: Block) -> Block:
    # A list that runs through the whole document has the document as its source, not a section.
    return Block(heading.kind, heading.start, heading.end, heading.text, heading.sentences)


def _statement(
    source: Source, sentence: Sentence, language: Language, label: str = ""
) -> Statement:
    is_translated = language != source.language and sentence.translation is not None
    return Statement(
        text=(sentence.translation or "") if is_translated else sentence.text,
        quotation=Quotation(
            source, sentence.start, sentence.end, sentence.translation if is_translated else None
        ),
        kind="item",
        label=label,
    )

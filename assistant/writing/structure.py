"""Answers from the structure of a source: its headings, the number of an element, its gist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.answer import Answer
from assistant.evidence.judgement import Part
from assistant.texts import load_texts
from assistant.understanding.lists import asks_for_no_more, find_heading_list
from assistant.writing.composition import compose_answer, plain
from assistant.writing.refusal import WRITER
from assistant.writing.statement import Statement, statement_of
from corpus import Document, Language
from corpus.heading_lists import HeadingList
from corpus.in_brief import in_brief
from corpus.numbering import Numbering, asked_element, numbered

# As long as any answer may be, and as one that was asked for shorter.
_WORDS_MAX, _BRIEF_WORDS_MAX = 150, 60


def write_from_structure(
    part: Part, language: Language, documents: Mapping[str, Document]
) -> tuple[list[Statement], str]:
    """Return the statements of a question that headings answer, none if they do not, and a line of
    ours above them.

    What number an element has is not read by the reader. A list of headings is found by a number
    and a noun, which questions have too that the sources leave open: one that says more is judged.

    :param documents: those that the search found passages of, nearest first.
    """
    question, some = part.search.question, list(documents.values())
    if places := asked_element(question, part.language, some):
        texts, numbers = load_texts(language), {one.number for one in places}
        said = [statement_of(one.document, [one.sentence], language, "item") for one in places]
        labelled = [
            replace(one, text=f"{texts['answer.number'].format(number=place.number)}: {one.text}")
            for one, place in zip(said, places, strict=True)
        ]
        return labelled, texts["answer.numbers_differ"] if len(numbers) > 1 else ""
    found = find_heading_list(question, part.language, some)
    if found is None:
        return [], ""
    is_plain = asks_for_no_more(question, part.language, found)
    return (_list(found, language) if is_plain or part.judgement.is_answered else []), ""


def summarize(document: Document, language: Language, *, is_brief: bool) -> Answer | None:
    """Return an answer that tells a document in brief, ``None`` if its text has nothing for that."""
    chosen = in_brief(document, _BRIEF_WORDS_MAX if is_brief else _WORDS_MAX)
    if not chosen:
        return None
    title = plain(document.short_title_in(language))
    told = load_texts(language)["answer.in_brief"].format(title=title, count=len(chosen))
    said = [statement_of(document, [one], language) for one in chosen]
    return compose_answer(said, {document.id: document}, language, "answered", WRITER, told)


def numbered_sections(part: Part, documents: Mapping[str, Document]) -> tuple[Numbering, ...]:
    """Return the headings with the number that a part is about, all of them."""
    if part.search.number is None:
        return ()
    return tuple(one for one in numbered(part.search.number, documents.values()) if one.is_heading)


def numbered_statement(place: Numbering, language: Language) -> Statement:
    """Return the statement of a heading that numbers an element, as what opens its own section."""
    said = statement_of(place.document, [place.sentence], language, "item")
    block, name = said.quotation.block, place.sentence
    above = block.translated_section or block.section
    return _in_section(said, (*block.section, name.text), (*above, name.translation or name.text))


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

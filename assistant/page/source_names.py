"""What a source is called: its title, and the element or section that a quote stands in."""

from __future__ import annotations

from assistant.answer import Citation
from assistant.standing import validity_of
from corpus import Block, Document, Language
from corpus.numbering import numberings

_SECTION_CHARACTERS_MAX = 80


def short_source_name(position: int, document: Document, language: Language) -> str:
    """Return a name of a place of the original, such as "Samenvatting van ISO 11367, element 5"."""
    return _named(document.short_title_in(language), position, document, language)


def source_name(citation: Citation, document: Document, language: Language) -> str:
    """Return a name with the whole title, for what is read without the page beside it."""
    name = _named(document.title_in(language), citation.start, document, language)
    page = "" if citation.page is None else f", p. {citation.page}"
    validity = "; ".join(validity_of(citation.standing, language))
    return f"{name}{page} ({validity})" if validity else f"{name}{page}"


def _named(title: str, position: int, document: Document, language: Language) -> str:
    place = _place(position, document, language)
    return f"{title}, {place}" if place else title


def _place(position: int, document: Document, language: Language) -> str:
    block = block_at(position, document)
    above = heading_above(position, document)
    headings = _numbered_headings(document)
    for heading in (block, above):
        if heading is not None and heading.start in headings:
            return f"{document.numbered_as[0]} {headings[heading.start]}"
    if above is None or block is None:
        return ""
    section = block.section
    if language != document.language:
        section = block.translated_section or section
    name = " ".join(section[-1].split()) if section else ""
    if len(name) > _SECTION_CHARACTERS_MAX:
        return name[:_SECTION_CHARACTERS_MAX].rsplit(" ", 1)[0] + " …"
    return name


def block_at(position: int, document: Document) -> Block | None:
    """Return the block that holds a place of the original; ``None`` between two blocks."""
    return next((one for one in document.blocks if one.start <= position < one.end), None)


def heading_above(position: int, document: Document) -> Block | None:
    """Return the last heading before a place of the original."""
    headings = [one for one in document.blocks if one.kind == "heading" and one.start < position]
    return headings[-1] if headings else None


def _numbered_headings(document: Document) -> dict[int, int]:
    """Return the number of each heading that has one, by where the heading starts.

    None of a document that does not say what they are called: their own text is their name.
    """
    if not document.numbered_as:
        return {}
    numbered = {one.sentence.start: one.number for one in numberings(document) if one.is_heading}
    return {
        block.start: numbered[block.sentences[0].start]
        for block in document.blocks
        if block.kind == "heading" and block.sentences and block.sentences[0].start in numbered
    }

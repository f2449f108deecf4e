"""What a source is called: its title, and the element or section that a quote stands in."""

from __future__ import annotations

from assistant.answer import Citation
from assistant.texts import load_texts
from assistant.understanding.numbered_elements import numberings
from corpus import Block, Document, Language

_SECTION_CHARACTERS_MAX = 80


def source_name(citation: Citation, document: Document, language: Language) -> str:
    """Return a name such as "Elementen Public Service Excellence, element 5"."""
    place = _place(citation, document, language)
    title = document.title_in(language)
    return f"{title}, {place}" if place else title


def _place(citation: Citation, document: Document, language: Language) -> str:
    block = block_at(citation.start, document)
    headings = _numbered_headings(document)
    texts = load_texts(language)
    if block is not None and block.start in headings:
        return texts["page.element"].format(number=headings[block.start])
    above = heading_above(citation.start, document)
    if above is None:
        return ""
    if above.start in headings:
        return texts["page.element"].format(number=headings[above.start])
    section = citation.section
    if block is not None and language != document.language:
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
    """Return the number of each heading that has one, by where the heading starts."""
    numbered = {one.sentence.start: one.number for one in numberings(document) if one.is_heading}
    return {
        block.start: numbered[block.sentences[0].start]
        for block in document.blocks
        if block.kind == "heading" and block.sentences and block.sentences[0].start in numbered
    }

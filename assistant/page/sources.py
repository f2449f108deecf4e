"""The source panel: every citation with its quote marked in its own paragraph.

Pure functions from replies to HTML. The HTML of a turn is one line, because Gradio reads it as
Markdown and an empty line would end the block. Citations that follow each other and come
from one paragraph, or from paragraphs beside each other, share a card with several marks: an
answer often quotes neighbouring sentences, or every item of a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from assistant.answer import Citation, Reply
from assistant.page.anchors import marker_id, source_id
from corpus import Block, Document, Language

_DOCUMENTS_LISTED_MAX: Final = 12


def sources_html(
    replies: Sequence[Reply],
    documents: Mapping[str, Document],
    texts: Mapping[str, str],
    language: Language,
) -> str:
    """Return the sources of a conversation, the latest answer first.

    :param texts: the interface texts of ``language``, the language of the page.
    """
    turns = [
        _turn_html(turn, reply, documents, texts, language)
        for turn, reply in enumerate(replies, start=1)
    ]
    return "\n\n".join(reversed(turns)) if turns else library_html(documents, texts, language)


def library_html(
    documents: Mapping[str, Document], texts: Mapping[str, str], language: Language
) -> str:
    """Return what the panel shows before the first question: what is answered from."""
    if len(documents) > _DOCUMENTS_LISTED_MAX:
        listed = f"<p>{escape(texts['page.library_large'].format(count=len(documents)))}</p>"
    else:
        items = "".join(
            f"<li>{escape(document.title_in(language))}"
            f"{_note(texts, document.language, language)}</li>"
            for document in documents.values()
        )
        listed = f'<p>{escape(texts["page.library"])}</p><ul class="library">{items}</ul>'
    return f"<div><p>{escape(texts['page.sources_empty'])}</p>{listed}</div>"


def _turn_html(
    turn: int,
    reply: Reply,
    documents: Mapping[str, Document],
    texts: Mapping[str, str],
    language: Language,
) -> str:
    question = escape(" ".join(reply.question.split()))
    heading = f"<h3>{escape(texts['page.sources_of'])} <q>{question}</q></h3>"
    groups = _by_paragraph(reply.answer.citations, documents)
    cards = "".join(
        _card_html(turn, group, documents[group[0].document], texts, language, reply)
        for group in groups
    )
    if not cards:
        cards = f"<p>{escape(texts['page.sources_none'])}</p>"
    return f'<div class="turn">{heading}{cards}</div>'


def _by_paragraph(
    citations: Sequence[Citation], documents: Mapping[str, Document]
) -> Iterator[list[Citation]]:
    group: list[Citation] = []
    for citation in citations:
        if group and not _goes_with(group, citation, documents[citation.document]):
            yield group
            group = []
        group.append(citation)
    if group:
        yield group


def _goes_with(group: Sequence[Citation], citation: Citation, document: Document) -> bool:
    """Tell whether a citation is from the same paragraph as the group, or from one beside it."""
    if group[0].document != citation.document or group[0].section != citation.section:
        return False
    if any(other.start < citation.end and citation.start < other.end for other in group):
        return False
    here, there = _blocks_of(group, document), _blocks_of([citation], document)
    return there.start <= here.stop and here.start <= there.stop


def _blocks_of(group: Sequence[Citation], document: Document) -> range:
    """Return the places of the blocks that the group quotes from, and of those between them."""
    start = min(citation.start for citation in group)
    end = max(citation.end for citation in group)
    places = [
        place
        for place, block in enumerate(document.blocks)
        if block.start < end and start < block.end
    ]
    return range(places[0], places[-1] + 1) if places else range(0)


def _card_html(
    turn: int,
    group: Sequence[Citation],
    document: Document,
    texts: Mapping[str, str],
    language: Language,
    reply: Reply,
) -> str:
    spoken = reply.answer.language
    blocks = _blocks_of(group, document)
    numbers = " ".join(f'<span class="number">{citation.number}</span>' for citation in group)
    title = escape(document.title_in(spoken))
    parts = [
        f'<div class="source"><h4><span class="only-read">{escape(texts["page.source"])} </span>'
        f"{numbers} <span{_lang(spoken, language)}>{title}</span></h4>",
        _place_html(group[0], document, blocks, spoken, texts, language),
        f"<blockquote{_lang(document.language, language)}>",
        *(_paragraph_html(turn, document.blocks[place], group, document) for place in blocks),
        _speaker_html(blocks, document),
        "</blockquote>",
        *(_translation_html(citation, texts, language, reply) for citation in group),
        '<p class="back">',
        *(_back_html(turn, citation, texts) for citation in group),
        "</p></div>",
    ]
    return "".join(parts)


def _place_html(
    citation: Citation,
    document: Document,
    blocks: range,
    spoken: Language,
    texts: Mapping[str, str],
    language: Language,
) -> str:
    """Return the section, whose it is, and the original title where that is another."""
    section = citation.section
    if spoken != document.language and blocks:
        section = document.blocks[blocks[0]].translated_section or section
    facts = " · ".join(filter(None, (*document.authors, document.publisher, document.date)))
    steps = "".join(
        f'<span class="step"{_lang(spoken, language)}>{escape(step)}</span>'
        for step in (*section, facts)
        if step
    )
    note = _note(texts, document.language, language)
    if document.title_in(spoken) != document.title:
        title = f"<cite{_lang(document.language, language)}>{escape(document.title)}</cite>"
        note = f"<br>{escape(texts['page.original'])} {title}{note}"
    return f'<p class="place">{steps}{note}</p>'


def _paragraph_html(turn: int, block: Block, group: Sequence[Citation], document: Document) -> str:
    parts: list[str] = []
    position = block.start
    inside = [each for each in group if each.start < block.end and block.start < each.end]
    for citation in sorted(inside, key=lambda citation: citation.start):
        start, end = max(citation.start, block.start), min(citation.end, block.end)
        # A quote that runs over several blocks has its id in the first of them.
        own_id = (
            f' id="{source_id(turn, citation.number)}" tabindex="-1"'
            if citation.start >= block.start
            else ""
        )
        parts.append(_text_html(document.original[position:start]))
        parts.append(f"<mark{own_id}>{_text_html(document.original[start:end])}</mark>")
        position = end
    parts.append(_text_html(document.original[position : block.end]))
    return f'<p class="{block.kind}">{"".join(parts)}</p>'


def _speaker_html(blocks: range, document: Document) -> str:
    """Return who said it, where the last paragraph is a quotation: its speaker stands behind it."""
    following = document.blocks[blocks.stop : blocks.stop + 1]
    if not following or following[0].kind != "byline" or not following[0].sentences:
        return ""
    if document.blocks[blocks.stop - 1].kind == "byline":
        return ""
    sentences = following[0].sentences
    said_by = document.original[sentences[0].start : sentences[-1].end]
    return f"<footer>{_text_html(said_by)}</footer>"


def _translation_html(
    citation: Citation, texts: Mapping[str, str], language: Language, reply: Reply
) -> str:
    if citation.translation is None:
        return ""
    return (
        f'<p class="translation"><span class="label">{escape(texts["page.working_translation"])}'
        f" [{citation.number}]:</span> <span{_lang(reply.answer.language, language)}>"
        f"{_text_html(citation.translation)}</span></p>"
    )


def _back_html(turn: int, citation: Citation, texts: Mapping[str, str]) -> str:
    text = texts["page.back"].format(number=citation.number)
    return f'<a href="#{marker_id(turn, citation.number)}">{escape(text)}</a> '


def _note(texts: Mapping[str, str], written_in: Language, language: Language) -> str:
    """Return the remark that a document is in the other language than the page."""
    if written_in == language:
        return ""
    return f' <span class="note">{escape(texts["page.written_in_" + written_in])}</span>'


def _lang(spoken: Language, language: Language) -> str:
    return "" if spoken == language else f' lang="{spoken}"'


def _text_html(text: str) -> str:
    # A byline has name and office on lines of their own, with empty lines between them.
    lines = text.split("\n")
    return "<br>".join(escape(line) for line in lines if line or len(lines) == 1)

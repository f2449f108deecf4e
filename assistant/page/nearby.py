"""Beside a refusal: the passages that come nearest, to judge for oneself."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from assistant.answer import Reply
from assistant.page.source_card import Reader, place_html, text_html
from corpus import Document
from index.passages import Passage

_SHOWN_MAX: Final = 2


def nearby_html(reply: Reply, documents: Mapping[str, Document], reader: Reader) -> str:
    """Return the nearest passages of a question that the sources leave open; else nothing.

    They are no sources of an answer, so they have no number, and nothing in them is marked.
    """
    if reply.answer.outcome != "not_in_sources" or not reply.passages:
        return ""
    cards = "".join(
        _card_html(one.passage, documents[one.passage.document], reply, reader)
        for one in reply.passages[:_SHOWN_MAX]
    )
    return f'<p class="nearby">{escape(reader.texts["page.nearby"])}</p>{cards}'


def _card_html(passage: Passage, document: Document, reply: Reply, reader: Reader) -> str:
    spoken = reply.answer.language
    places = [
        place
        for place, block in enumerate(document.blocks)
        if block.start < passage.end and passage.start < block.end and block.kind != "heading"
    ]
    blocks = range(places[0], places[-1] + 1) if places else range(0)
    sentences = passage.sentences[passage.headings :] or passage.sentences
    translations = [sentence.translation or "" for sentence in sentences]
    is_translated = spoken != passage.language and all(translations)
    said_in = spoken if is_translated else passage.language
    said = " ".join(translations if is_translated else [sentence.text for sentence in sentences])
    note = ""
    if is_translated:
        note = f'<p class="label">{escape(reader.texts["page.working_translation"])}</p>'
    link = ""
    if reader.links is not None:
        address = reader.links.quotation(reader.language, document.id, passage.start, passage.end)
        link = (
            f'<p class="back"><a class="whole" href="{escape(address)}">'
            f"{escape(reader.texts['page.whole_document'])} "
            f'<span class="only-read">{escape(reader.texts["page.new_tab"])}</span></a></p>'
        )
    return (
        f'<div class="source near"><h4><span{reader.lang(spoken)}>'
        f"{escape(document.title_in(spoken))}</span></h4>"
        f"{place_html(passage.section, document, blocks, spoken, reader)}{note}"
        f"<blockquote{reader.lang(said_in)}><p>{text_html(said)}</p></blockquote>{link}</div>"
    )

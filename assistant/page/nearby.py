"""Below a refusal: where to read on, to judge for oneself."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from assistant.answer import Reply
from assistant.page.source_card import Reader
from assistant.page.source_names import short_source_name
from corpus import Document


def nearby_html(reply: Reply, documents: Mapping[str, Document], reader: Reader) -> str:
    """Return links to what comes nearest a question that the sources leave open; else nothing.

    It is no source of an answer, so it has no number.
    """
    if not reply.answer.nearby or reader.links is None:
        return ""
    spoken = reply.answer.language
    items = []
    for one in reply.answer.nearby:
        document = documents[one.document]
        name = escape(short_source_name(one.start, document, spoken))
        address = escape(reader.links.quotation(reader.language, document.id, one.start, one.end))
        items.append(f'<li><a class="whole"{reader.lang(spoken)} href="{address}">{name}</a></li>')
    told = escape(reader.texts["page.nearby"])
    return f'<div class="nearby"><p>{told}</p><ul>{"".join(items)}</ul></div>'

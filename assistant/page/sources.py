"""The source panel: every citation with its quote marked in the document around it.

Pure functions from replies to HTML. The HTML of a turn is one line, because Gradio reads it as
Markdown and an empty line would end the block. Citations that follow each other and come
from one paragraph, or from paragraphs beside each other, share a card with several marks: an
answer often quotes neighbouring sentences, or every item of a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import zip_longest
from typing import Final

from assistant.answer import Citation, Reply
from assistant.page.anchors import marker_id
from assistant.page.nearby import nearby_html
from assistant.page.site import Links
from assistant.page.source_card import Reader, place_html, written_in_html
from assistant.page.source_context import around_html, quote_html
from corpus import Document, Language

_DOCUMENTS_LISTED_MAX: Final = 12


def sources_html(
    replies: Sequence[Reply],
    documents: Mapping[str, Document],
    texts: Mapping[str, str],
    language: Language,
    links: Links | None = None,
    of_each: Sequence[Mapping[str, Document]] = (),
) -> str:
    """Return the sources of a conversation, the latest answer first.

    :param of_each: the documents that each reply was found in, where they may be other ones.
    :param texts: the interface texts of ``language``, the language of the page.
    :param links: the way to the pages of the documents; without it, none is linked to.
    """
    reader = Reader(texts, language, links)
    turns = [
        _turn_html(turn, reply, own or documents, reader)
        for turn, (reply, own) in enumerate(zip_longest(replies, of_each), start=1)
    ]
    return "\n\n".join(reversed(turns)) if turns else library_html(documents, reader)


def library_html(documents: Mapping[str, Document], reader: Reader) -> str:
    """Return what the panel shows before the first question: what is answered from."""
    if len(documents) > _DOCUMENTS_LISTED_MAX:
        count = reader.texts["page.library_large"].format(count=len(documents))
        listed = f"<p>{escape(count)}</p>"
    else:
        items = "".join(
            f"<li>{_title_html(document, reader)}{written_in_html(document, reader)}</li>"
            for document in documents.values()
        )
        listed = f'<p>{escape(reader.texts["page.library"])}</p><ul class="library">{items}</ul>'
    return f"<div><p>{escape(reader.texts['page.sources_empty'])}</p>{listed}</div>"


def _title_html(document: Document, reader: Reader) -> str:
    title = document.title_in(reader.language)
    written_in = document.language if title == document.title else reader.language
    name = f"<span{reader.lang(written_in)}>{escape(title)}</span>"
    if reader.links is None:
        return name
    return f'<a href="{escape(reader.links.document(reader.language, document.id))}">{name}</a>'


def _turn_html(turn: int, reply: Reply, documents: Mapping[str, Document], reader: Reader) -> str:
    question = escape(" ".join(reply.question.split()))
    heading = f"<h3>{escape(reader.texts['page.sources_of'])} <q>{question}</q></h3>"
    cards = "".join(
        _card_html(turn, group, documents[group[0].document], reply, reader)
        for group in _by_paragraph(reply.answer.citations, documents)
    )
    if not cards:
        cards = nearby_html(reply, documents, reader)
    if not cards:
        cards = f"<p>{escape(reader.texts['page.sources_none'])}</p>"
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
    turn: int, group: Sequence[Citation], document: Document, reply: Reply, reader: Reader
) -> str:
    spoken = reply.answer.language
    blocks = _blocks_of(group, document)
    numbers = " ".join(f'<span class="number">{citation.number}</span>' for citation in group)
    title = escape(document.title_in(spoken))
    word = escape(reader.texts["page.source"])
    back = "".join(_back_html(turn, citation, reader) for citation in group)
    return "".join(
        [
            f'<div class="source"><h4><span class="only-read">{word} </span>'
            f"{numbers} <span{reader.lang(spoken)}>{title}</span></h4>",
            place_html(group[0].section, document, blocks, spoken, reader),
            quote_html(turn, group, document, blocks, spoken, reader),
            around_html(document, blocks, reader),
            f'<p class="back">{back}{_whole_html(group, document, reader)}</p></div>',
        ]
    )


def _back_html(turn: int, citation: Citation, reader: Reader) -> str:
    text = reader.texts["page.back"].format(number=citation.number)
    return f'<a href="#{marker_id(turn, citation.number)}">{escape(text)}</a> '


def _whole_html(group: Sequence[Citation], document: Document, reader: Reader) -> str:
    """Return the link to the whole document, opened at the quotes."""
    if reader.links is None:
        return ""
    start = min(citation.start for citation in group)
    end = max(citation.end for citation in group)
    address = reader.links.quotation(reader.language, document.id, start, end)
    return (
        f'<a class="whole" href="{escape(address)}">{escape(reader.texts["page.whole_document"])}'
        f' <span class="only-read">{escape(reader.texts["page.new_tab"])}</span></a>'
    )

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
from assistant.page.source_card import Reader, origin_html, place_html, written_in_html
from assistant.page.source_context import Excerpt, around_html, blocks_of, quote_html, quoted
from corpus import Document, Language

_DOCUMENTS_LISTED_MAX: Final = 12


def sources_html(
    replies: Sequence[Reply],
    documents: Mapping[str, Document],
    reader: Reader,
    of_each: Sequence[Mapping[str, Document]] = (),
) -> str:
    """Return the sources of a conversation, the latest answer first.

    :param of_each: the documents that each reply was found in, where they may be other ones.
    """
    turns = [
        _turn_html(turn, reply, own or documents, reader)
        for turn, (reply, own) in enumerate(zip_longest(replies, of_each), start=1)
    ]
    shown = [one for one in reversed(turns) if one]
    if not shown:
        return library_html(documents, reader)
    if not turns[-1]:
        nothing = f"<p>{escape(reader.texts['page.sources_none'])}</p>"
        shown.insert(0, f'<div class="turn">{_heading_html(replies[-1], reader)}{nothing}</div>')
    return "\n\n".join(shown)


def sources_head_html(texts: Mapping[str, str]) -> str:
    """Return the head of the panel; its button is shown where the panel is a sheet."""
    close = escape(texts["page.close_sources"])
    return (
        f"<div><h2>{escape(texts['page.sources'])}</h2>"
        f'<button type="button" class="close-sources">{close}</button></div>'
    )


def library_html(documents: Mapping[str, Document], reader: Reader) -> str:
    """Return what the panel shows before the first question: what is answered from."""
    if len(documents) > _DOCUMENTS_LISTED_MAX:
        count = reader.texts["page.library_large"].format(count=len(documents))
        listed = f"<p>{escape(count)}</p>"
    else:
        items = "".join(
            f"<li>{_title_html(document, reader)}{written_in_html(document, reader)}"
            f"{_about_html(document, reader)}</li>"
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


def _about_html(document: Document, reader: Reader) -> str:
    about = document.about_in(reader.language)
    return f'<span class="about">{escape(about)}</span>' if about else ""


def _turn_html(turn: int, reply: Reply, documents: Mapping[str, Document], reader: Reader) -> str:
    """Return a card for each document that an answer quotes; nothing for one without quotes."""
    of_document: dict[str, list[Excerpt]] = {}
    for group in _by_paragraph(reply.answer.citations, documents):
        document = documents[group[0].document]
        of_document.setdefault(document.id, []).append(Excerpt.of(group, document))
    if not of_document:
        return ""
    cards = "".join(_card_html(turn, each, reply, reader) for each in of_document.values())
    return f'<div class="turn">{_heading_html(reply, reader)}{cards}</div>'


def _heading_html(reply: Reply, reader: Reader) -> str:
    question = escape(" ".join(reply.question.split()))
    return f"<h3>{escape(reader.texts['page.sources_of'])} <q>{question}</q></h3>"


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
    here, there = blocks_of(group, document), blocks_of([citation], document)
    return there.start <= here.stop and here.start <= there.stop


def _card_html(turn: int, excerpts: Sequence[Excerpt], reply: Reply, reader: Reader) -> str:
    """Return what is quoted from one document, each stretch below its section."""
    document, spoken = excerpts[0].document, reply.answer.language
    title = escape(document.title_in(spoken))
    word = escape(reader.texts["page.source"])
    quoted = "".join(_excerpt_html(turn, each, spoken, reader) for each in excerpts)
    numbers = "".join(map(_numbers_html, excerpts))
    return (
        f'<div class="source"><h4><span class="only-read">{word} </span>{numbers}'
        f"<span{reader.lang(spoken)}>{title}</span></h4>"
        f"{origin_html(document, spoken, reader)}{quoted}{_whole_html(excerpts, reader)}</div>"
    )


def _numbers_html(excerpt: Excerpt) -> str:
    return "".join(f'<span class="number">{one.number}</span> ' for one in excerpt.group)


def _excerpt_html(turn: int, excerpt: Excerpt, spoken: Language, reader: Reader) -> str:
    steps = _steps(excerpt.group[0])
    place = place_html(steps, excerpt.document, excerpt.blocks, spoken, reader)
    back = "".join(_back_html(turn, citation, reader) for citation in excerpt.group)
    return (
        f'<div class="excerpt">{place}{_scan_html(excerpt, reader)}{quote_html(turn, excerpt, spoken, reader)}'
        f'{around_html(excerpt, reader)}<p class="back">{back}</p>{_pages_html(excerpt, reader)}</div>'
    )


def _scan_html(excerpt: Excerpt, reader: Reader) -> str:
    """Return the remark that a quote was read from a scan; what else is known is of the document."""
    if not any(one.standing.is_scan for one in excerpt.group):
        return ""
    note = escape(reader.texts["document.scan"])
    return f'<p class="validity"><span class="note">{note}</span></p>'


def _pages_html(excerpt: Excerpt, reader: Reader) -> str:
    """Return a link to each page of a PDF that is quoted from, with the quotes boxed there."""
    document = excerpt.document
    if reader.links is None or document.kind != "pdf" or document.file is None:
        return ""
    pages: dict[int, list[Citation]] = {}
    for citation in excerpt.group:
        if citation.page is not None:
            pages.setdefault(citation.page, []).append(citation)
    shown = "".join(
        f'<a href="{escape(reader.links.sheet(reader.language, document.id, *quoted(group)))}">'
        f"{escape(reader.texts['page.see_on_page'].format(number=page))} "
        f'<span class="only-read">{escape(reader.texts["page.new_tab"])}</span></a>'
        for page, group in pages.items()
    )
    return f'<p class="on-page">{shown}</p>' if shown else ""


def _steps(citation: Citation) -> tuple[str, ...]:
    page = () if citation.page is None else (f"p. {citation.page}",)
    return (*citation.section, *page)


def _back_html(turn: int, citation: Citation, reader: Reader) -> str:
    text = reader.texts["page.back"].format(number=citation.number)
    return f'<a href="#{marker_id(turn, citation.number)}">{escape(text)}</a> '


def _whole_html(excerpts: Sequence[Excerpt], reader: Reader) -> str:
    """Return the link to the whole document, opened at the first quotes."""
    if reader.links is None:
        return ""
    document = excerpts[0].document
    start, end = quoted(excerpts[0].group)
    address = reader.links.quotation(reader.language, document.id, start, end)
    return (
        f'<p class="back"><a class="whole" href="{escape(address)}">'
        f"{escape(reader.texts['page.whole_document'])} "
        f'<span class="only-read">{escape(reader.texts["page.new_tab"])}</span></a></p>'
    )

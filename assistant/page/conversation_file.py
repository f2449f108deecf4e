"""A conversation as a file to keep: with numbered sources, quotes, and who made it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from markdown_it.token import Token

from assistant.answer import Citation
from assistant.page.anchors import source_id
from assistant.page.answer_text import follows_on
from assistant.page.conversation import Answered
from assistant.page.markdown import parse_markdown
from assistant.page.plain_answer import ai_notice, day
from assistant.page.source_names import source_name
from assistant.publishing import (
    Block,
    Heading,
    ItemList,
    Paragraph,
    Publication,
    Quotation,
    Run,
    text,
)
from assistant.standing import facts_of
from assistant.texts import load_texts
from corpus import Document, Language

_MARKER: Final = re.compile(r"(\[\d{1,3}\])")


def conversation_publication(
    answered: Sequence[Answered],
    documents: Mapping[str, Document],
    language: Language,
    name: str = "",
) -> Publication:
    """Return a conversation as a publication in the language of the page.

    :param name: what its reader calls it.
    :raises ValueError: there is no answer yet.
    """
    if not answered:
        raise ValueError("a conversation without an answer cannot be kept")
    texts = load_texts(language)
    writers = dict.fromkeys(one.reply.answer.writer for one in answered)
    blocks = [
        block
        for turn, one in enumerate(answered, start=1)
        for block in _turn(turn, one, one.documents or documents, language)
    ]
    return Publication(
        title=name
        or texts["page.download_title"].format(
            title=texts["page.title"], date=day(answered[-1], language)
        ),
        language=language,
        notice=texts["page.download_notice"],
        mark=texts["page.download_mark"].format(date=day(answered[-1], language)),
        author=texts["page.title"],
        made_at=answered[-1].at,
        blocks=tuple(blocks),
        settings=(("writer", ", ".join(writers)),),
    )


def _turn(
    turn: int, answered: Answered, documents: Mapping[str, Document], language: Language
) -> Iterator[Block]:
    texts = load_texts(language)
    reply = answered.reply
    spoken = reply.answer.language
    other = None if spoken == language else spoken
    yield Heading(1, text(" ".join(reply.question.split()), language=other))
    if reply.standalone_question.strip() != reply.question.strip():
        before = follows_on(reply.question, reply.standalone_question)
        told = texts["page.understood" if before is None else "page.follows_on"]
        said = before or " ".join(reply.standalone_question.split())
        yield Paragraph((Run(f"{told} "), Run(said, language=other)))
    numbers = {citation.number for citation in reply.answer.citations}
    yield from _body(parse_markdown(reply.answer.text), turn, numbers, other)
    if reply.answer.citations:
        yield Heading(2, text(texts["page.sources"]))
        for citation in reply.answer.citations:
            document = documents[citation.document]
            yield from _source(turn, citation, document, spoken, language)
    yield Paragraph((Run(ai_notice(answered, language), is_italic=True),))


def _source(
    turn: int, citation: Citation, document: Document, spoken: Language, language: Language
) -> Iterator[Block]:
    texts = load_texts(language)
    written_in = None if document.language == language else document.language
    quote = " ".join(citation.quote.split())
    name = source_name(citation, document, spoken)
    facts = " · ".join(facts_of(document, spoken))
    source = text(f"{name} · {facts}" if facts else name)
    if address := document.address_at(citation.page):
        source = (*source, Run(" · "), Run(texts["document.original"], url=address))
    yield Quotation(
        (Run(f"[{citation.number}] ", is_bold=True), Run(f"“{quote}”", language=written_in)),
        source,
        anchor=source_id(turn, citation.number),
    )
    if citation.translation:
        translation = " ".join(citation.translation.split())
        read_in = None if spoken == language else spoken
        yield Paragraph(
            (Run(f"{texts['page.working_translation']}: "), Run(translation, language=read_in))
        )


def _body(
    tokens: Sequence[Token], turn: int, numbers: set[int], language: Language | None
) -> Iterator[Block]:
    items: list[tuple[Run, ...]] = []
    depth = 0
    is_numbered = False
    is_heading = False
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            is_numbered = is_numbered or token.type == "ordered_list_open"
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
            if not depth:
                yield ItemList(tuple(items), "number" if is_numbered else "bullet")
                items, is_numbered = [], False
        elif token.type in ("heading_open", "heading_close"):
            is_heading = token.type == "heading_open"
        elif token.type == "inline":
            runs = _runs(token, turn, numbers, language)
            if depth:
                items.append(runs)
            else:
                yield Heading(2, runs) if is_heading else Paragraph(runs)
        elif token.type in ("fence", "code_block"):
            yield Paragraph((Run(token.content.strip(), language=language),))


def _runs(token: Token, turn: int, numbers: set[int], language: Language | None) -> tuple[Run, ...]:
    runs: list[Run] = []
    is_bold = is_italic = False
    for one in token.children or ():
        if one.type in ("strong_open", "strong_close"):
            is_bold = one.type == "strong_open"
        elif one.type in ("em_open", "em_close"):
            is_italic = one.type == "em_open"
        elif one.type == "text":
            for piece in filter(None, _MARKER.split(one.content)):
                number = int(piece[1:-1]) if _MARKER.fullmatch(piece) else None
                target = source_id(turn, number) if number in numbers and number else None
                runs.append(Run(piece, is_bold, is_italic, language, target=target))
        else:
            content = " " if one.type in ("softbreak", "hardbreak") else one.content
            runs.append(Run(content, is_bold, is_italic, language))
    # Every escaped mark is a token of its own; in a file what looks alike is one run.
    styles = groupby(runs, key=lambda run: replace(run, text=""))
    return tuple(replace(style, text="".join(one.text for one in alike)) for style, alike in styles)

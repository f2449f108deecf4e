"""From statements to an answer: Markdown with markers, and the citations that they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from assistant.answer import Answer, Citation, Outcome
from assistant.bold import bold
from assistant.standing import validity_of
from assistant.texts import load_texts
from assistant.verification import is_verbatim, without_markers
from assistant.writing.statement import Quotation, Statement
from corpus import Document, Language

_MARKDOWN: Final = re.compile(r"([\\`*_<>|~\[\]])")
# What opens a heading or list at the start of a line: "# ", "- ", "+ ", "1. ", "1) ", "===".
_BLOCK: Final = re.compile(r"^(\s*\d{0,9})([#+=.)-])(?=[\s#=-]|$)", re.MULTILINE)
_QUOTATION_MARKS: Final = '“”"„«»'

# Document, start and end of a quotation.
_Key = tuple[str, int, int]


def compose_answer(
    statements: Sequence[Statement],
    documents: Mapping[str, Document],
    language: Language,
    outcome: Outcome,
    writer: str,
    introduction: str = "",
) -> Answer:
    """Write an answer out of statements; one that does not stand in its document is left out.

    :param introduction: a line of ours above the quotations.
    """
    citations: dict[_Key, Citation] = {}
    sound = []
    for one in statements:
        citation = one.quotation.cited(len(citations) + 1)
        if is_verbatim(citation, documents):
            # The same quotation keeps its number.
            citations.setdefault(_key(one.quotation), citation)
            sound.append(one)
    parts = [introduction] if introduction else []
    for _, of_place in groupby(sound, key=lambda one: _place(one.quotation)):
        group = list(of_place)
        cited = [citations[_key(one.quotation)] for one in group]
        parts += [_body(group, cited), _source_line(group[0].quotation, cited, language)]
    return Answer(
        text="\n\n".join(parts),
        language=language,
        outcome=outcome,
        writer=writer,
        citations=tuple(citations.values()),
    )


def escape_markdown(text: str) -> str:
    """Return a text that shows as it is in Markdown: source text is data, not markup."""
    return _BLOCK.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", text))


def plain(text: str) -> str:
    """Return a text in which nothing is markup and nothing reads as a citation marker."""
    return escape_markdown(without_markers(text))


def _key(quotation: Quotation) -> _Key:
    return quotation.document.id, quotation.start, quotation.end


def _place(quotation: Quotation) -> tuple[str, ...]:
    return (quotation.document.id, *quotation.block.section)


def place_line(headings: Sequence[str]) -> str:
    """Return the title, with the last of the headings behind it, as Markdown."""
    title, *section = map(escape_markdown, headings)
    return f"*{title}* ({section[-1]})" if section else f"*{title}*"


def _source_line(quotation: Quotation, cited: Sequence[Citation], language: Language) -> str:
    """Return the name of a place, what to know of it, and the pages that are quoted from."""
    texts, document = load_texts(language), quotation.document
    place = place_line((document.short_title_in(language), *quotation.section_in(language)))
    standing = replace(document.standing, is_scan=any(one.standing.is_scan for one in cited))
    if validity := validity_of(standing, language):
        place = f"{place}, {', '.join(validity)}"
    is_translated = quotation.translation is not None
    line = texts["answer.in_source_translated" if is_translated else "answer.in_source"]
    pages = sorted({one.page for one in cited if one.page is not None})
    numbers = f", p. {', '.join(map(str, pages))}" if pages else ""
    return line.format(place=place) + numbers


def _body(statements: Sequence[Statement], cited: Sequence[Citation]) -> str:
    blocks = []
    numbered = zip(statements, cited, strict=True)
    for is_item, run in groupby(numbered, key=lambda one: one[0].kind == "item"):
        lines = [_line(statement, citation.number) for statement, citation in run]
        blocks.append(("\n" if is_item else "\n\n").join(lines))
    return "\n\n".join(blocks)


def _line(statement: Statement, number: int) -> str:
    """Return what is said with its marker, and whose words they are."""
    line = f"{_said(statement)} [{number}]"
    return f"{line}\n\n— {plain(statement.speaker)}" if statement.speaker else line


def _said(statement: Statement) -> str:
    text = plain(statement.text)
    if statement.kind == "item":
        return f"- {text}"
    if statement.kind == "speaker":
        return f"— {text}"
    if text.endswith(":"):
        return text
    answering = plain(statement.answering).strip(_QUOTATION_MARKS)
    return f"“{_with_bold(text.strip(_QUOTATION_MARKS), answering)}”"


def _with_bold(text: str, sentence: str) -> str:
    # Whole, not as the end of a longer word: "Raad." is no part of "De gemeenteraad."
    found = re.search(rf"(?<!\w){re.escape(sentence)}", text) if sentence else None
    return text[: found.start()] + bold(sentence) + text[found.end() :] if found else text

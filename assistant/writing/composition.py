"""From statements to an answer: Markdown with markers, and the citations that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
    texts = load_texts(language)
    citations: dict[_Key, Citation] = {}
    parts = [introduction] if introduction else []
    for _, of_place in groupby(statements, key=lambda one: _place(one.quotation)):
        group = [one for one in of_place if _cite(one.quotation, documents, citations)]
        if group:
            parts.append(_body(group, citations))
            cited = [citations[_key(one.quotation)] for one in group]
            line = _source_line(group[0].quotation, cited, language, texts)
            parts.append(line + _pages(cited))
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


def _cite(
    quotation: Quotation, documents: Mapping[str, Document], citations: dict[_Key, Citation]
) -> bool:
    """Add the citation if it is verbatim; the same quotation keeps its number."""
    key = _key(quotation)
    if key in citations:
        return True
    citation = quotation.cited(len(citations) + 1)
    if not is_verbatim(citation, documents):
        return False
    citations[key] = citation
    return True


def _key(quotation: Quotation) -> _Key:
    return quotation.document.id, quotation.start, quotation.end


def _place(quotation: Quotation) -> tuple[str, ...]:
    return (quotation.document.id, *quotation.block.section)


def place_line(headings: Sequence[str]) -> str:
    """Return the title, with the last of the headings behind it, as Markdown."""
    title, *section = map(escape_markdown, headings)
    return f"*{title}* ({section[-1]})" if section else f"*{title}*"


def _source_line(
    quotation: Quotation,
    cited: Iterable[Citation],
    language: Language,
    texts: Mapping[str, str],
) -> str:
    document = quotation.document
    place = place_line((document.short_title_in(language), *quotation.section_in(language)))
    standing = replace(document.standing, is_scan=any(one.standing.is_scan for one in cited))
    if validity := validity_of(standing, language):
        place = f"{place}, {', '.join(validity)}"
    if quotation.translation is not None:
        return texts["answer.in_source_translated"].format(place=place)
    return texts["answer.in_source"].format(place=place)


def _pages(citations: Iterable[Citation]) -> str:
    """Return the pages that are quoted from, as what stands behind the name of a source."""
    numbers = sorted({one.page for one in citations if one.page is not None})
    return f", p. {', '.join(map(str, numbers))}" if numbers else ""


def _body(group: Sequence[Statement], citations: Mapping[_Key, Citation]) -> str:
    blocks: list[str] = []
    items: list[str] = []
    for statement in group:
        marker = f"[{citations[_key(statement.quotation)].number}]"
        text = plain(statement.text)
        if statement.kind == "item":
            label = f"{statement.label}: " if statement.label else ""
            items.append(f"- {label}{text} {marker}")
            continue
        if items:
            blocks.append("\n".join(items))
            items = []
        if statement.kind == "speaker":
            blocks.append(f"— {text} {marker}")
        elif text.endswith(":"):
            blocks.append(f"{text} {marker}")
        else:
            answering = plain(statement.answering).strip(_QUOTATION_MARKS)
            said = _with_bold(text.strip(_QUOTATION_MARKS), answering)
            blocks.append(f"“{said}” {marker}")
    if items:
        blocks.append("\n".join(items))
    return "\n\n".join(blocks)


def _with_bold(text: str, sentence: str) -> str:
    # Whole, not as the end of a longer word: "Raad." is no part of "De gemeenteraad."
    found = re.search(rf"(?<!\w){re.escape(sentence)}", text) if sentence else None
    return text[: found.start()] + bold(sentence) + text[found.end() :] if found else text

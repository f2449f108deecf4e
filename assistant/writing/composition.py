"""From statements to an answer: Markdown with markers, and the citations that they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from assistant.answer import Answer, Citation, Outcome
from assistant.texts import load_texts
from assistant.verification import is_verbatim, without_markers
from assistant.writing.statement import Statement
from corpus import Document, Language

_MARKDOWN: Final = re.compile(r"([\\`*_<>|~\[\]])")


def compose_answer(
    statements: Sequence[Statement],
    documents: Mapping[str, Document],
    language: Language,
    outcome: Outcome,
    writer: str,
) -> Answer:
    """Write an answer out of statements; one that does not stand in its document is left out."""
    texts = load_texts(language)
    citations: dict[tuple[str, int, int], Citation] = {}
    parts: list[str] = []
    for _, of_source in groupby(statements, key=_source):
        group = [one for one in of_source if _cite(one, documents, language, citations)]
        if group:
            parts.append(_source_line(group[0], language, texts))
            parts.append(_body(group, citations, texts))
    return Answer(
        text="\n\n".join(parts),
        language=language,
        outcome=outcome,
        writer=writer,
        citations=tuple(citations.values()),
    )


def escape_markdown(text: str) -> str:
    """Return a text that shows as it is in Markdown: source text is data, not markup."""
    return _MARKDOWN.sub(r"\\\1", text)


def _source(statement: Statement) -> tuple[str, tuple[str, ...]]:
    return statement.quotation.passage.document, statement.quotation.passage.section


def _cite(
    statement: Statement,
    documents: Mapping[str, Document],
    language: Language,
    citations: dict[tuple[str, int, int], Citation],
) -> bool:
    """Add the statement's citation if it is verbatim; the same quotation keeps its number."""
    quotation = statement.quotation
    key = (quotation.passage.document, quotation.start, quotation.end)
    if key in citations:
        return True
    citation = Citation(
        number=len(citations) + 1,
        document=quotation.passage.document,
        title=quotation.passage.title,
        language=quotation.passage.language,
        section=quotation.passage.section,
        quote=documents[quotation.passage.document].original[quotation.start : quotation.end],
        start=quotation.start,
        end=quotation.end,
        translation=quotation.translation if language != quotation.passage.language else None,
    )
    if not is_verbatim(citation, documents):
        return False
    citations[key] = citation
    return True


def _source_line(statement: Statement, language: Language, texts: Mapping[str, str]) -> str:
    passage = statement.quotation.passage
    title, *section = passage.headings_in(language)
    place = f"*{escape_markdown(title)}*"
    if section:
        place += f" ({escape_markdown(section[-1])})"
    if statement.quotation.translation is not None:
        return texts["answer.in_source_translated"].format(place=place)
    return texts["answer.in_source"].format(place=place)


def _body(
    group: Sequence[Statement],
    citations: Mapping[tuple[str, int, int], Citation],
    texts: Mapping[str, str],
) -> str:
    lines: list[str] = []
    for statement in group:
        quotation = statement.quotation
        key = (quotation.passage.document, quotation.start, quotation.end)
        text = escape_markdown(without_markers(statement.text))
        marker = f"[{citations[key].number}]"
        if statement.kind == "item":
            lines.append(f"- {_without_list_mark(text)} {marker}")
        elif statement.kind == "speaker":
            lines.append(f"\n— {text} {marker}")
        elif text.endswith(":"):
            lines.append(f"{text} {marker}\n")
        else:
            lines.append(f"{texts['answer.open']}{text}{texts['answer.close']} {marker}\n")
    return "\n".join(lines).strip()


def _without_list_mark(text: str) -> str:
    # "1. Autonomie" inside a bullet would start a list of its own.
    return re.sub(r"^(\d{1,2})\.\s+", r"\1\\. ", text)

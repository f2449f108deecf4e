"""How a source is named under what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from assistant.answer import Citation
from assistant.course.excerpt import Wording, without_capitals
from assistant.course.items import Point, Said
from assistant.course.layout.texts import Texts
from assistant.publishing import Block, Paragraph, Quotation, Run
from assistant.publishing.publication import Runs
from assistant.texts import load_texts
from corpus import Document, Language

QUOTATION_MARKS: Final = '“”"„«» '


def quotation_of(said: Said, texts: Texts, documents: Mapping[str, Document]) -> Quotation:
    """Return what a source says with the line that names the source."""
    return Quotation(
        (quote_run(Wording(said.text, said.language), texts.language),),
        source_runs(said.citations, texts, documents),
    )


def quote_run(wording: Wording, language: Language) -> Run:
    """Return a quotation between quotation marks, marked with its language if it is another."""
    text = f"“{wording.text.strip(QUOTATION_MARKS)}”"
    return Run(text, language=wording.language if wording.language != language else None)


def source_runs(
    citations: Sequence[Citation],
    texts: Texts,
    documents: Mapping[str, Document],
    *,
    with_original: bool = True,
) -> Runs:
    """Return who says it, the document and section, and the original of a translation.

    :param with_original: off where no translation of the quotation is shown.
    """
    quoted = [one for one in citations if not is_byline(one, documents)]
    speakers = [one for one in citations if is_byline(one, documents)]
    runs: list[Run] = [
        Run(f"{speaker_line(one)}. ", language=_other(one, texts)) for one in speakers
    ]
    places = dict.fromkeys((one.document, one.section[-1:]) for one in quoted)
    for place, (document, section) in enumerate(places):
        short = documents[document].short_title_in(texts.language)
        page = next(one.page for one in quoted if one.document == document)
        address = documents[document].address_at(page)
        runs += [Run("; " if place else ""), Run(short, is_italic=True, url=address)]
        runs += [Run(f", {without_capitals(name)}") for name in section]
    if any(one.standing.is_scan for one in quoted):
        runs.append(Run(f" ({load_texts(texts.language)['document.scan']})"))
    if with_original and any(one.translation is not None for one in quoted):
        original = " ".join(" ".join(one.quote.split()) for one in quoted)
        runs.append(Run(f". {texts('working_translation')} "))
        runs.append(quote_run(Wording(original, quoted[0].language), texts.language))
    return tuple(one for one in runs if one.text)


def point_blocks(point: Point, texts: Texts, documents: Mapping[str, Document]) -> list[Block]:
    """Return what a source says in our words, where there are any, and the quotation."""
    lead: list[Block] = [Paragraph((Run(point.lead, is_bold=True),))] if point.lead else []
    return [*lead, quotation_of(point.said, texts, documents)]


def quotations_of(
    citations: Sequence[Citation], texts: Texts, documents: Mapping[str, Document]
) -> list[Block]:
    """Return the sentences that an answer rests on, with their source."""
    return [quotation_of(said_of(citations, texts, documents), texts, documents)]


def said_of(citations: Sequence[Citation], texts: Texts, documents: Mapping[str, Document]) -> Said:
    """Return the cited sentences as one text, without the lines that name who says them."""
    quoted = [one for one in citations if not is_byline(one, documents)] or citations
    shown = " ".join(" ".join((one.translation or one.quote).split()) for one in quoted)
    language = texts.language if quoted[0].translation else quoted[0].language
    return Said(shown, language, tuple(citations))


def is_byline(citation: Citation, documents: Mapping[str, Document]) -> bool:
    """Tell whether a citation is the line that names a speaker."""
    return any(
        block.kind == "byline" and block.start <= citation.start < block.end
        for block in documents[citation.document].blocks
    )


def speaker_line(citation: Citation) -> str:
    """Return name and office; of a name in two spellings the one beside the office."""
    lines = [line.strip() for line in (citation.translation or citation.quote).splitlines()]
    return ", ".join([line for line in lines if line][-2:])


def _other(citation: Citation, texts: Texts) -> Language | None:
    is_original = citation.translation is None and citation.language != texts.language
    return citation.language if is_original else None

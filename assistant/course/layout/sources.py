"""How a source is named under what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from assistant.answer import Citation
from assistant.course.excerpt import Wording, without_capitals
from assistant.course.items import Said
from assistant.course.layout.texts import Texts
from assistant.publishing import Block, Paragraph, Quotation, Run
from assistant.publishing.publication import Runs
from corpus import Document, Language
from corpus.document import BlockKind

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
    """Return who says it, the document, section and place, and the original of a translation.

    :param with_original: off where no translation of the quotation is shown.
    """
    quoted = [one for one in citations if not is_byline(one, documents)]
    speakers = [one for one in citations if is_byline(one, documents)]
    runs: list[Run] = [
        Run(f"{speaker_line(one)}. ", language=_other(one, texts)) for one in speakers
    ]
    for place, citation in enumerate(quoted):
        if place:
            runs.append(Run("; "))
        runs.append(Run(citation.title, is_italic=True))
        section = f", {without_capitals(citation.section[-1])}" if citation.section else ""
        runs.append(Run(f"{section} ({texts('place', start=citation.start, end=citation.end)})"))
        if citation.translation is not None and with_original:
            runs.append(Run(f". {texts('working_translation')} "))
            original = Wording(" ".join(citation.quote.split()), citation.language)
            runs.append(quote_run(original, texts.language))
    return tuple(runs)


def answer_blocks(
    citations: Sequence[Citation], texts: Texts, documents: Mapping[str, Document]
) -> list[Block]:
    """Return each quotation that an answer rests on, with its source."""
    blocks: list[Block] = []
    quoted = [one for one in citations if _kind(one, documents) not in ("byline", "heading")]
    speakers = [one for one in citations if is_byline(one, documents)]
    headings = [one for one in citations if _kind(one, documents) == "heading"]
    for citation in quoted:
        shown = citation.translation or citation.quote
        language = texts.language if citation.translation else citation.language
        said = Said(" ".join(shown.split()), language, (citation, *speakers))
        blocks.append(quotation_of(said, texts, documents))
        speakers = []
    if headings:
        blocks.append(Paragraph(_heading_runs(headings, texts)))
    return blocks


def _heading_runs(headings: Sequence[Citation], texts: Texts) -> Runs:
    """Return headings of the sources on one line, as they stand there."""
    runs = [Run(f"{texts('headings_in_source')} "), Run(headings[0].title, is_italic=True)]
    for place, citation in enumerate(headings):
        own = Wording(citation.quote, citation.language)
        where = texts("place", start=citation.start, end=citation.end)
        runs += [Run("; " if place else ": "), quote_run(own, texts.language), Run(f" ({where})")]
    return tuple(runs)


def is_byline(citation: Citation, documents: Mapping[str, Document]) -> bool:
    """Tell whether a citation is the line that names a speaker."""
    return _kind(citation, documents) == "byline"


def _kind(citation: Citation, documents: Mapping[str, Document]) -> BlockKind | None:
    return next(
        (
            block.kind
            for block in documents[citation.document].blocks
            if block.start <= citation.start < block.end
        ),
        None,
    )


def speaker_line(citation: Citation) -> str:
    """Return name and office; of a name in two spellings the one beside the office."""
    lines = [line.strip() for line in (citation.translation or citation.quote).splitlines()]
    return ", ".join([line for line in lines if line][-2:])


def _other(citation: Citation, texts: Texts) -> Language | None:
    is_original = citation.translation is None and citation.language != texts.language
    return citation.language if is_original else None

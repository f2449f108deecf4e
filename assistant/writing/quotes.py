"""The quotes writer: answers with sentences of the sources, word for word.

It needs no chat model and cannot invent anything: what it says are sentences of the documents (or
their working translations), each resting on the original sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.evidence.part import Part
from assistant.evidence.span_selection import Chosen, Span, is_list_wanted
from assistant.understanding.names import byline_lines
from assistant.writing.statement import Quotation, Source, Statement, StatementKind
from corpus import Document, Language, Sentence
from corpus.glossary import Term
from index.passages import Passage


def write_quotes(chosen: Chosen, language: Language) -> list[Statement]:
    """Return the statements that say the spans chosen for a part."""
    return [
        statement for span in chosen.spans for statement in _statements(span, chosen.part, language)
    ]


def define(term: Term, language: Language, documents: Mapping[str, Document]) -> Statement:
    """Return the sentences that the glossary's explanation of a term rests on."""
    document = documents[term.document]
    block = document.block_at(term.start)
    sentences = [one for one in block.sentences if one.start < term.end and term.start < one.end]
    return statement_of(Source.of_block(document, block), sentences, language, "sentence")


def _statements(span: Span, part: Part, language: Language) -> list[Statement]:
    passage = span.passage
    if passage.kind == "list" and is_list_wanted(span, part):
        return _list(passage, range(passage.lead_in + 1, len(passage.sentences)), language)
    introduces = passage.sentences[passage.lead_in].text.endswith(":")
    if passage.kind == "list" and introduces and passage.sentences[span.best].text[0].islower():
        # An item that is no sentence says little without the line that introduces it.
        return _list(passage, range(span.first, span.last + 1), language)
    last = len(passage.sentences) - 1
    if passage.kind != "quotation":
        return [_statement(passage, span.first, span.last, language, "sentence", span.best)]
    statements = [_statement(passage, last, last, language, "speaker")]
    if span.first < last:
        end = min(span.last, last - 1)
        said = _statement(passage, span.first, end, language, "sentence", span.best)
        statements.insert(0, said)
    return statements


def _list(passage: Passage, items: range, language: Language) -> list[Statement]:
    """Return the statements of items, below the line that introduces them."""
    return [
        _statement(passage, passage.headings, passage.lead_in, language, "sentence"),
        *(_statement(passage, place, place, language, "item") for place in items),
    ]


def _statement(
    passage: Passage,
    first: int,
    last: int,
    language: Language,
    kind: StatementKind,
    best: int | None = None,
) -> Statement:
    source, sentences = Source.of_passage(passage), passage.sentences[first : last + 1]
    said = statement_of(source, sentences, language, kind)
    if best is None or not first <= best <= last or first == last:
        return said
    answering = statement_of(source, [passage.sentences[best]], language, kind)
    return replace(said, answering=answering.text)


def statement_of(
    source: Source, sentences: Sequence[Sentence], language: Language, kind: StatementKind
) -> Statement:
    """Return a statement that says neighbouring sentences of a source."""
    translations = [sentence.translation or "" for sentence in sentences]
    is_translated = language != source.language and all(translations)
    text = " ".join(
        sentence.translation or "" if is_translated else sentence.text for sentence in sentences
    )
    return Statement(
        text=", ".join(byline_lines(text)) if kind == "speaker" else " ".join(text.split()),
        quotation=Quotation(
            source,
            sentences[0].start,
            sentences[-1].end,
            " ".join(translations) if is_translated else None,
        ),
        kind=kind,
    )

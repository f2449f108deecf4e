"""The quotes writer: answers with sentences of the sources, word for word.

It needs no chat model and cannot invent anything: what it says are sentences of the documents (or
their working translations), each resting on the original sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assistant.evidence.judgement import Part
from assistant.evidence.span_selection import Chosen, Span, is_list_wanted
from assistant.writing.statement import Statement, StatementKind, statement_of
from corpus import Document, Language
from corpus.glossary import Term


def write_quotes(
    chosen: Chosen, language: Language, documents: Mapping[str, Document]
) -> list[Statement]:
    """Return the statements that say the spans chosen for a part."""
    return [
        statement
        for span in chosen.spans
        for statement in _statements(span, chosen.part, language, documents[span.passage.document])
    ]


def define(term: Term, language: Language, documents: Mapping[str, Document]) -> Statement:
    """Return the sentences that the glossary's explanation of a term rests on."""
    document = documents[term.document]
    block = document.block_at(term.start)
    sentences = [one for one in block.sentences if one.start < term.end and term.start < one.end]
    return statement_of(document, sentences, language)


def _statements(span: Span, part: Part, language: Language, document: Document) -> list[Statement]:
    passage, sentences = span.passage, span.passage.sentences

    def say(first: int, last: int, kind: StatementKind = "sentence") -> Statement:
        said = statement_of(document, sentences[first : last + 1], language, kind)
        if kind != "sentence" or first == last or not first <= span.best <= last:
            return said
        answering = statement_of(document, [sentences[span.best]], language)
        return replace(said, answering=answering.text)

    if passage.kind == "quotation":
        # The last sentence is the byline, and is cited only where it is what answers.
        last = len(sentences) - 1
        said = [say(span.first, min(span.last, last - 1))] if span.first < last else []
        speaker = say(last, last, "speaker")
        if span.best < last:
            return [replace(said[0], speaker=speaker.text)]
        return [*said, speaker]
    lead_in = passage.lead_in
    items = range(span.first, span.last + 1)
    # An item that is no sentence says little without the line that introduces it.
    is_fragment = sentences[lead_in].text.endswith(":") and sentences[span.best].text[0].islower()
    if passage.kind == "list" and is_list_wanted(span, part):
        items = range(lead_in + 1, len(sentences))
    elif passage.kind != "list" or not is_fragment:
        return [say(span.first, span.last)]
    introduction = statement_of(document, sentences[passage.headings : lead_in + 1], language)
    return [introduction, *(say(place, place, "item") for place in items)]

"""The default writer: from what was found to an answer of quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import Answer
from assistant.texts import load_texts
from assistant.writing.composition import compose_answer
from assistant.writing.quotes import Part, write_quotes
from assistant.writing.source_terms import with_source_terms
from assistant.writing.structure import write_from_structure
from corpus import Document, Language
from corpus.glossary import Term
from index.ranking import RankedPassage

WRITER = "quotes"
# Structure answers only for the sources that the question is about.
_DOCUMENTS = 3


def write_answer(
    parts: Sequence[Part],
    passages: Sequence[RankedPassage],
    language: Language,
    documents: Mapping[str, Document],
    glossary: Sequence[Term],
) -> Answer:
    """Write an answer out of quotations, in ``language``."""
    near = dict.fromkeys(ranked.passage.document for ranked in passages[:_DOCUMENTS])
    question, asked_in = parts[0].question, parts[0].language
    statements = (
        write_from_structure(question, language, asked_in, {name: documents[name] for name in near})
        if len(parts) == 1
        else []
    )
    introduction = ""
    if len({one.label for one in statements}) > 1:
        introduction = load_texts(language)["answer.numbers_differ"]
    if not statements:
        statements = write_quotes(parts, language)
    return compose_answer(
        with_source_terms(statements, language, glossary),
        documents,
        language,
        "answered",
        WRITER,
        introduction,
    )

"""What a term means: the sentence that the glossary's explanation rests on."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.writing.quotes import statement_of
from assistant.writing.statement import Source, Statement
from corpus import Document, Language
from corpus.glossary import Term


def define(term: Term, language: Language, documents: Mapping[str, Document]) -> Statement:
    """Return the sentences that a term's explanation rests on."""
    document = documents[term.document]
    block = document.block_at(term.start)
    sentences = [one for one in block.sentences if one.start < term.end and term.start < one.end]
    return statement_of(Source.of_block(document, block), sentences, language, "sentence")

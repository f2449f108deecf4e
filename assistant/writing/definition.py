"""What a term means: the sentence that the glossary's explanation rests on."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.writing.statement import Quotation, Source, Statement
from corpus import Document, Language
from corpus.glossary import Term


def define(term: Term, language: Language, documents: Mapping[str, Document]) -> Statement:
    """Return the sentences that a term's explanation rests on."""
    document = documents[term.document]
    block = next(one for one in document.blocks if one.start <= term.start < one.end)
    sentences = [one for one in block.sentences if one.start < term.end and term.start < one.end]
    translations = [one.translation or "" for one in sentences]
    is_translated = language != document.language and all(translations)
    texts = translations if is_translated else [one.text for one in sentences]
    return Statement(
        text=" ".join(" ".join(texts).split()),
        quotation=Quotation(
            Source.of_block(document, block),
            sentences[0].start,
            sentences[-1].end,
            " ".join(translations) if is_translated else None,
        ),
    )

"""The documents as they are indexed: those without a catalogue with what a chat model wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Final

from corpus import LANGUAGES, Document, Language
from corpus.catalogue import CatalogueEntry
from corpus.open_questions import OpenQuestions
from index.machine_made import MachineMade, PassageQuestions, question_key
from index.passages import Passage, cut_passages

# What is left open tells something only beside what is answered: with fewer passages asked about,
# a question to one of the others would be refused.
_SHARE_MIN: Final = 0.9


def passages_without_catalogue(
    documents: Sequence[Document],
) -> Iterator[tuple[Document, Passage]]:
    """Yield the passages of text of the documents that nobody has written questions for."""
    for document in documents:
        if not document.catalogue and document.open_questions == OpenQuestions():
            for passage in cut_passages(document):
                if passage.kind != "outline":
                    yield document, passage


def searched_documents(documents: Sequence[Document], kept: MachineMade) -> tuple[Document, ...]:
    """Return the documents as they are indexed: with the questions that are kept for them.

    What they leave open is in it only where nearly every passage was asked about.
    """
    if not kept.path.is_dir():
        return tuple(documents)
    wanted: dict[str, set[tuple[int, int]]] = {}
    for document, passage in passages_without_catalogue(documents):
        wanted.setdefault(document.id, set()).add((passage.start, passage.end))
    written = {
        document.id: [
            one for one in kept.of(document) if (one.start, one.end) in wanted[document.id]
        ]
        for document in documents
        if document.id in wanted
    }
    is_whole = sum(map(len, written.values())) >= _SHARE_MIN * sum(map(len, wanted.values()))
    answered = {
        language: {
            question_key(question, language)
            for ones in written.values()
            for one in ones
            for question in one.answered_in(language)
        }
        for language in LANGUAGES
    }
    return tuple(
        _with(document, written[document.id], answered, is_whole)
        if written.get(document.id)
        else document
        for document in documents
    )


def _with(
    document: Document,
    written: Sequence[PassageQuestions],
    answered: Mapping[Language, Set[tuple[str, ...]]],
    is_whole: bool,
) -> Document:
    catalogue = tuple(
        CatalogueEntry(
            start=one.start,
            end=one.end,
            is_outline=False,
            is_stale=False,
            questions_nl=one.nl,
            questions_en=one.en,
            terms_nl=(),
            terms_en=(),
        )
        for passage in written
        for one in passage.answered
    )
    if not is_whole:
        return replace(document, catalogue=catalogue)

    def left_open(language: Language) -> tuple[str, ...]:
        return tuple(
            question
            for passage in written
            for question in passage.left_open.questions(language)
            if question_key(question, language) not in answered[language]
        )

    return replace(
        document,
        catalogue=catalogue,
        open_questions=OpenQuestions(nl=left_open("nl"), en=left_open("en")),
    )

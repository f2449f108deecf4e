"""The default writer: from what was found to an answer of quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import Answer
from assistant.refusal import WRITER, not_in_sources
from assistant.texts import load_texts
from assistant.writing.composition import compose_answer
from assistant.writing.introduction import introduce
from assistant.writing.quotes import Part, choose_stretches, write_quotes
from assistant.writing.source_terms import with_source_terms
from assistant.writing.structure import write_from_structure
from corpus import Document, Language
from corpus.glossary import Term
from index.ranking import RankedPassage

# Structure answers only for the sources that the question is about.
_DOCUMENTS = 3


def write_answer(
    parts: Sequence[Part],
    passages: Sequence[RankedPassage],
    language: Language,
    documents: Mapping[str, Document],
    glossary: Sequence[Term],
    unknown: Sequence[str] = (),
) -> Answer:
    """Write an answer out of quotations, in ``language``.

    :param unknown: names in the question that no document mentions.
    """
    texts = load_texts(language)
    near = dict.fromkeys(ranked.passage.document for ranked in passages[:_DOCUMENTS])
    if len(parts) == 1 and not unknown:
        structured = write_from_structure(
            parts[0].question,
            language,
            parts[0].language,
            {name: documents[name] for name in near},
        )
        if structured:
            differ = len({one.label for one in structured}) > 1
            introduction = texts["answer.numbers_differ"] if differ else ""
            return compose_answer(structured, documents, language, "answered", WRITER, introduction)
    chosen = choose_stretches(parts)
    answered = [one for one in chosen if one.is_answered]
    if unknown or not answered:
        return not_in_sources(language, [stretch for one in chosen for stretch in one.stretches])
    is_whole = len(answered) == len(chosen)
    return compose_answer(
        with_source_terms(write_quotes(answered, language), language, glossary),
        documents,
        language,
        "answered" if is_whole else "partly_answered",
        WRITER,
        introduce(answered, texts, is_whole=is_whole),
    )

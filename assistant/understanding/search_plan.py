"""From a question to what is searched for: its parts, in which documents, and other words for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.understanding.numbered_elements import asked_number, find_numberings, numberings
from assistant.understanding.query_decomposition import split_facets
from assistant.understanding.source_mention import find_source_mention
from assistant.understanding.speakers import named_speaker
from corpus import Document, Language
from corpus.glossary import Term, expand_terms, mentioned_terms


@dataclass(frozen=True, slots=True)
class Search:
    """One thing to search for.

    ``also``: other names of what is asked, for keyword search; ``documents``: the sources that
    the question names, empty when it names none; ``names_the_subject``: it names a source, a
    speaker, a term of the glossary, or a numbered element of one (there or not), so it is about the
    library however few other words it has; ``speaker``: who is named, of those who are quoted in
    the library.
    """

    question: str
    also: tuple[str, ...]
    documents: tuple[str, ...]
    names_the_subject: bool
    speaker: str | None = None


def plan_searches(
    question: str,
    language: Language,
    documents: Mapping[str, Document],
    glossary: Sequence[Term],
) -> tuple[Search, ...]:
    """Return the searches for a question: one per part, and one per source that a part names.

    :param documents: those that people may name.
    """
    everything = tuple(documents.values())
    has_numbers = any(True for document in everything for _ in numberings(document))
    searches: list[Search] = []
    for facet in split_facets(question):
        mention = find_source_mention(facet, language, everything)
        terms = mentioned_terms(mention.question, language, glossary)
        also = tuple(expand_terms(mention.question, language, glossary))
        number = asked_number(facet)
        numbered = find_numberings(facet, language, everything) if number is not None else ()
        also = (*also, *(one.name_in(language) for one in numbered))
        speaker = named_speaker(facet, everything)
        sources = [(mention.question, mention.documents)]
        if len(mention.documents) > 1:
            sources = [(mention.question, (name,)) for name in mention.documents]
        elif mention.is_joined:
            sources = [(mention.question_of_source, mention.documents), (mention.question, ())]
        searches.extend(
            Search(
                text,
                also,
                source,
                bool(mention.documents or speaker or terms or (number is not None and has_numbers)),
                speaker,
            )
            for text, source in sources
        )
    return tuple(searches)

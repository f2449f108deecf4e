"""Running the searches of a question: what was found for each of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from assistant.question_kind import stressed_words
from assistant.search_plan import Search
from assistant.unknown_names import unknown_names
from assistant.writing.part import Part
from corpus import LANGUAGES, Language
from index.keywords import tokens
from index.ranking import RankedPassage
from index.retriever import HybridRetriever

# A question that names its source wants passages of it, also when others are nearer.
_SEARCHED_WHEN_NAMED: Final = 60
# What is quoted, or asked after an introduction, counts twice.
_STRESS: Final = 2.0


def find_parts(
    retriever: HybridRetriever,
    searches: Sequence[Search],
    language: Language,
    count: int,
    said: str,
) -> tuple[Part, ...]:
    """Return what was found for every search, ``count`` passages each.

    :param said: the answer before, when the question follows up on it.
    """
    return tuple(_part(retriever, search, language, count, said) for search in searches)


def _part(
    retriever: HybridRetriever, search: Search, language: Language, count: int, said: str
) -> Part:
    known, unknown_weight = _word_weights(retriever, search.question, language)
    return Part(
        question=search.question,
        language=language,
        passages=_find(retriever, search, language, count),
        word_weights=known,
        kind=search.kind,
        speaker=search.speaker,
        also=search.also,
        names_the_subject=search.names_the_subject,
        said=said,
        unknown_weight=unknown_weight,
    )


def names_without_mention(retriever: HybridRetriever, question: str) -> tuple[str, ...]:
    """Return the names in a question that no document mentions, in either language."""
    index = retriever.index

    def is_known(word: str) -> bool:
        return any(index.known_words(word, language) for language in LANGUAGES)

    return unknown_names(question, is_known, index.vocabulary)


def _find(
    retriever: HybridRetriever, search: Search, language: Language, count: int
) -> tuple[RankedPassage, ...]:
    """Return the best passages for a search, those of the sources it names before all others."""
    found = retriever.search(
        search.question,
        count if not search.documents else _SEARCHED_WHEN_NAMED,
        language,
        " ".join(search.also),
    )
    found.sort(
        key=lambda ranked: (
            bool(search.documents) and ranked.passage.document not in search.documents
        )
    )
    return tuple(found[:count])


def _word_weights(
    retriever: HybridRetriever, question: str, language: Language
) -> tuple[dict[str, float], float]:
    """Return how rare each word is that the library has, and how rare the others are together."""
    known = retriever.index.known_words(question, language)
    weights = retriever.index.word_weights(question, language)
    stressed = set(tokens(stressed_words(question), language))
    return (
        {
            word: weight * (_STRESS if word in stressed else 1.0)
            for word, weight in weights.items()
            if word in known
        },
        sum(weight for word, weight in weights.items() if word not in known),
    )

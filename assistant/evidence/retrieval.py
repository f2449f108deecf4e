"""Running the searches of a question, and reading what they find."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import Final

from assistant.evidence.follow_up import FollowUp, follow_up_signals
from assistant.evidence.judgement import Part, judge
from assistant.evidence.signals import SentenceSignals, sentence_signals
from assistant.understanding.search_plan import Search
from corpus import Language
from index.ranking import RankedPassage
from index.reader.reader import Reader
from index.retriever import HybridRetriever

# The part about one of several named sources wants passages of it, also when others are nearer.
_SEARCHED_WHEN_NAMED: Final = 60
# The evidence is among the first eight passages for 0.98 of the train split, among five for 0.97.
READ_MAX: Final = 8
_READ_PER_PART_MIN: Final = 3


def find_parts(
    retriever: HybridRetriever,
    reader: Reader,
    searches: Sequence[Search],
    language: Language,
    count: int,
    follow_up: FollowUp | None = None,
) -> tuple[Part, ...]:
    """Return what was found for every search, ``count`` passages each, and read.

    :param follow_up: what was typed, when the searches stand for a question that follows up.
    """
    reads = max(_READ_PER_PART_MIN, READ_MAX // max(1, len(searches)))
    parts = []
    for search in searches:
        vector = retriever.index.query_vector(search.question, language)
        wanted = count if search.document is None else _SEARCHED_WHEN_NAMED
        ranked = retriever.search(search.question, wanted, language, " ".join(search.also), vector)
        # Passages of the source that it names stand before all others.
        ranked.sort(key=lambda one: search.document not in (None, one.passage.document))
        passages = tuple(ranked[:count])
        near = passages[:reads]
        found = signals_of(retriever, reader, search.question, near, language)
        texts = [one.passage for one in near]
        typed = follow_up_signals(reader, texts, language, follow_up) if follow_up else None
        left_open = retriever.open_nearness(vector)
        # Documents without a catalogue are no better known for lying beside some that have one.
        kind = retriever.index.manifest.library if left_open else "plain"
        judgement = judge(found, language, kind, left_open, typed)
        parts.append(Part(search, language, passages, judgement))
    return tuple(parts)


def signals_of(
    retriever: HybridRetriever,
    reader: Reader,
    question: str,
    passages: Sequence[RankedPassage],
    language: Language,
) -> list[tuple[RankedPassage, list[tuple[int, SentenceSignals]]]]:
    """Return each passage with the signals of its sentences; an outline holds none."""
    texts = [ranked for ranked in passages if ranked.passage.kind != "outline"]
    readings = reader.read(question, [ranked.passage for ranked in texts], language)
    weights = retriever.index.word_weights(question, language)
    known = retriever.index.known_words(question, language)
    background = (
        retriever.index.background("passages", language),
        retriever.index.background("sentences", language),
    )
    return [
        (
            ranked,
            list(sentence_signals(ranked, reading, place, language, weights, known, background)),
        )
        for place, (ranked, reading) in enumerate(zip(texts, readings, strict=True))
    ]


def interleave(rankings: Sequence[Sequence[RankedPassage]]) -> tuple[RankedPassage, ...]:
    """Merge rankings by taking the best of each in turn, every passage once."""
    merged: dict[str, RankedPassage] = {}
    for ranked in filter(None, chain.from_iterable(zip_longest(*rankings))):
        merged.setdefault(ranked.passage.id, ranked)
    return tuple(merged.values())

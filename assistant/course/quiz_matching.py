"""Matching questions: what belongs to what, where nothing belongs to two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Citation
from assistant.course.drawing import alternated, generator, shuffled
from assistant.course.elements import dimensions_of
from assistant.course.excerpt import Excerpt, Wording
from assistant.course.items import Matching, item_id
from assistant.course.quiz_terms import distinct_terms
from assistant.course.quiz_voices import sayings
from assistant.course.sources import Sources, term_excerpt
from assistant.course.wording import shared_words

_PAIRS_MIN = 3
_TERMS = 4
# The other terms of the subject are left for questions of their own.
_OWN_TERMS = 2
# Each round draws other pairs of the same sort.
_ROUNDS = 4


def matchings(sources: Sources) -> Iterator[Matching]:
    """Yield element–dimension, speaker–quotation and term–explanation, in turn."""
    rounds = range(_ROUNDS)
    yield from alternated(
        [one for turn in rounds if (one := _dimensions(sources, turn))],
        [one for turn in rounds if (one := _speakers(sources, turn))],
        [one for turn in rounds if (one := _terms(sources, turn))],
    )


def _dimensions(sources: Sources, turn: int) -> Matching | None:
    """Match one element with each dimension: those of the subject first."""
    if not sources.subject.elements:
        return None
    language = sources.language
    wanted = {one.heading.place for one in sources.subject.elements}
    pairs: list[tuple[Wording, str]] = []
    cited: list[Excerpt] = []
    for dimension in dimensions_of(sources.elements):
        name = dimension.name(language)
        fitting = [
            one
            for one in sources.elements
            if one.dimension.place == dimension.place
            and not shared_words(name, one.name(language), language)
        ]
        mixed = shuffled(sources.request, f"matching:{turn}", fitting)
        mixed.sort(key=lambda one: one.heading.place not in wanted)
        if mixed:
            pairs.append((Wording(mixed[0].name(language), language), name))
            cited += [mixed[0].heading, dimension]
    if not any(one.heading.place in wanted for one in sources.elements) or not any(
        one.place in wanted for one in cited
    ):
        return None
    asks = tuple(left.text for left, _ in pairs)
    return _matching(sources, "match_dimension", pairs, asks, sources.cite(*cited))


def _speakers(sources: Sources, turn: int) -> Matching | None:
    """Match a quotation with each speaker."""
    mixed = shuffled(sources.request, f"speakers:{turn}", sayings(sources))
    said = {voice.name: one for voice, one in mixed}
    pairs = [(one.wording(sources.language), name) for name, one in sorted(said.items())]
    asks = tuple(left.text for left, _ in pairs)
    return _matching(sources, "match_speaker", pairs, asks, sources.cite(*said.values()))


def _terms(sources: Sources, turn: int) -> Matching | None:
    """Match an explanation with each term; one of them at least belongs to the subject."""
    language = sources.language
    title = sources.subject.title
    own = [
        term
        for term in shuffled(sources.request, f"matching terms:{turn}", sources.terms)
        if not shared_words(term.term(language), title, language)
    ]
    terms = distinct_terms(sources, _TERMS, own[:_OWN_TERMS])
    if not {one.nl for one in terms} & {one.nl for one in own}:
        return None
    excerpts = [term_excerpt(term, sources.documents) for term in terms]
    pairs = [(Wording(term.explanation(language), language), term.term(language)) for term in terms]
    cited = [one for one in excerpts if one is not None]
    asks = tuple(term.nl for term in terms)
    return _matching(sources, "match_term", pairs, asks, sources.cite(*cited))


def _matching(
    sources: Sources,
    question: str,
    pairs: Sequence[tuple[Wording, str]],
    asks: tuple[str, ...],
    citations: tuple[Citation, ...],
) -> Matching | None:
    answers = [name for _, name in pairs]
    is_ambiguous = len(set(answers)) < len(answers)
    gives_away = any(
        shared_words(answer, left.text, sources.language) for left, _ in pairs for answer in answers
    )
    if len(pairs) < _PAIRS_MIN or is_ambiguous or gives_away:
        return None
    identifier = item_id("match", question, *sorted((left.text, name) for left, name in pairs))
    right = sorted(answers)
    generator(sources.request, identifier).shuffle(right)
    return Matching(
        id=identifier,
        citations=citations,
        question=sources.text(question),
        left=tuple(left for left, _ in pairs),
        right=tuple(right),
        pairs=tuple(right.index(name) for _, name in pairs),
        asks=asks,
    )

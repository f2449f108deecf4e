"""Searching the library: passages with the words that were searched for marked in them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from assistant.evidence.subject import is_outside_subject, measure_evidence
from assistant.page.site.reading import Piece
from assistant.standing import date_of, validity_of
from corpus import LANGUAGES, Document, Language, Sentence, detect_language, other_language
from corpus.glossary import Term, mentioned_terms
from corpus.versions import newest_first
from corpus.words import plain_words, tokens
from index.passages import Passage
from index.ranking import RankedPassage
from index.retriever import HybridRetriever

_HITS_MAX: Final = 10
# So many are looked at for a place among those: a short passage about the subject in other words
# may rank before a long one with the word itself.
_CANDIDATES: Final = 40
_TERMS_MAX: Final = 3
_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, as it is shown.

    ``pieces``: its text in ``language``, the words searched for marked; ``is_translation``: that
    is a working translation. ``is_outline``: it is a list of headings, which stand apart from
    each other in the document. ``holds``: which of the words stand in it as they were typed.
    ``date`` and ``validity`` are of the document, in words.
    """

    document: str
    title: str
    section: tuple[str, ...]
    place_language: Language
    language: Language
    pieces: tuple[Piece, ...]
    is_translation: bool
    is_outline: bool
    start: int
    end: int
    holds: Literal["all", "some", "none"]
    date: str = ""
    validity: tuple[str, ...] = ()

    @property
    def words_found(self) -> int:
        """How often a word that was searched for stands in the text."""
        return sum(piece.is_marked for piece in self.pieces)


def search_library(words: str, language: Language, retriever: HybridRetriever) -> tuple[Hit, ...]:
    """Return what the library says on ``words``; nothing if it says nothing.

    First what holds every word as it was typed, then what holds one of them, then other forms of
    a word and other words on the same subject; the best of each first. What is about something
    else than the library is found only by its words.

    :param language: that of the reader, in which a passage is shown unless more of the
        words searched for stand in the other language.
    """
    searched_in = _language_of(words, language, retriever)
    found = retriever.search(words, _CANDIDATES, searched_in)
    hits = [_hit(ranked.passage, words, language) for ranked in found]
    only_words = _is_outside(words, found, searched_in, retriever)
    # Headings without the words tell a reader nothing; text may, in other words.
    told = [hit for hit in hits if hit.words_found or not (only_words or hit.is_outline)]
    told.sort(key=lambda hit: (("all", "some", "none").index(hit.holds), not hit.words_found))
    return tuple(told[:_HITS_MAX])


def with_standing(
    hits: Sequence[Hit], documents: Mapping[str, Document], language: Language
) -> tuple[Hit, ...]:
    """Return hits with what is known of their documents, of versions of one the newest first."""
    told = []
    for hit in hits:
        standing = documents[hit.document].standing_of(hit.start, hit.end)
        date, validity = date_of(standing, language), validity_of(standing, language)
        told.append(replace(hit, date=date, validity=validity))
    return newest_first(told, lambda hit: documents[hit.document], documents)


def find_terms(words: str, glossary: Sequence[Term]) -> tuple[Term, ...]:
    """Return the terms that ``words`` name, in either language, or else those whose names hold them."""
    named = [term for each in LANGUAGES for term in mentioned_terms(words, each, glossary)]
    named = named or [
        term
        for each in LANGUAGES
        if (wanted := set(tokens(words, each)))
        for term in glossary
        if wanted <= set(tokens(term.term(each), each))
    ]
    return tuple(dict.fromkeys(named))[:_TERMS_MAX]


def _language_of(words: str, language: Language, retriever: HybridRetriever) -> Language:
    """Return the language of words: that in which the library has more of them, if there is one.

    Of a word or two the spelling tells too little: "alderman" was searched for in Dutch.
    """
    guessed = detect_language(words, language, is_question=True)
    other = other_language(guessed)
    known, known_elsewhere = (
        len(retriever.index.known_words(words, each)) for each in (guessed, other)
    )
    return other if known_elsewhere > known else guessed


def _is_outside(
    words: str,
    found: Sequence[RankedPassage],
    language: Language,
    retriever: HybridRetriever,
) -> bool:
    weights = retriever.index.word_weights(words, language)
    evidence = measure_evidence(found, language, weights)
    has_catalogue = any(not math.isnan(ranked.question_similarity) for ranked in found)
    return is_outside_subject(evidence, "catalogued" if has_catalogue else "plain")


def _hit(passage: Passage, words: str, language: Language) -> Hit:
    texts = {
        each: _pieces(passage, words, each)
        for each in (language, other_language(language))
        if passage.text_in(each) is not None
    }
    # The reader's language, which comes first, unless more of the words stand in the other.
    shown = max(texts, key=lambda each: sum(piece.is_marked for piece in texts[each]))
    # The title and headings above a text stand in its place; of an outline they are all there is.
    place = passage.headings_in(language)
    is_translated_place = place[0] != passage.title or language == passage.language
    return Hit(
        document=passage.document,
        title=place[0],
        section=place[1:],
        place_language=language if is_translated_place else passage.language,
        language=shown,
        pieces=texts[shown],
        is_translation=shown != passage.language,
        is_outline=passage.kind == "outline",
        start=_quotable(passage)[0].start,
        end=passage.end,
        holds=_held(words, texts[shown], shown),
    )


def _held(
    words: str, pieces: Sequence[Piece], language: Language
) -> Literal["all", "some", "none"]:
    wanted = set(plain_words(words, language))
    there = set(plain_words(" ".join(one.text for one in pieces if one.is_marked), language))
    if not wanted & there:
        return "none"
    return "all" if wanted <= there else "some"


def _quotable(passage: Passage) -> Sequence[Sentence]:
    body = passage.sentences[passage.headings :]
    return body or passage.sentences


def _pieces(passage: Passage, words: str, language: Language) -> tuple[Piece, ...]:
    between = " · " if passage.kind == "outline" else " "
    is_original = language == passage.language
    text = between.join(
        " ".join((sentence.text if is_original else sentence.translation or "").split())
        for sentence in _quotable(passage)
    )
    return tuple(mark_words(text, words, language))


@lru_cache(maxsize=20_000)
def _stems(word: str, language: Language) -> frozenset[str]:
    # Without keeping them, a search of 25 ms takes 109 ms: two thousand words, most of them again.
    return frozenset(tokens(word, language))


def mark_words(text: str, words: str, language: Language) -> Iterator[Piece]:
    """Yield a text with the words marked that have a stem in common with ``words``."""
    wanted = set(tokens(words, language))
    position = 0
    for found in _WORD.finditer(text):
        if wanted.isdisjoint(_stems(found[0], language)):
            continue
        if position < found.start():
            yield Piece(text[position : found.start()])
        yield Piece(found[0], is_marked=True)
        position = found.end()
    if position < len(text):
        yield Piece(text[position:])

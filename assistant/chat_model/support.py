"""Whether a quotation carries a statement.

What can be decided by rule is: numbers and dates, names, who comes before whom, what is denied.
Whether the rest follows is judged by its words, weighted by how rare they are: a statement stays
close to the words of its quotation, or is not shown. Only where the quotation does not exist in the
statement's language does the nearness of their vectors decide.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from assistant.answer import Objection
from assistant.chat_model.facts import holds_markup, names, numbers, words
from assistant.chat_model.negation import agrees_in_negation, denies
from assistant.chat_model.places import changes_places
from assistant.chat_model.quotation_search import FoundQuote
from corpus import Language, detect_language, other_language
from corpus.words import tokens

# Of the words that the question does not have, by weight: those that the quotation or its headings
# must hold, and of all words those that the quotation itself must hold.
_COVERED: Final = 0.8
_COVERED_BY_QUOTE: Final = 0.4
# Across languages only vectors can tell: 92 % of sentences are this near to their own translation,
# 1 % to that of the next sentence (n = 214, eval/choices.md).
_NEAR_ACROSS: Final = 0.6
# "Verantwoordelijk" and "verantwoordelijkheid", "raad" and "gemeenteraad".
_STEM_CHARACTERS: Final = 4


@dataclass(frozen=True, slots=True)
class Comparison:
    """How statements are compared with quotations.

    ``word_weights`` returns how rare each stemmed word of a text is, ``known_words`` those that the
    library has; ``nearness`` the centred cosine of two texts, each with its language.
    ``known_names`` are the names, in lower case, that the passages speak of, ``subject_words`` the
    stemmed words of their headings.
    """

    word_weights: Callable[[str, Language], Mapping[str, float]]
    known_words: Callable[[str, Language], frozenset[str]]
    nearness: Callable[[str, Language, str, Language], float]
    known_names: frozenset[str]
    subject_words: Mapping[Language, frozenset[str]]


def objection(
    statement: str, found: FoundQuote, language: Language, question: str, comparison: Comparison
) -> Objection | None:
    """Return why a quotation does not carry a statement in ``language``; ``None`` if it does.

    :param question: an answer repeats its words.
    """
    if holds_markup(statement):
        return "markup"
    if detect_language(statement, language) != language:
        return "language"
    own, other = _quoted(found, language), _quoted(found, other_language(language))
    context = _context(found)
    everything = " ".join((own, other, context))
    if numbers(statement) - numbers(everything, also_unsure=True):
        return "numbers"
    named = names(statement, comparison.known_names)
    if not words(everything).issuperset(named):
        return "names"
    if not own:
        return _objection_across(statement, other, language, comparison)
    if not agrees_in_negation(statement, own, language):
        return "negation"
    if changes_places(statement, own, language, comparison.known_names):
        return "order"
    if not _is_covered(statement, own, context, question, language, comparison):
        return "content"
    return None


def _objection_across(
    statement: str, quote: str, language: Language, comparison: Comparison
) -> Objection | None:
    """Judge a statement by a quotation that exists only in the other language."""
    far = other_language(language)
    if denies(statement, language) != denies(quote, far):
        return "negation"
    near = comparison.nearness(statement, language, quote, far)
    return None if near >= _NEAR_ACROSS else "content"


def _quoted(found: FoundQuote, language: Language) -> str:
    """Return the quoted sentences in ``language``; empty where they do not exist in it."""
    if language == found.passage.language:
        return " ".join(sentence.text for sentence in found.sentences)
    if any(sentence.translation is None for sentence in found.sentences):
        return ""
    return " ".join(sentence.translation or "" for sentence in found.sentences)


def _context(found: FoundQuote) -> str:
    """Return what stands around a quotation and says what it is about: headings, its speaker."""
    passage = found.passage
    parts = [*passage.headings_in("nl"), *passage.headings_in("en")]
    if passage.kind == "quotation":
        speaker = passage.sentences[-1]
        parts += [speaker.text, speaker.translation or ""]
    return " . ".join(parts)


def _is_covered(
    statement: str,
    own: str,
    context: str,
    question: str,
    language: Language,
    comparison: Comparison,
) -> bool:
    """Tell whether the words of a statement come from its quotation.

    What the passages are about (words of their headings) must stand in the quotation or above it,
    even when the question has it: "does the team report to the council?" proves nothing. A word
    that the library does not have at all cannot come from it.
    """
    weights = comparison.word_weights(statement, language)
    quoted = set(tokens(own, language))
    held = quoted | set(tokens(context, language))
    asked = set(tokens(question, language))

    def missing(stems: Iterable[str], among: Collection[str]) -> set[str]:
        return {stem for stem in stems if stem not in among and not _is_part(stem, among)}

    if missing(weights.keys() & comparison.subject_words[language], held):
        return False
    new = weights.keys() - asked
    absent = missing(new, held)
    if absent - comparison.known_words(statement, language):
        return False
    return _sum(weights, absent) <= (1 - _COVERED) * _sum(weights, new) and _sum(
        weights, missing(weights, quoted)
    ) <= (1 - _COVERED_BY_QUOTE) * _sum(weights, weights)


def _sum(weights: Mapping[str, float], stems: Iterable[str]) -> float:
    return sum(weights[stem] for stem in stems)


def _is_part(stem: str, among: Collection[str]) -> bool:
    """Tell whether a stem is part of one of the others, or one of them part of it."""
    if len(stem) < _STEM_CHARACTERS:
        return False
    return any(stem in one or (len(one) >= _STEM_CHARACTERS and one in stem) for one in among)

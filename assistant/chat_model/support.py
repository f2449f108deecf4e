"""Whether a quotation carries a statement.

What can be decided by rule is: numbers and dates, names, how far something holds, what is denied,
who comes before whom and who says so. Whether the rest follows is judged by its words, weighted by
how rare they are: a statement stays close to the words of one sentence of its quotation, or the
quotation is shown instead. In doubt it is: that is no loss of truth. A learned judge of both has a
say beside the rules: what it doubts is not shown, and what it is sure of is, whatever its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.answer import Objection
from assistant.chat_model.facts import holds_markup, names, number_words, numbers, words
from assistant.chat_model.negation import agrees_in_negation
from assistant.chat_model.places import changes_places
from assistant.chat_model.qualification import keeps_qualifications, keeps_speaker
from assistant.chat_model.quotation_search import FoundQuote
from corpus import Language, detect_language, other_language
from corpus.words import tokens

# Of the words that the question does not have, by weight: those that the quotation or its headings
# must hold, and of all words those that the quotation itself must hold.
_COVERED: Final = 0.6
_COVERED_BY_QUOTE: Final = 0.4
# "Verantwoordelijk" and "verantwoordelijkheid", "raad" and "gemeenteraad".
_STEM_CHARACTERS: Final = 4
# Log-odds of the learned judge, by the lies about documents kept apart from its training: half of
# them are below the first, one in fifty is above the second (eval/choices.md).
_DOUBTFUL: Final = -1.06
_CERTAIN: Final = 3.0
_QUESTION: Final = re.compile(r"\?[\s)”’\"']*$")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How statements are compared with quotations.

    ``word_weights`` returns how rare each stemmed word of a text is, ``known_words`` those that the
    library has; ``log_odds`` is that of :class:`assistant.chat_model.entailment.Entailment`;
    ``known_names`` are the names, in lower case, that the passages speak of,
    ``subject_words`` the stemmed words of their headings.
    """

    word_weights: Callable[[str, Language], Mapping[str, float]]
    known_words: Callable[[str, Language], frozenset[str]]
    log_odds: Callable[[str, str], float]
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
    quoted = _quoted(found, language)
    if not quoted:
        return "untranslated"
    # A question says nothing.
    sentences = [text for text in quoted if not _QUESTION.search(text)]
    translation = " ".join(_quoted(found, other_language(language)))
    context = _context(found)
    own = " ".join(sentences)
    everything = " ".join((own, translation, context))
    if numbers(statement) - numbers(everything, also_unsure=True):
        return "numbers"
    if not words(everything).issuperset(names(statement, comparison.known_names)):
        return "names"
    log_odds = comparison.log_odds(statement, own)
    if log_odds > _CERTAIN:
        return None
    if not keeps_qualifications(statement, sentences, translation, language):
        return "qualification"
    if not agrees_in_negation(statement, own, language):
        return "negation"
    if not keeps_speaker(statement, own, _speaker(found), language) or changes_places(
        statement, own, language, comparison.known_names
    ):
        return "order"
    if not _is_covered(statement, sentences, context, question, language, comparison):
        return "content"
    return "entailment" if log_odds < _DOUBTFUL else None


def _quoted(found: FoundQuote, language: Language) -> list[str]:
    """Return the quoted sentences in ``language``; none where one does not exist in it."""
    if language == found.passage.language:
        texts = [sentence.text for sentence in found.sentences]
    else:
        texts = [sentence.translation or "" for sentence in found.sentences]
    return texts if all(texts) else []


def _context(found: FoundQuote) -> str:
    """Return what stands around a quotation and says what it is about: headings, its speaker."""
    passage = found.passage
    return " . ".join((*passage.headings_in("nl"), *passage.headings_in("en"), _speaker(found)))


def _speaker(found: FoundQuote) -> str:
    """Return whose words a quotation is, where that stands below it; else nothing."""
    if found.passage.kind != "quotation":
        return ""
    speaker = found.passage.sentences[-1]
    return " . ".join((speaker.text, speaker.translation or ""))


def _is_covered(
    statement: str,
    sentences: Sequence[str],
    context: str,
    question: str,
    language: Language,
    comparison: Comparison,
) -> bool:
    """Tell whether the words of a statement come from its quotation, and from one place in it.

    What a statement begins with, which mostly is its subject, and what the passages are about
    (words of their headings) must stand in the quotation or above it, even when the question has
    it: "does the team report to the council?" proves nothing. A word that the library does not have
    at all cannot come from it.
    """
    numbers = set(tokens(" ".join(number_words(statement)), language))
    weights = {
        stem: weight
        for stem, weight in comparison.word_weights(statement, language).items()
        if stem not in numbers
    }
    stems = [set(tokens(sentence, language)) for sentence in sentences]
    quoted = set().union(*stems)
    held = quoted | set(tokens(context, language))
    asked = set(tokens(question, language))
    first = [stem for stem in tokens(statement, language) if stem in weights][:1]

    def missing(wanted: Iterable[str], among: Collection[str]) -> set[str]:
        return {stem for stem in wanted if stem not in among and not _is_part(stem, among)}

    if missing({*first} | (weights.keys() & comparison.subject_words[language]), held):
        return False
    shared = weights.keys() - missing(weights, quoted)
    if all(missing(shared, of_sentence) for of_sentence in stems):
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

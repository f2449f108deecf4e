"""Whether a statement keeps the words by which its quotation says how far something holds.

"Could" may not become "must", nor "some" all; and what restricts ("only", "if", "seldom") may not
be left out where it restricts what is stated.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from assistant.chat_model.closed_classes import ClassWord, class_words, words_of
from corpus import Language, other_language
from corpus.words import tokens

# Of the words around a restriction this share stands in a statement that is about the same.
_SAME: Final = 0.5
_CLAUSES: Final = re.compile(
    r"[.;:!?,()]\s|\s[–—-]\s|\b(?:maar|but|terwijl|while|omdat|because|en|and|zodat|die|which|who)\s",
    re.IGNORECASE,
)
# "Bas van Delden (director of Social Insurance Services at the bank) explained …"
_SPEAKER_WORDS: Final = 12
_CLAIMED_WORDS: Final = 5


def keeps_qualifications(
    statement: str, sentences: Sequence[str], translation: str, language: Language
) -> bool:
    """Tell whether the words of closed classes are the same where both say the same.

    :param sentences: of the quotation, in ``language``.
    :param translation: the quotation in the other language; empty where there is none.
    """
    claimed = class_words(statement, language)
    quoted = [
        *class_words(" ".join(sentences), language),
        *class_words(translation, other_language(language)),
    ]
    if any(
        word.kind != "saying" and not any(one.meets(word) for one in quoted) for word in claimed
    ):
        return False
    stems = frozenset(tokens(statement, language))
    return all(
        any(one.meets(word) for one in claimed) for word in _restricting(sentences, stems, language)
    )


def keeps_speaker(statement: str, quote: str, speaker: str, language: Language) -> bool:
    """Tell whether who is said to say something also says something in the quote.

    :param speaker: whose words the quote is, where that stands below it; else empty.
    """
    claiming = _near_saying(statement, language, _CLAIMED_WORDS)
    speaking = _near_saying(quote, language, _SPEAKER_WORDS) | set(tokens(speaker, language))
    return not claiming or bool(claiming & speaking)


def _near_saying(text: str, language: Language, reach: int) -> frozenset[str]:
    """Return the stemmed words where the one who says something is named: before the verb."""
    words = words_of(text)
    found: set[str] = set()
    for one in class_words(text, language):
        if one.kind == "saying":
            before = tokens(" ".join(words[max(0, one.start - reach) : one.start]), language)
            after = tokens(" ".join(words[one.end : one.end + reach]), language)
            found.update(before if before and "source" not in one.strengths else after)
    return frozenset(found)


def _restricting(
    sentences: Sequence[str], stems: Collection[str], language: Language
) -> Iterator[ClassWord]:
    """Yield the words that restrict what a statement with these stems says."""
    for sentence in sentences:
        of_sentence = set(tokens(sentence, language))
        is_stated = len(of_sentence & set(stems)) >= _SAME * len(stems)
        for word in class_words(sentence, language):
            if word.reach == "quotation" or (word.reach == "sentence" and is_stated):
                yield word
        for clause in _CLAUSES.split(sentence):
            of_clause = set(tokens(clause, language))
            if len(of_clause & set(stems)) < _SAME * len(of_clause):
                continue
            yield from (one for one in class_words(clause, language) if one.reach == "clause")

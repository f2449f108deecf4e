"""From a question to what is searched for: in which documents, whose words, and other words for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.understanding.lists import OTHER_WORDS_MAX
from assistant.understanding.names import named_speakers, without_names
from corpus import Document, Language
from corpus.glossary import Term, expand_terms, mentioned_terms
from corpus.numbering import asked_numbers, numbered
from corpus.words import stems_beside, tokens

# "…, en met wie moet …?" and "…, and where in …?": a second question behind a conjunction.
_SECOND_QUESTION: Final = re.compile(
    r",\s+(?:en|and|maar|but)\s+(?=(?:\w{2,4} )?"
    r"(?:wat|wie|waar\w*|welke?|hoe|hoeveel|wanneer|what|who|whom|where|which|how|when|why)\b)",
    re.IGNORECASE,
)
_WORDS_MIN: Final = 3
# Every part is a search: a hundred of them, in a question made for it, took 17 seconds.
_QUESTIONS_MAX: Final = 4
_NUMBERS_MAX: Final = 6


@dataclass(frozen=True, slots=True)
class Search:
    """One thing to search for.

    ``also``: other names of what is asked, for keyword search; ``document``: the source that
    it is the part about, of a question that names several; ``names_the_subject``: it names a source, a
    speaker, a term of the glossary, or a numbered element of one (there or not), so it is about the
    library however few other words it has; ``speaker``: who is named, of those who are quoted in
    the library; ``about``: the speaker or source that it is the part about, of a question that
    names several; ``term``: of the glossary, if the question asks what it means; ``number``: of the
    numbered element that it is about.
    """

    question: str
    also: tuple[str, ...] = ()
    document: str | None = None
    names_the_subject: bool = False
    speaker: str | None = None
    about: str = ""
    term: Term | None = None
    number: int | None = None


def plan_searches(
    question: str,
    language: Language,
    documents: Mapping[str, Document],
    glossary: Sequence[Term],
    *,
    asks_for_term: bool = False,
    compares: bool = False,
    piecewise: bool = False,
) -> tuple[Search, ...]:
    """Return the searches for a question: one, or one per source, speaker, number or term that it
    names.

    :param documents: those that people may name.
    :param asks_for_term: the question asks what something means; one that is nothing but a term
        does so anyhow.
    :param compares: the question asks what sets two things apart.
    :param piecewise: one for each question that it holds: for one that is not answered as a whole.
    """
    everything = tuple(documents.values())
    _, named = without_names(question, everything)
    speakers = named_speakers(question, everything)
    terms = mentioned_terms(question, language, glossary)
    also = tuple(expand_terms(question, language, glossary))
    names_the_subject = bool(named or speakers or terms or asked_numbers(question, everything))

    def search(text: str) -> Search:
        asked = _asked_terms(text, language, glossary)
        is_asked = len(asked) == 1 and (asks_for_term or not _others(text, language, asked))
        term = asked[0] if is_asked else None
        return Search(text, also, names_the_subject=names_the_subject, term=term)

    whole = search(question)
    if len(speakers) > 1:
        return tuple(replace(whole, speaker=one, about=one) for one in speakers)
    if len(named) > 1:
        return tuple(replace(whole, document=one.id, about=one.title_in(language)) for one in named)
    if compares:
        compared = _asked_terms(question, language, glossary)
        if len(compared) == 2 and len(_others(question, language, compared)) <= OTHER_WORDS_MAX:
            sides = [(one.names(language)[0], one) for one in compared]
            return tuple(replace(search(name), about=name, term=one) for name, one in sides)
    texts = split_questions(question) if piecewise else (question,)
    speaker = next(iter(speakers), None)
    return tuple(
        side
        for text in texts
        for side in _by_number(replace(search(text), speaker=speaker), everything, language)
    )


def _by_number(
    asked: Search, documents: Sequence[Document], language: Language
) -> tuple[Search, ...]:
    """Return a search for each number that a question names; the search itself if it names none.

    By the names of what has the number too: a number alone finds nothing.
    """
    sides = []
    for number in asked_numbers(asked.question, documents)[:_NUMBERS_MAX]:
        names = tuple(one.name_in(language) for one in numbered(number, documents))
        label = " ".join((str(number), *names[:1]))
        sides.append(replace(asked, also=(*asked.also, *names), number=number, about=label))
    if len(sides) > 1:
        # The names tell the sides apart, also to the vectors.
        return tuple(replace(one, question=f"{one.question} {one.about}") for one in sides)
    return tuple(sides) or (asked,)


def split_questions(text: str) -> tuple[str, ...]:
    """Return the questions that a text holds; the text alone if it is one.

    >>> split_questions("Wat is een opgave, en wie is er budgethouder?")
    ('Wat is een opgave', 'wie is er budgethouder?')
    """
    parts = tuple(part.strip() for part in _SECOND_QUESTION.split(text))
    is_whole = all(len(part.split()) >= _WORDS_MIN for part in parts)
    return parts if is_whole and len(parts) <= _QUESTIONS_MAX else (text,)


def _others(question: str, language: Language, terms: Iterable[Term]) -> set[str]:
    """Return the stems of what a question says beside some terms."""
    return stems_beside(question, language, (name for one in terms for name in one.names(language)))


def _asked_terms(question: str, language: Language, glossary: Sequence[Term]) -> tuple[Term, ...]:
    """Return the terms that a question mentions."""
    mentioned = mentioned_terms(question, language, glossary)
    asked = set(tokens(question, language))
    called = [one.names(language)[0] for one in mentioned]
    return tuple(
        one
        for one, name in zip(mentioned, called, strict=True)
        # "Werken vanuit de bedoeling" is a term, and another name of a second one.
        if set(tokens(name, language)) <= asked
        or not set(one.names(language)) & set(called) - {name}
    )

"""Quiz material from the glossary: explanations and the terms that they explain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from assistant.course.drawing import shuffled
from assistant.course.excerpt import Wording
from assistant.course.quiz_draft import ChoiceDraft
from assistant.course.sources import Sources, term_excerpt
from assistant.course.wording import is_named_in, shared_words
from corpus import Language
from corpus.glossary import Term

_ONE_OF: Final = re.compile(r"(?:een|één|one) (?:van|of) ", re.IGNORECASE)


def term_drafts(sources: Sources) -> Iterator[ChoiceDraft]:
    """Yield questions for the term that an explanation explains; wrong answers are other terms."""
    language = sources.language
    for term in shuffled(sources.request, "terms", sources.terms):
        excerpt = term_excerpt(term, sources.documents)
        if excerpt is None or is_unfit(term, language):
            continue
        others = [one for one in sources.assistant.glossary if is_another(one, term, language)]
        near = tuple(one.term(language) for one in others if one.document == term.document)
        far = tuple(one.term(language) for one in others if one.document != term.document)
        yield ChoiceDraft(
            question=sources.text("choice_term"),
            given=Wording(term.explanation(language), language),
            right=term.term(language),
            wrong=(near, far),
            citations=sources.cite(excerpt),
            sort="term",
            asks=term.nl,
        )


def is_unfit(term: Term, language: Language) -> bool:
    """Tell whether an explanation cannot be asked for: it names its term, or fits several things.

    "Een van de vier manieren om …" is what a lever is, and so what each of the four is.
    """
    explanation = term.explanation(language)
    return bool(_ONE_OF.match(explanation)) or is_named_in(
        term.names(language), explanation, language
    )


def is_another(one: Term, term: Term, language: Language) -> bool:
    """Tell whether ``one`` is certainly not what the explanation of ``term`` explains.

    Not if they share a name or a word of one ("integriteit", "integriteits- en
    conflictmanagement"), rest on the same quotation, or if one is named where the other is
    explained: then both might be right.
    """
    if one.nl == term.nl:
        return False
    overlaps = one.document == term.document and one.start < term.end and term.start < one.end
    names, own = one.names(language), term.names(language)
    said = f"{term.explanation(language)} {term.quote}"
    other = f"{one.explanation(language)} {one.quote}"
    # A lever is the sort of thing that co-creation is: whoever answers "lever" is not wrong.
    is_its_sort = one.document == term.document and bool(_ONE_OF.match(one.explanation(language)))
    return not (
        overlaps
        or is_its_sort
        or any(shared_words(name, known, language) for name in names for known in own)
        or is_named_in(names, said, language)
        or is_named_in(own, other, language)
    )


def distinct_terms(sources: Sources, count: int, first: Sequence[Term]) -> list[Term]:
    """Return up to ``count`` terms of which none could be taken for another."""
    language = sources.language
    chosen: list[Term] = []
    for term in (*first, *shuffled(sources.request, "others", sources.assistant.glossary)):
        explains = not is_unfit(term, language) and term_excerpt(term, sources.documents)
        if explains and all(
            is_another(one, term, language) and is_another(term, one, language) for one in chosen
        ):
            chosen.append(term)
        if len(chosen) == count:
            break
    return chosen

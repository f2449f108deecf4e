"""The glossary, letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.page.glossary import letter_of, order_of
from corpus import Language
from corpus.glossary import Term


@dataclass(frozen=True, slots=True)
class Letter:
    """The terms under one letter, or under the figures."""

    name: str
    terms: tuple[Term, ...]


def by_letter(glossary: Sequence[Term], language: Language) -> tuple[Letter, ...]:
    """Return the terms in the order of a dictionary in ``language``."""
    ordered = sorted(glossary, key=lambda term: order_of(term, language))
    return tuple(
        Letter(name, tuple(terms))
        for name, terms in groupby(ordered, key=lambda term: letter_of(term, language))
    )

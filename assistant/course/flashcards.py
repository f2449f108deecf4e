"""Flashcards: terms in both languages, and questions that a passage answers."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.drawing import shuffled
from assistant.course.items import Flashcard, Item, item_id
from assistant.course.quiz_open import open_questions
from assistant.course.sources import Sources, term_excerpt
from corpus import Language


def make_flashcards(sources: Sources) -> tuple[Item, ...]:
    """Return cards: the terms of the subject first, then questions on it."""
    return sources.draw(sources.request.sizes.flashcards, _cards(sources)).items()


def _cards(sources: Sources) -> Iterator[Flashcard]:
    for term in shuffled(sources.request, "flashcards", sources.terms):
        excerpt = term_excerpt(term, sources.documents)
        if excerpt is not None:
            other: Language = "en" if sources.language == "nl" else "nl"
            yield Flashcard(
                id=item_id("card", term.nl),
                citations=sources.cite(excerpt),
                front=term.term(sources.language),
                back=term.explanation(sources.language),
                other_name=term.term(other),
            )
    for question in open_questions(sources):
        yield Flashcard(
            id=item_id("card", question.id),
            citations=question.citations,
            front=question.question,
            back=" ".join(one.text for one in question.model_answer),
        )

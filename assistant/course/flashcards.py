"""Flashcards: terms in both languages, and questions with their answers."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.bank import quoted
from assistant.course.drawing import alternated, shuffled
from assistant.course.items import Flashcard, Item, item_id
from assistant.course.quiz_without_bank import open_questions
from assistant.course.sources import Sources, term_excerpt
from corpus import Language
from corpus.items import ChoiceItem


def make_flashcards(sources: Sources) -> tuple[Item, ...]:
    """Return cards: of terms and of questions on the subject in turn."""
    questions = _of_bank(sources) if sources.aims else _of_questions(sources)
    cards = alternated(_of_terms(sources), questions)
    return sources.draw(sources.request.sizes.flashcards, cards)


def _of_terms(sources: Sources) -> Iterator[Flashcard]:
    other: Language = "en" if sources.language == "nl" else "nl"
    for term in shuffled(sources.request, "flashcards", sources.terms):
        excerpt = term_excerpt(term, sources.documents)
        if excerpt is not None:
            yield Flashcard(
                id=item_id("card", term.nl),
                citations=sources.cite(excerpt),
                goal="",
                front=term.term(sources.language),
                back=term.explanation(sources.language),
                other_name=term.term(other),
            )


def _of_bank(sources: Sources) -> Iterator[Flashcard]:
    """Yield the questions of the bank that the quiz leaves; why the right answer is right stands on the back."""
    language = sources.language
    for aim, item in sources.items(ChoiceItem):
        if item.id in sources.asked:
            continue
        right = item.options[0]
        yield Flashcard(
            id=item_id("card", item.id),
            citations=sources.cite(*quoted(item.quote, aim.document)),
            goal=aim.goal.text(language),
            front=item.asked(language),
            back=f"{right.text(language).rstrip('.')}. {right.why(language)}",
        )


def _of_questions(sources: Sources) -> Iterator[Flashcard]:
    for question in open_questions(sources):
        yield Flashcard(
            id=item_id("card", question.id),
            citations=question.citations,
            goal="",
            front=question.question,
            back=" ".join(one.said.text for one in question.points),
        )

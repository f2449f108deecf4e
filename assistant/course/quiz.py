"""The quiz: multiple choice, matching, fill-in and open questions on one subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, TypeVar

from assistant.course.drawing import alternated
from assistant.course.items import Choice, Gap, Item, Matching, OpenQuestion
from assistant.course.quiz_draft import complete, placed
from assistant.course.quiz_gap import gaps
from assistant.course.quiz_matching import matchings
from assistant.course.quiz_model import dimension_drafts, element_drafts, quotation_drafts, siblings
from assistant.course.quiz_open import open_questions
from assistant.course.quiz_sections import document_drafts, section_drafts
from assistant.course.quiz_terms import term_drafts
from assistant.course.quiz_voices import voice_drafts
from assistant.course.sources import Sources
from assistant.course.wording import content_words

AnyQuestion = TypeVar("AnyQuestion", Choice, Matching, Gap, OpenQuestion)

_POINTS_PER_QUESTION: Final = 4


def make_quiz(sources: Sources) -> tuple[Item, ...]:
    """Return the questions, each sort together; none shows the answer to another."""
    sizes = sources.request.sizes
    # Of a small subject every sort gets some.
    share = max(1, len(sources.points) // _POINTS_PER_QUESTION)
    asked: set[str] = set()
    # Those that need most of the subject first. All are drawn before any is drawn anew: another
    # item in one place leaves the others alone.
    drawn_open = sources.draw(
        min(sizes.open_questions, share), _unasked(open_questions(sources), asked)
    )
    drawn_gaps = sources.draw(min(sizes.gaps, share), _unasked(gaps(sources), asked))
    drawn_matchings = sources.draw(min(sizes.matchings, share), _unasked(matchings(sources), asked))
    drawn_choices = sources.draw(sizes.choices, _other_answers(_unasked(choices(sources), asked)))
    return (
        *placed(drawn_choices.items(), sources.request),
        *drawn_matchings.items(),
        *drawn_gaps.items(),
        *drawn_open.items(),
    )


def choices(sources: Sources) -> Iterator[Choice]:
    """Yield multiple-choice questions of every sort in turn, the right answer first.

    Of a small subject the elements beside it are asked about as well. Which heading or document a
    sentence stands under is asked only when there is nothing else.
    What the title of the course says is never the answer.
    """
    drafts = chain(
        alternated(
            element_drafts(sources, sources.subject.elements),
            voice_drafts(sources),
            term_drafts(sources),
            dimension_drafts(sources, sources.subject.elements),
            quotation_drafts(sources),
        ),
        alternated(
            element_drafts(sources, siblings(sources)),
            dimension_drafts(sources, siblings(sources)),
        ),
        section_drafts(sources),
        document_drafts(sources),
    )
    title = content_words(sources.subject.title, sources.language)
    for draft in drafts:
        if content_words(draft.right, sources.language) <= title:
            continue
        question = complete(draft, sources.request)
        if question is not None:
            yield question


def _unasked(items: Iterable[AnyQuestion], asked: set[str]) -> Iterator[AnyQuestion]:
    """Yield items that ask nothing that a question before them asks or shows."""
    for item in items:
        if not asked & set(item.asks):
            asked |= set(item.asks)
            yield item


def _other_answers(questions: Iterable[Choice]) -> Iterator[Choice]:
    """Yield questions of which no two have the same right answer."""
    answers: set[str] = set()
    for question in questions:
        answer = question.options[question.right]
        if answer not in answers:
            answers.add(answer)
            yield question

"""The quiz: multiple choice first, then open questions, from the bank of items.

Documents without a bank give what their headings can: that is little, and the course says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.bank import quoted
from assistant.course.drawing import generator, placed
from assistant.course.items import Choice, Item, OpenQuestion
from assistant.course.quiz_without_bank import open_questions, section_choices
from assistant.course.sources import Sources
from corpus.items import ChoiceItem, OpenItem


def make_quiz(sources: Sources) -> tuple[Item, ...]:
    """Return multiple-choice questions, then open ones."""
    sizes = sources.request.sizes
    count = sizes.open_questions
    made = _choices(sources) if sources.aims else section_choices(sources)
    choices = placed(sources.draw(sizes.choices, made), sources.request)
    if sources.aims:
        # The others are for the lessons.
        count = min(count, sum(1 for _ in sources.items(OpenItem)) // 2)
        opens = _open_questions(sources, {one.id for one in choices})
    else:
        opens = open_questions(sources)
    return (*choices, *sources.draw(count, opens))


def _choices(sources: Sources) -> Iterator[Choice]:
    """Yield the choices of the bank, the right answer first; the wrong ones in an order of luck."""
    language = sources.language
    for aim, item in sources.items(ChoiceItem):
        right, *wrong = item.options
        generator(sources.request, item.id).shuffle(wrong)
        yield Choice(
            id=item.id,
            citations=sources.cite(*quoted(item.quote, aim.document)),
            goal=aim.goal.text(language),
            question=item.asked(language),
            given=None,
            options=tuple(one.text(language) for one in (right, *wrong)),
            reasons=tuple(one.why(language) for one in (right, *wrong)),
            right=0,
        )


def _open_questions(sources: Sources, asked: set[str]) -> Iterator[OpenQuestion]:
    """Yield the open questions of the bank.

    :param asked: ids of the choices before them.
    """
    # Where the choices stopped taking turns, so that no document gets more than its share.
    first = sources.request.sizes.choices
    for aim, item in sources.items(OpenItem, first, asked):
        yield OpenQuestion(
            id=item.id,
            citations=sources.cite(
                *(said for quote in item.quotes for said in quoted(quote, aim.document))
            ),
            goal=aim.goal.text(sources.language),
            question=item.asked(sources.language),
            points=tuple(sources.point(one, aim.document) for one in item.points),
        )

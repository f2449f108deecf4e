"""Cases: people with a decision to take, and what the sources put for either side."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.course.bank import quoted
from assistant.course.items import Case, Item
from assistant.course.sources import Sources
from corpus.items import CaseItem


def make_cases(sources: Sources) -> tuple[Item, ...]:
    """Return the cases of the bank on the subject; none if it has none."""
    return sources.draw(sources.request.sizes.cases, _cases(sources)).items()


def _cases(sources: Sources) -> Iterator[Case]:
    language, audience = sources.language, sources.request.audience.strip()
    for aim, item in sources.items(CaseItem):
        asked = item.questions(language)
        if audience:
            # Before the last, which is the fundamental one.
            told = sources.text("case_question_audience", audience=audience)
            asked = (*asked[:-1], told, asked[-1])
        yield Case(
            id=item.id,
            citations=sources.cite(
                *(said for quote in item.quotes for said in quoted(quote, aim.document))
            ),
            goal=aim.goal.text(language),
            title=item.asked(language),
            situation=item.situation(language),
            questions=asked,
            sides=tuple(sources.point(one, aim.document) for one in item.sides),
            hard=item.hard(language),
            notes=item.notes(language),
        )

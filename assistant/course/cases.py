"""Discussion cases: a statement, with what the sources say for it and against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from assistant.course.dilemmas import Dilemma
from assistant.course.drawing import shuffled
from assistant.course.excerpt import Excerpt
from assistant.course.handout import section_name
from assistant.course.items import Case, Item, item_id
from assistant.course.points import stands_alone
from assistant.course.sources import Sources
from assistant.course.wording import shared_words
from corpus import Language

# A sentence that turns against the one before it.
_TURNS: Final[Mapping[Language, re.Pattern[str]]] = {
    "nl": re.compile(r"^(?:maar|echter|toch)\b|\bechter\b", re.IGNORECASE),
    "en": re.compile(r"^(?:but|however|yet|nevertheless)\b|, however,", re.IGNORECASE),
}
_WORDS_MIN: Final = 6


def make_cases(sources: Sources) -> tuple[Item, ...]:
    """Return the discussion cases; none if the sources hold no dilemma on the subject."""
    return sources.draw(sources.request.sizes.cases, _cases(sources)).items()


def _cases(sources: Sources) -> Iterator[Case]:
    """Yield the dilemmas of the library on the subject, then turns in the text itself."""
    places = {one.place for one in sources.subject.excerpts}
    language, title = sources.language, sources.subject.title

    def nearness(dilemma: Dilemma) -> float:
        shared = sum(one.place in places for one in dilemma.excerpts)
        named = shared_words(dilemma.statement(language), title, language)
        # A dilemma that is about the subject by its words goes before one that touches on it.
        return shared + 2 * len(named) if shared else 0

    mixed = shuffled(sources.request, "cases", sources.dilemmas)
    for dilemma in sorted(mixed, key=lambda one: -nearness(one)):
        if nearness(dilemma):
            yield _case(
                sources,
                item_id("case", dilemma.title_nl),
                dilemma.title(sources.language),
                dilemma.statement(sources.language),
                dilemma.in_favour,
                dilemma.against,
            )
    for before, turn in shuffled(sources.request, "turns", list(_turns(sources))):
        yield _case(
            sources,
            item_id("case", *before.place, *turn.place),
            section_name(before, sources),
            sources.text("case_turn"),
            (before,),
            (turn,),
        )


def _case(
    sources: Sources,
    identifier: str,
    title: str,
    statement: str,
    in_favour: tuple[Excerpt, ...],
    against: tuple[Excerpt, ...],
) -> Case:
    audience = sources.request.audience.strip()
    questions = [sources.text("case_question_side"), sources.text("case_question_passage")]
    if audience:
        questions.append(sources.text("case_question_audience", audience=audience))
    else:
        questions.append(sources.text("case_question_work"))
    return Case(
        id=identifier,
        citations=sources.cite(*in_favour, *against),
        title=title,
        statement=statement,
        in_favour=tuple(map(sources.say, in_favour)),
        against=tuple(map(sources.say, against)),
        questions=tuple(questions),
    )


def _turns(sources: Sources) -> Iterator[tuple[Excerpt, Excerpt]]:
    excerpts = sources.subject.excerpts
    for before, turn in pairwise(excerpts):
        is_next = before.block is turn.block and before.sentence.end <= turn.sentence.start
        text = turn.sentence.text
        if (
            is_next
            and _TURNS[turn.document.language].search(text)
            and len(text.split()) >= _WORDS_MIN
            and stands_alone(before)
        ):
            yield before, turn

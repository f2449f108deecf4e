"""A multiple-choice question before its wrong answers are chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Citation
from assistant.course.drawing import even_places, generator
from assistant.course.excerpt import Wording
from assistant.course.items import Choice, item_id
from assistant.course.request import CourseRequest
from assistant.course.wording import is_given_away

_OPTIONS_WANTED = 4
_OPTIONS_MIN = 3


@dataclass(frozen=True, slots=True)
class ChoiceDraft:
    """A question, its right answer, and answers that are wrong by the sources.

    ``wrong``: the most plausible groups first. ``asks``: what is asked about, so that no other
    question shows it.
    """

    question: str
    given: Wording | None
    right: str
    wrong: tuple[tuple[str, ...], ...]
    citations: tuple[Citation, ...]
    sort: str
    asks: str


def complete(draft: ChoiceDraft, request: CourseRequest) -> Choice | None:
    """Return the question with three wrong answers (two where there are no more).

    The right answer shares no word with the question that a wrong one does not share: ``None`` if
    that cannot be. The right answer comes first: :func:`placed` moves it.
    """
    language = request.language
    stem = f"{draft.question} {draft.given.text if draft.given else ''}"
    identifier = item_id("choice", draft.sort, draft.asks)
    random = generator(request, identifier)
    options = [draft.right]
    for group in draft.wrong:
        fitting = [
            one
            for one in dict.fromkeys(group)
            if one not in options and not is_given_away(stem, draft.right, [one], language)
        ]
        random.shuffle(fitting)
        options += fitting[: _OPTIONS_WANTED - len(options)]
    if len(options) < _OPTIONS_MIN:
        return None
    return Choice(
        id=identifier,
        citations=draft.citations,
        question=draft.question,
        given=draft.given,
        is_quotation=draft.sort != "term",
        options=tuple(options),
        right=0,
        asks=(draft.asks,),
    )


def placed(questions: Sequence[Choice], request: CourseRequest) -> tuple[Choice, ...]:
    """Return the questions with their right answers spread evenly over the places."""
    places = even_places(request, [len(one.options) for one in questions])
    moved = []
    for question, place in zip(questions, places, strict=True):
        right, *wrong = question.options
        wrong.insert(place, right)
        moved.append(replace(question, options=tuple(wrong), right=place))
    return tuple(moved)

"""Figures: the mean of every measure, over all questions, per kind and per language direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from corpus import Document
from eval.metrics.bootstrap import Interval, mean_interval
from eval.questions import Question
from eval.run import Result, Run
from eval.scores import MEASURES

Grouping = Literal["all", "kind", "direction"]

BOTH: Final = "both"
_DIRECTIONS: Final = ("nl→nl", "nl→en", "en→en", "en→nl", BOTH)


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the questions of a run, and their figures by the name of the measure.

    A figure is ``None`` where the measure applies to none of the questions; its ``count`` is the
    number of questions that it does apply to.
    """

    grouping: Grouping
    name: str
    questions: int
    figures: Mapping[str, Interval | None]


def figures(run: Run) -> tuple[Group, ...]:
    """Return the figures of a run: all questions, then kinds and directions that occur in it.

    The intervals take the questions as independent. Where each was asked in both languages they
    are not, and the intervals are somewhat too narrow.
    """
    results = run.results
    groups = [_group("all", "all", results)]
    kinds = dict.fromkeys(result.question.kind for result in results)
    for kind in kinds:
        members = [result for result in results if result.question.kind == kind]
        groups.append(_group("kind", kind, members))
    directions = [direction(result.question, run.documents) for result in results]
    for name in _DIRECTIONS:
        members = [result for result, own in zip(results, directions, strict=True) if own == name]
        if members:
            groups.append(_group("direction", name, members))
    return tuple(groups)


def direction(question: Question, documents: Mapping[str, Document]) -> str | None:
    """Return the language of a question and of the documents with its evidence: ``nl→en``.

    Evidence in documents of both languages gives ``both``; a question without evidence has no
    direction.
    """
    languages = {documents[evidence.document].language for evidence in question.evidence}
    if not languages:
        return None
    return BOTH if len(languages) > 1 else f"{question.language}→{languages.pop()}"


def _group(grouping: Grouping, name: str, results: Sequence[Result]) -> Group:
    return Group(
        grouping,
        name,
        len(results),
        {measure.name: _figure(measure.name, results) for measure in MEASURES},
    )


def _figure(name: str, results: Sequence[Result]) -> Interval | None:
    values = [value for result in results if (value := result.scores[name]) is not None]
    return mean_interval(values) if values else None

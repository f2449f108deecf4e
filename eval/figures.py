"""Figures: the mean of every measure, over all questions, per kind and per language direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from eval.metrics.bootstrap import Interval, mean_interval
from eval.results import Result
from eval.scores import MEASURES

Grouping = Literal["all", "kind", "direction"]

DIRECTIONS: Final = ("nl→nl", "nl→en", "en→en", "en→nl", "both")


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


def figures(results: Sequence[Result]) -> tuple[Group, ...]:
    """Return the figures of a run: all questions, then kinds and directions that occur in it.

    The intervals take the questions as independent. Where each was asked in both languages they
    are not, and the intervals are somewhat too narrow.
    """
    groups = [_group("all", "all", results)]
    for kind in dict.fromkeys(result.question.kind for result in results):
        members = [result for result in results if result.question.kind == kind]
        groups.append(_group("kind", kind, members))
    for name in DIRECTIONS:
        members = [result for result in results if result.direction == name]
        if members:
            groups.append(_group("direction", name, members))
    return tuple(groups)


def _group(grouping: Grouping, name: str, results: Sequence[Result]) -> Group:
    return Group(
        grouping,
        name,
        len(results),
        {measure.name: _figure(measure.name, results) for measure in MEASURES},
    )


def _figure(name: str, results: Sequence[Result]) -> Interval | None:
    values = [value for result in results if (value := result.scores.get(name)) is not None]
    return mean_interval(values) if values else None

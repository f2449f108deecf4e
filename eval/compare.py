"""Two runs side by side: what got better or worse, and whether it is more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from eval.errors import EvaluationError
from eval.metrics.bootstrap import mean_interval
from eval.metrics.paired import mcnemar_p, randomisation_p
from eval.results import Result
from eval.run import Run
from eval.scores import MEASURES, Measure

_LEVEL: Final = 0.05
# Of a measure that is not a share, such as words, a difference this small is none.
_SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in two runs, over the ``count`` questions that it applies to in both.

    ``low`` … ``high`` is the 95 % bootstrap interval of the mean difference; ``p_value`` is of the
    exact McNemar test for measures that are yes or no, else of the paired randomisation test.
    ``better`` and ``worse`` count questions.
    """

    measure: Measure
    before: float
    after: float
    low: float
    high: float
    p_value: float
    better: int
    worse: int
    count: int

    @property
    def mean(self) -> float:
        """What the measure rose by, from the first run to the second."""
        return self.after - self.before

    @property
    def is_significant(self) -> bool:
        """Tell whether chance alone gives such a difference in fewer than 1 of 20 comparisons."""
        return self.p_value < _LEVEL


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose measure differs between the runs."""

    question: str
    text: str
    measure: str
    before: float
    after: float
    is_better: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side; ``only_before`` and ``only_after`` count questions of one run only."""

    before: Run
    after: Run
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    shared: int
    only_before: int
    only_after: int


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs on the questions that both asked in the same words.

    :raises EvaluationError: there are none.
    """
    first = {_key(result): result for result in before.results}
    second = {_key(result): result for result in after.results}
    shared = [key for key in first if key in second]
    if not shared:
        raise EvaluationError(
            f"{before.label} and {after.label} have no question in common; compare runs of the "
            "same set."
        )
    pairs = [(first[key], second[key]) for key in shared]
    differences = [_difference(measure, pairs) for measure in MEASURES]
    return Comparison(
        before=before,
        after=after,
        differences=tuple(one for one in differences if one is not None),
        changes=tuple(change for pair in pairs for change in _changes(*pair)),
        shared=len(shared),
        only_before=len(first) - len(shared),
        only_after=len(second) - len(shared),
    )


def _key(result: Result) -> tuple[str, str]:
    return result.question.id, result.question.text


def _difference(measure: Measure, pairs: Sequence[tuple[Result, Result]]) -> Difference | None:
    values = [
        (before, after)
        for one, other in pairs
        if (before := one.scores.get(measure.name)) is not None
        and (after := other.scores.get(measure.name)) is not None
    ]
    if not values:
        return None
    rises = [after - before for before, after in values]
    sign = 1 if measure.is_better_when_higher else -1
    better = sum(sign * rise > _SAME for rise in rises)
    worse = sum(sign * rise < -_SAME for rise in rises)
    is_yes_or_no = all(value in (0.0, 1.0) for pair in values for value in pair)
    interval = mean_interval(rises)
    return Difference(
        measure=measure,
        before=sum(before for before, _ in values) / len(values),
        after=sum(after for _, after in values) / len(values),
        low=interval.low,
        high=interval.high,
        p_value=mcnemar_p(better, worse) if is_yes_or_no else randomisation_p(rises),
        better=better,
        worse=worse,
        count=len(values),
    )


def _changes(one: Result, other: Result) -> list[Change]:
    found = []
    for measure in MEASURES:
        before, after = one.scores.get(measure.name), other.scores.get(measure.name)
        if before is None or after is None or abs(after - before) <= _SAME or not measure.is_share:
            continue
        is_better = (after > before) == measure.is_better_when_higher
        found.append(
            Change(one.question.id, one.question.text, measure.name, before, after, is_better)
        )
    return found

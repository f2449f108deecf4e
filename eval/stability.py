"""Whether wordings of one question are answered from the same place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from eval.evidence import Span
from eval.metrics.bootstrap import Interval, mean_interval
from eval.results import Result


def stability(results: Sequence[Result]) -> Interval | None:
    """Return the share of paraphrase groups in which all wordings cite one place.

    :return: ``None`` where no question has a group of at least two.
    """
    groups: defaultdict[str, list[Sequence[Span]]] = defaultdict(list)
    for result in results:
        if result.question.group is not None and result.question.is_answerable:
            groups[result.question.group].append(result.citations)
    stable = [
        float(any(_is_cited_by_all(place, others) for place in first))
        for first, *others in groups.values()
        if others
    ]
    return mean_interval(stable) if stable else None


def _is_cited_by_all(place: Span, answers: Sequence[Sequence[Span]]) -> bool:
    return all(any(place.overlaps(other) for other in cited) for cited in answers)

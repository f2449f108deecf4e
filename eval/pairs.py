"""The two wordings of a question, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.metrics.agreement import citation_agreement, main_source_agrees
from eval.metrics.bootstrap import Interval, mean_interval
from eval.results import Result


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the answers to the two wordings of a question rest on the same places.

    ``citations``: share of their citations that the other answer has too; ``main_source``: share
    of questions whose first citations do; with 95 % intervals over the questions.
    """

    citations: Interval
    main_source: Interval


def agreement(results: Sequence[Result]) -> Agreement | None:
    """Return the agreement over the questions that were asked in both languages, if any were."""
    pairs = list(_pairs(results))
    if not pairs:
        return None
    cited = [(one.citations, other.citations) for one, other in pairs]
    return Agreement(
        mean_interval([citation_agreement(*pair) for pair in cited]),
        mean_interval([float(main_source_agrees(*pair)) for pair in cited]),
    )


def _pairs(results: Sequence[Result]) -> Iterator[tuple[Result, Result]]:
    by_text = {result.question.text: result for result in results}
    for result in results:
        other = by_text.get(result.question.translated_text or "")
        if other is not None and result.question.language == "nl":
            yield result, other

"""The two wordings of a question, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eval.metrics.agreement import citation_agreement, main_source_agrees
from eval.metrics.bootstrap import Interval, mean_interval
from eval.run import Result, Run


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the answers to the two wordings of a question rest on the same places.

    ``citations``: share of their citations that the other answer has too; ``main_source``: share
    of questions whose first citations do; with 95 % intervals over the questions.
    """

    citations: Interval
    main_source: Interval


def agreement(run: Run) -> Agreement | None:
    """Return the agreement over the questions that were asked in both languages, if any were."""
    pairs = list(_pairs(run))
    if not pairs:
        return None
    cited = [(one.reply.answer.citations, other.reply.answer.citations) for one, other in pairs]
    return Agreement(
        mean_interval([citation_agreement(*pair) for pair in cited]),
        mean_interval([float(main_source_agrees(*pair)) for pair in cited]),
    )


def _pairs(run: Run) -> Iterator[tuple[Result, Result]]:
    by_text = {result.question.text: result for result in run.results}
    for result in run.results:
        other = by_text.get(result.question.translated_text or "")
        if other is not None and result.question.language == "nl":
            yield result, other

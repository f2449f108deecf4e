"""What would be refused at other thresholds than the one in use.

A question is refused as outside the subject when its probability of being about the subject is
below the threshold. What else decides does not hang on the threshold: a question whose answer
has no place in the sources is refused by its form, and one that names a source is never outside
the subject. So each question keeps what was decided about it on other grounds. An answer that was
refused for its probability counts as answered below that probability; what would then have been
said is not known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from assistant.evidence.subject import Calibration, Evidence
from eval.results import Result

_STEPS: Final = 101


@dataclass(frozen=True, slots=True)
class RefusalPoint:
    """Precision and recall of refusing at one threshold; ``precision`` is None without refusals.

    ``answerable_refused``: the share of the answerable questions that is refused.
    """

    threshold: float
    precision: float | None
    recall: float | None
    answerable_refused: float | None


def refusal_curve(
    results: Sequence[Result], calibration: Mapping[str, Any]
) -> tuple[RefusalPoint, ...]:
    """Return precision and recall of refusing at thresholds from 0 to 1.

    :param calibration: as in the conditions of a run.
    """
    weights = calibration["weights"]
    model = Calibration(calibration["intercept"], tuple(weights), calibration["threshold"])
    bounds = [(_refused_from(result, model), result.question.is_answerable) for result in results]
    return tuple(_point(float(threshold), bounds) for threshold in np.linspace(0, 1, _STEPS))


def _refused_from(result: Result, model: Calibration) -> float:
    """Return the threshold above which a question is refused; infinite: never."""
    if result.nearness is None:
        return -1.0 if result.is_refusal else float("inf")
    probability = model.probability(Evidence(*result.nearness))
    is_below = probability < model.threshold
    if result.is_refusal:
        is_by_threshold = is_below and result.reply["outcome"] == "outside_subject"
        return probability if is_by_threshold else -1.0
    return float("inf") if is_below else probability


def _point(threshold: float, bounds: Sequence[tuple[float, bool]]) -> RefusalPoint:
    refused = [(bound < threshold, is_answerable) for bound, is_answerable in bounds]
    unanswerable = [is_refused for is_refused, is_answerable in refused if not is_answerable]
    answerable = [is_refused for is_refused, is_answerable in refused if is_answerable]
    count = sum(unanswerable) + sum(answerable)
    return RefusalPoint(
        threshold,
        sum(unanswerable) / count if count else None,
        sum(unanswerable) / len(unanswerable) if unanswerable else None,
        sum(answerable) / len(answerable) if answerable else None,
    )

"""Is the difference between two runs on the same questions more than chance?"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Final

import numpy as np

# Fewer questions that differ are counted out one by one, 2 ** 15 ways; more are drawn.
_EXACT_MAX: Final = 15
_DRAWS: Final = 10_000
# Sums of the same differences in another order are the same sum.
_ROUNDING: Final = 1e-9


def mcnemar_p(better: int, worse: int) -> float:
    """Return the p-value of the exact McNemar test, two-sided.

    Of the questions that one run has right and the other wrong, each is as likely to be better as
    worse when there is no difference: a binomial test with chance 1/2 (McNemar 1947, "Note on the
    Sampling Error of the Difference Between Correlated Proportions"; exact as in Dietterich 1998).
    1.0 when no question differs.
    """
    changed = better + worse
    tail = sum(comb(changed, count) for count in range(min(better, worse) + 1)) * 0.5**changed
    return min(1.0, 2 * tail)


def randomisation_p(differences: Sequence[float], seed: int = 0) -> float:
    """Return the p-value of the paired randomisation test on a mean difference, two-sided.

    If it makes no difference which run is which, every difference may as well have the other
    sign. The p-value is the share of all choices of signs whose mean is at least as far from 0
    (Fisher's test; Smucker, Allan & Carterette 2007 find it the one to use for retrieval). With
    more than 15 questions that differ, 10,000 choices are drawn, always the same for a seed.
    """
    changed = np.asarray([value for value in differences if value], dtype=np.float64)
    if not changed.size:
        return 1.0
    observed = float(abs(changed.sum())) - _ROUNDING
    if changed.size <= _EXACT_MAX:
        choices = np.arange(2**changed.size)[:, np.newaxis] >> np.arange(changed.size) & 1
        sums = np.abs((1 - 2 * choices) @ changed)
        return float((sums >= observed).mean())
    signs = np.random.default_rng(seed).integers(0, 2, size=(_DRAWS, changed.size))
    sums = np.abs((1 - 2 * signs) @ changed)
    # The choice that was observed is one of those drawn: never 0.
    return (int((sums >= observed).sum()) + 1) / (_DRAWS + 1)

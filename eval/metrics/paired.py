"""Is the difference between two runs on the same questions more than chance?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

# As many choices of signs as 15 questions have: of more questions that differ, so many are drawn.
_CHOICES: Final = 2**15


def mcnemar_p(better: int, worse: int) -> float:
    """Return the p-value of the exact McNemar test, two-sided.

    Of the questions that one run has right and the other wrong, each is as likely to be better as
    worse when there is no difference: a binomial test with chance 1/2 (McNemar 1947, "Note on the
    Sampling Error of the Difference Between Correlated Proportions"; exact as in Dietterich 1998).
    1.0 when no question differs.
    """
    from scipy.stats import binomtest

    changed = better + worse
    return float(binomtest(better, changed).pvalue) if changed else 1.0


def randomisation_p(differences: Sequence[float], seed: int = 0) -> float:
    """Return the p-value of the paired randomisation test on a mean difference, two-sided.

    If it makes no difference which run is which, every difference may as well have the other
    sign. The p-value is the share of all choices of signs whose mean is at least as far from 0
    (Fisher's test; Smucker, Allan & Carterette 2007 find it the one to use for retrieval). With
    more than 15 questions that differ, some are drawn, always the same for a seed.
    """
    from scipy.stats import permutation_test

    changed = [value for value in differences if value]
    if len(changed) < 2:  # of one, either sign is as far
        return 1.0
    found = permutation_test(
        (changed,), np.mean, permutation_type="samples", n_resamples=_CHOICES, rng=seed
    )
    return float(found.pvalue)

"""The documents that a question is limited to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Final

from assistant.errors import QuestionError

# In a library of hundreds, the first of them show what an id looks like.
_NAMED_MAX: Final = 20


def choose_documents(chosen: Iterable[str], documents: Collection[str]) -> frozenset[str]:
    """Return the ids of the documents that are searched in; none if it is all of them.

    :param documents: the ids that there are.
    :raises QuestionError: one of those chosen is not there; the message names those that are.
    """
    within = frozenset(chosen)
    unknown = sorted(one for one in within if one not in documents)
    if unknown:
        there = ", ".join(islice(documents, _NAMED_MAX))
        more = len(documents) - _NAMED_MAX
        rest = f", and {more} more" if more > 0 else ""
        raise QuestionError(
            "document_unknown", f"There is no document {unknown[0]!r}; there are: {there}{rest}."
        )
    return within

"""Fact recall: does the answer say what it must say?"""

from __future__ import annotations

from collections.abc import Sequence


def fact_recall(text: str, facts: Sequence[Sequence[str]]) -> float | None:
    """Share of the facts of which at least one alternative occurs in the answer.

    ``|facts with an alternative in lower(text)| / |facts|``: the nugget recall of question
    answering tracks (Voorhees 2003, "Overview of the TREC 2003 Question Answering Track"), with
    the assessor replaced by a list of wordings. It does not see a denial: "not 40 %" counts too.

    :param facts: groups of alternatives in lower case, in both languages.
    :return: ``None`` for a question without facts.
    """
    if not facts:
        return None
    lowered = text.lower()
    found = sum(any(alternative in lowered for alternative in group) for group in facts)
    return found / len(facts)

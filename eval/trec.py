"""Runs in the format of TREC, so that trec_eval and ir_measures can work out the same figures.

``LABEL.run``   question, ``Q0``, passage, rank, score, label: the passages that were found
``LABEL.qrels`` question, ``0``, passage, 1 or 0: whether the passage holds some evidence

The score is that of the rank: passages of several searches stand in one list, so their own scores
do not descend. Passages that were found and hold nothing are judged 0, so that a question for
which no passage holds the evidence is not forgotten. Questions without an answer are left out:
there is nothing to find. Recall@k of the report is the share of *evidence items* found, which
these files do not know; trec_eval's recall is the share of the passages that hold some.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from eval.results import Result
from eval.run import Run


def trec_run(run: Run) -> str:
    """Return the passages found, as a TREC run."""
    label = quote(run.label, safe="")
    return "".join(
        f"{_name(result.question.id)} Q0 {_name(passage)} {rank} {len(found) - rank + 1} {label}\n"
        for result in _answerable(run.results)
        for found in [_found(result)]
        for rank, passage in enumerate(found, start=1)
    )


def trec_qrels(run: Run) -> str:
    """Return which passages hold evidence, as TREC relevance judgements."""
    return "".join(
        f"{_name(result.question.id)} 0 {_name(passage)} {relevance}\n"
        for result in _answerable(run.results)
        for passage, relevance in _judged(result)
    )


def _answerable(results: Sequence[Result]) -> Iterator[Result]:
    return (result for result in results if result.question.is_answerable)


def _found(result: Result) -> list[str]:
    return [passage["id"] for passage in result.reply["passages"]]


def _judged(result: Result) -> Iterator[tuple[str, int]]:
    relevant = set(result.relevant)
    yield from ((passage, 1) for passage in result.relevant)
    yield from ((passage, 0) for passage in _found(result) if passage not in relevant)
    if not relevant and not result.reply["passages"]:
        yield "none", 0


def _name(identifier: str) -> str:
    """Return an id without white space, which separates the fields."""
    return quote(identifier, safe="/:;,.@+-_()[]'")

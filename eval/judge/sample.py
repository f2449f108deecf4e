"""The sample that was labelled by hand: what a judge is held against.

One JSON object per line of ``sample.jsonl``: a statement and the quotations that it cites, or a
question, an answer and the places where the answer stands; ``label`` is the judgement of a
person. The quotations stand in the shipped documents. Half of the labels are yes and half no,
because the errors that matter are those on what is wrong.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from eval.questions import Evidence

Judgement = Literal["support", "completeness"]


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """A case with the judgement of a person: ``said`` of ``question`` against ``evidence``.

    ``question`` is empty where a statement by itself is judged.
    """

    id: str
    judgement: Judgement
    question: str
    said: str
    evidence: tuple[Evidence, ...]
    label: bool


@cache
def labelled_sample() -> tuple[LabelledCase, ...]:
    """Return the sample."""
    text = (Path(__file__).parent / "sample.jsonl").read_text(encoding="utf-8")
    return tuple(_case(json.loads(line)) for line in text.splitlines())


def _case(record: dict[str, object]) -> LabelledCase:
    said = record.get("statement") or record["answer"]
    evidence = record["evidence"]
    assert isinstance(evidence, list)
    return LabelledCase(
        id=str(record["id"]),
        judgement="support" if record["judgement"] == "support" else "completeness",
        question=str(record.get("question", "")),
        said=str(said),
        evidence=tuple(Evidence(item["doc"], item["quote"]) for item in evidence),
        label=record["label"] is True,
    )

"""The record of a run: one JSON file that holds everything needed to look into it later."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from assistant.commands.ask import as_record
from eval.errors import EvaluationError
from eval.figures import Group, direction
from eval.questions import Question
from eval.run import Result, Run

FORMAT: Final = 1
_LIBRARIES: Final = (
    "bm25s", "chromadb", "langchain-core", "numpy", "onnxruntime", "sentence-transformers",
    "tokenizers",
)  # fmt: skip
_DECIMALS: Final = 6

Record = dict[str, Any]


def run_record(
    run: Run, groups: Sequence[Group], label: str, settings: Mapping[str, Any]
) -> Record:
    """Return a run as plain values.

    Everything but ``created``, ``timings_ms`` and the label is the same at every run of the same
    questions over the same documents, settings and versions.
    """
    return {
        "format": FORMAT,
        "label": label,
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "settings": dict(settings),
        "versions": versions(),
        "corpus_hash": run.corpus_hash,
        "figures": figures_record(groups),
        "results": [_result(result, run) for result in run.results],
    }


def figures_record(groups: Sequence[Group]) -> list[Record]:
    """Return the figures of a run as plain values, rounded to six decimals."""
    return [
        {
            "grouping": group.grouping,
            "name": group.name,
            "questions": group.questions,
            "figures": {
                name: figure and {key: _rounded(value) for key, value in asdict(figure).items()}
                for name, figure in group.figures.items()
            },
        }
        for group in groups
    ]


def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that figures depend on."""
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            continue
    return found


def write_json(record: Record, path: Path) -> None:
    """Write a record as JSON, making its folder where needed.

    :raises EvaluationError: the file cannot be written.
    """
    write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", path)


def write_text(text: str, path: Path) -> None:
    """Write a text, making its folder where needed.

    :raises EvaluationError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"{path} cannot be written ({error.strerror}); make room, or set ASSISTANT_DATA to "
            "a folder that you may write to."
        ) from error


def _result(result: Result, run: Run) -> Record:
    return {
        "question": _question(result.question, run),
        "reply": as_record(result.question.id, result.reply),
        "scores": {
            name: None if value is None else _rounded(value)
            for name, value in result.scores.items()
        },
    }


def _question(question: Question, run: Run) -> Record:
    return {
        "id": question.id,
        "lang": question.language,
        "kind": question.kind,
        "direction": direction(question, run.documents),
        "question": question.text,
        "history": [asdict(turn) for turn in question.history],
        "evidence": [{"doc": item.document, "quote": item.quote} for item in question.evidence],
        "facts": [list(alternatives) for alternatives in question.facts],
        "answerable": question.is_answerable,
    }


def _rounded(value: float) -> float:
    return round(value, _DECIMALS)

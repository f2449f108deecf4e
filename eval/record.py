"""The record of a run: one JSON file that holds everything needed to look into it later."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from eval.errors import EvaluationError, RunUnreadable
from eval.figures import Group, figures
from eval.results import read_result, result_record
from eval.run import Run

FORMAT: Final = 2
_DECIMALS: Final = 6

Record = dict[str, Any]


def run_record(run: Run) -> Record:
    """Return a run as plain values, its figures with it.

    Everything but ``created``, ``timings_ms`` and the label is the same at every run of the same
    questions under the same conditions.
    """
    return {
        "format": FORMAT,
        "label": run.label,
        "created": run.created,
        "conditions": dict(run.conditions),
        "judge": run.judge and dict(run.judge),
        "figures": figures_record(figures(run.results)),
        "results": [result_record(result) for result in run.results],
    }


def figures_record(groups: Sequence[Group]) -> list[Record]:
    """Return the figures of a run as plain values, rounded to six decimals."""
    return [
        {
            "grouping": group.grouping,
            "name": group.name,
            "questions": group.questions,
            "figures": {
                name: figure
                and {key: round(value, _DECIMALS) for key, value in asdict(figure).items()}
                for name, figure in group.figures.items()
            },
        }
        for group in groups
    ]


def read_run(path: Path) -> Run:
    """Read the record of a run.

    :raises RunUnreadable: it is not there, or was not written by this version.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunUnreadable(
            f"There is no run in {path} ({error.strerror}); give the label of a run or its file."
        ) from error
    except ValueError as error:
        raise RunUnreadable(f"{path} is not JSON ({error}); make the run again.") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise RunUnreadable(
            f"{path} was not written by this version of `assistant eval run`; make the run again."
        )
    try:
        return Run(
            label=record["label"],
            created=record["created"],
            conditions=record["conditions"],
            results=tuple(read_result(result) for result in record["results"]),
            judge=record["judge"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RunUnreadable(f"{path} is damaged ({error!r}); make the run again.") from error


def now() -> str:
    """Return the time as it stands in records: UTC, ISO 8601, whole seconds."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def write_json(record: Mapping[str, Any], path: Path) -> None:
    """Write a record as JSON, making its folder where needed.

    :raises EvaluationError: the file cannot be written.
    """
    write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", path)


def write_text(text: str, path: Path) -> None:
    """Write a text, making its folder where needed.

    :raises EvaluationError: the file cannot be written.
    """
    write_bytes(text.encode(), path)


def write_bytes(content: bytes, path: Path) -> None:
    """Write a file, making its folder where needed.

    :raises EvaluationError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise EvaluationError(
            f"{path} cannot be written ({error.strerror}); make room, or name a folder that you "
            "may write to."
        ) from error

"""What a run has answered so far, kept so that a run that was cut can go on.

``LABEL.jsonl`` beside the record to come: the conditions on the first line, then one result per
line, written the moment it is there. The file goes away when the record is written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from eval.errors import EvaluationError
from eval.results import Result, read_result, result_record


class Journal:
    """The answers of one run under way; use it as a context."""

    def __init__(self, path: Path, conditions: Mapping[str, Any]) -> None:
        """Open the journal of a run, and read what is in it if the conditions are the same.

        :raises EvaluationError: the file cannot be written.
        """
        self._path = path
        head = {"conditions": dict(conditions)}
        self.known: dict[str, Result] = _read(path, head)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written anew, so that a line that was cut in the middle is gone.
            fresh = path.with_name(f"{path.name}.new")
            records = [head, *map(result_record, self.known.values())]
            fresh.write_text("".join(map(_line, records)), encoding="utf-8")
            os.replace(fresh, path)
            self._file: TextIO = path.open("a", encoding="utf-8")
        except OSError as error:
            raise EvaluationError(
                f"{path} cannot be written ({error.strerror}); make room, or set ASSISTANT_DATA to "
                "a folder that you may write to."
            ) from error

    def keep(self, result: Result) -> None:
        """Write one result, so that nothing asks its question again."""
        self._file.write(_line(result_record(result)))
        self._file.flush()

    def remove(self) -> None:
        """Take the journal away: the run is recorded."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _read(path: Path, head: Mapping[str, Any]) -> dict[str, Result]:
    """Return the results of a run that was cut; none if its conditions were others."""
    try:
        # Split at line ends only: a text may hold other characters that splitlines breaks at.
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return {}
    found: dict[str, Result] = {}
    for number, line in enumerate(lines):
        try:
            record = json.loads(line)
            if number == 0 and record != head:
                return {}
            if number > 0:
                result = read_result(record)
                found[result.question.id] = result
        except (ValueError, KeyError, TypeError):
            # The line that was being written when the run was cut, and nothing after it.
            break
    return found

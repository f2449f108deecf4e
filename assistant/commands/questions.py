"""Reading a file of questions, one as JSON per line."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import Turn
from assistant.errors import UsageProblem


class QuestionLine(BaseModel):
    """``{"id", "question", "history": [{"role", "content"}…]}``; other keys are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int
    question: str
    history: tuple[Turn, ...] = ()


def read_question_lines(path: Path) -> list[QuestionLine]:
    """Read every line before any is answered.

    :raises UsageProblem: naming the line that is not as it should be.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise UsageProblem(
            f"{path} cannot be opened ({error.strerror}); name another file."
        ) from error
    except UnicodeDecodeError as error:
        raise UsageProblem(
            f"{path} is not UTF-8 text (byte {error.start}); save it again as UTF-8."
        ) from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(QuestionLine.model_validate(json.loads(line)))
        except ValidationError as error:
            first = error.errors()[0]
            key = "".join(f"{part}: " for part in first["loc"])
            raise UsageProblem(
                f'{path}, line {number}: {key}{first["msg"]}; needs {{"id", "question"}}. '
                "No question was answered."
            ) from error
        except (ValueError, RecursionError) as error:
            raise UsageProblem(
                f"{path}, line {number}: not valid JSON ({error}); correct this line. "
                "No question was answered."
            ) from error
    if not questions:
        raise UsageProblem(f"{path} holds no questions; write one as JSON per line.")
    return questions

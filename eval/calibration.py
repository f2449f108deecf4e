"""Calibrating refusals: when is a question not about the library?

A logistic model over what the search measures (assistant/evidence/subject.py), fitted on the answerable
questions of the set, asked in both languages, against questions that no document answers. The
figures are from 10-fold cross-validation, so no question is judged by a model that has seen it.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant
from assistant.answer import Turn
from assistant.errors import UsageProblem
from assistant.evidence.subject import CALIBRATION_FILE, Calibration
from eval.questions import Question
from index.library_kind import LibraryKind

THRESHOLD: Final = 0.25
_FOLDS: Final = 10


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """The fitted calibration and, per question, its cross-validated probability.

    ``answerable`` and ``outside`` are probabilities of being about the subject; ``outside`` by
    file.
    """

    calibration: Calibration
    answerable: NDArray[np.float64]
    outside: dict[str, NDArray[np.float64]]


def read_outside_questions(path: Path) -> list[str]:
    """Read the field ``question`` of every line of a file of questions that nothing answers.

    :raises UsageProblem: naming the line that has none.
    """
    questions = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageProblem(f"{path} cannot be opened ({error.strerror}); name another.") from error
    for number, line in enumerate(lines, start=1):
        try:
            questions.append(str(json.loads(line)["question"]))
        except (ValueError, KeyError, TypeError) as error:
            raise UsageProblem(
                f'{path}, line {number}: needs {{"question"}} as JSON; correct this line.'
            ) from error
    return questions


def calibrate(
    assistant: Assistant, questions: Sequence[Question], outside: dict[str, list[str]]
) -> CalibrationReport:
    """Fit the calibration.

    :param questions: the set; only its answerable questions count.
    :param outside: by name, questions that no document answers.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    positives = [
        evidence_of(assistant, question.text, question.history)
        for question in questions
        if question.is_answerable
    ]
    negatives = {
        name: [evidence_of(assistant, text) for text in texts] for name, texts in outside.items()
    }
    everything = np.array([*positives, *(one for ones in negatives.values() for one in ones)])
    is_subject = np.array([1] * len(positives) + [0] * (len(everything) - len(positives)))
    model = LogisticRegression(C=100.0, class_weight="balanced", max_iter=2000)
    probabilities = cross_val_predict(
        model, everything, is_subject, cv=_FOLDS, method="predict_proba"
    )[:, 1]
    model.fit(everything, is_subject)
    weights = tuple(float(weight) for weight in model.coef_[0])
    by_name = {}
    start = len(positives)
    for name, ones in negatives.items():
        by_name[name] = probabilities[start : start + len(ones)]
        start += len(ones)
    return CalibrationReport(
        Calibration(
            intercept=float(model.intercept_[0]),
            weights=(weights[0], weights[1], weights[2], weights[3]),
            threshold=THRESHOLD,
        ),
        probabilities[: len(positives)],
        by_name,
    )


def evidence_of(
    assistant: Assistant, text: str, history: Sequence[Turn] = ()
) -> tuple[float, float, float, float]:
    """Return what the search measures for a question; zeros for a greeting."""
    evidence = assistant.ask(text, history).evidence
    if evidence is None:
        return 0.0, 0.0, 0.0, 0.0
    values: tuple[float, float, float, float] = astuple(evidence)
    return values


def write_calibration(calibration: Calibration, library: LibraryKind) -> Path:
    """Write the calibration of one kind of library where the assistant reads it."""
    written = tomllib.loads(CALIBRATION_FILE.read_text(encoding="utf-8"))
    written[library] = asdict(calibration)
    lines = ["# Written by `assistant eval calibrate`; see eval/choices.md."]
    for name, values in written.items():
        weights = ", ".join(f"{weight:.2f}" for weight in values["weights"])
        lines += [
            "",
            f"[{name}]",
            f"intercept = {values['intercept']:.2f}",
            f"weights = [{weights}]",
            f"threshold = {values['threshold']}",
        ]
    CALIBRATION_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return CALIBRATION_FILE


def plot_calibration(report: CalibrationReport, path: Path) -> None:
    """Draw the share refused over the threshold, per kind of question, into a PNG or SVG file."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    thresholds = np.linspace(0, 1, 201)
    lines = {"answerable questions": report.answerable, **report.outside}
    # Colours of Okabe & Ito (2008), told apart with any colour vision; each line also has its dash.
    styles = zip(("#0072B2", "#D55E00", "#009E73", "#CC79A7"), ("-", "--", "-.", ":"), strict=True)
    for (name, probabilities), (colour, dash) in zip(lines.items(), styles, strict=False):
        refused = [(probabilities < threshold).mean() for threshold in thresholds]
        label = f"{name} (n = {len(probabilities)})"
        axes.plot(thresholds, refused, color=colour, linestyle=dash, label=label)
    axes.axvline(report.calibration.threshold, color="black", linewidth=0.8)
    axes.set_xlabel("threshold (the line is the one in use)")
    axes.set_ylabel("share refused as outside the subject")
    axes.set_ylim(-0.02, 1.02)
    axes.legend()
    figure.savefig(path)

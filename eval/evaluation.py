"""An evaluation from beginning to end: open the assistant, ask, judge, and keep the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.service import open_assistant
from assistant.settings import Settings
from eval.conditions import conditions
from eval.journal import Journal
from eval.judge import Judge
from eval.judge.judge import prompt_digest
from eval.question_files import read_question_set
from eval.questions import Question
from eval.record import now, run_record, write_json
from eval.results import Result
from eval.run import Run, ask_questions
from eval.without import LibraryPart, library_without
from index.progress import Progress, no_progress


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What to evaluate: the settings of the assistant, the questions, and how.

    ``worded`` chooses in which language the questions of ``file`` are asked.
    """

    label: str
    settings: Settings
    file: Path
    worded: Callable[[Sequence[Question]], Sequence[Question]] = tuple
    without: tuple[LibraryPart, ...] = ()
    judge: Judge | None = None

    @property
    def record_path(self) -> Path:
        """Where the record of the run is written."""
        return runs_directory(self.settings) / f"{self.label}.json"

    def run(
        self, progress: Progress = no_progress, tell: Callable[[str], None] = lambda _: None
    ) -> Run:
        """Ask all questions, and keep the record; go on where a run was cut.

        :param progress: is told how far the work is.
        :param tell: is given what a person should know.
        :raises EvaluationError: the questions, the library or the folder cannot be used.
        """
        settings = self.settings
        # First, because nothing is worth asking when the judge does not answer.
        agreement = self.judge and self.judge.agreement()
        if self.without:
            settings = library_without(self.without, settings, progress)
        with open_assistant(settings) as assistant:
            questions = self.worded(read_question_set(self.file, assistant.documents))
            made_with = conditions(assistant, questions, [part.value for part in self.without])
            if self.judge is not None:
                made_with["judge"] = {"model": self.judge.name, "prompt": prompt_digest()}
            with Journal(self.record_path.with_suffix(".jsonl"), made_with) as journal:
                if journal.known:
                    tell(
                        f"Going on with {self.label}: {len(journal.known)} of {len(questions)} "
                        "questions were answered before."
                    )
                try:
                    results = ask_questions(
                        assistant,
                        questions,
                        journal.known,
                        journal.keep,
                        lambda done, total: progress("Asking", done, total),
                        judge=self.judge.judged if self.judge else lambda result: result,
                    )
                except KeyboardInterrupt:
                    tell(f"Cut. To go on, give the same command with --label {self.label}")
                    raise
                run = Run(self.label, now(), made_with, results)
                if self.judge is not None:
                    run = replace(run, judge=_judge_record(made_with, agreement, results))
                write_json(run_record(run), self.record_path)
                journal.remove()
        return run


def runs_directory(settings: Settings) -> Path:
    """Return where the records of runs lie."""
    return settings.data / "runs"


def _judge_record(
    made_with: dict[str, Any], agreement: Any, results: Sequence[Result]
) -> dict[str, Any]:
    due = [result for result in results if result.question.is_answerable]
    return {
        **made_with["judge"],
        "agreement": agreement,
        "left_out": sum(result.scores["judged_completeness"] is None for result in due),
    }

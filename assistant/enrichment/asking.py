"""Having a chat model write questions about passages, one passage after the other."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assistant.chat_model.reading import CutOff, ModelReader, TimedOut, Unavailable
from assistant.enrichment.checking import QuestionChecker
from assistant.enrichment.errors import EnrichmentFailed
from assistant.enrichment.plan import Plan, messages
from assistant.enrichment.written import read_questions
from corpus import Document
from index.machine_made import MachineMade
from index.passages import Passage
from index.progress import Progress, no_progress

# After so many passages with nothing, one after the other, the next will bring nothing either.
_WITHOUT_MAX: Final = 5


@dataclass(frozen=True, slots=True)
class EnrichmentReport:
    """What a chat model wrote.

    ``without``: passages about which nothing holds, or at which its server failed; ``dropped``:
    how many questions do not hold, by what is wrong with them.
    """

    passages: int
    questions: int
    without: int
    dropped: Mapping[str, int]


def enrich(
    planned: Plan,
    kept: MachineMade,
    reader: ModelReader,
    seconds_max: float,
    progress: Progress = no_progress,
) -> EnrichmentReport:
    """Ask about each passage, and keep what holds before asking about the next.

    :param seconds_max: for one passage.
    :raises EnrichmentFailed: five passages after each other brought nothing, or all of them.
    """
    dropped: Counter[str] = Counter()
    checkers = {
        document.id: QuestionChecker(kept.of(document), dropped) for document, _ in planned.todo
    }
    passages = questions = in_row = 0
    trouble = ""
    for done, (document, passage) in enumerate(planned.todo):
        progress("enrich", done, len(planned.todo))
        try:
            said = _ask(document, passage, reader, seconds_max)
        except TimedOut:
            said, trouble = "", f"nothing came within {seconds_max:.0f} s"
        except Unavailable as error:
            said, trouble = "", f"its server failed: {error}"
        written = checkers[document.id].check(read_questions(said), passage)
        if written.answered:
            kept.keep(document, written)
            passages, questions = passages + 1, questions + written.count
            in_row, trouble = 0, ""
        else:
            in_row += 1
        if in_row == _WITHOUT_MAX and done + 1 < len(planned.todo):
            raise EnrichmentFailed(_failure(in_row, trouble, dropped))
    progress("enrich", len(planned.todo), len(planned.todo))
    if planned.todo and not passages:
        raise EnrichmentFailed(_failure(in_row, trouble, dropped))
    return EnrichmentReport(passages, questions, len(planned.todo) - passages, dropped)


def _ask(document: Document, passage: Passage, reader: ModelReader, seconds_max: float) -> str:
    """Return what the model writes; of a text that breaks off, what there is."""
    said = ""
    try:
        for piece in reader.read(messages(document, passage), time.monotonic() + seconds_max):
            said += piece
    except CutOff:
        pass
    except TimedOut:
        if not said:
            raise
    return said


def _failure(in_row: int, trouble: str, dropped: Mapping[str, int]) -> str:
    wrong = trouble or counted(dropped) or "it wrote no questions"
    return (
        f"The chat model brought nothing that holds for {in_row} passages after each other "
        f"({wrong}); the index is as it was. Look at its "
        "server, or take another model; then `assistant index --enrich` goes on from here."
    )


def counted(dropped: Mapping[str, int]) -> str:
    """Return what is wrong with the questions that do not hold, and how often, in words."""
    return ", ".join(f"{count} × {fault}" for fault, count in dropped.items())

"""``assistant index --enrich``: have the chat model write questions, after a yes."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Sequence
from typing import Final

from filelock import FileLock, Timeout

from assistant.chat_model.connection import connect_chat_model, refuse_tracing
from assistant.chat_model.reading import ModelReader
from assistant.commands.progress_bar import ProgressBar
from assistant.enrichment.asking import EnrichmentReport, counted, enrich
from assistant.enrichment.errors import EnrichmentFailed
from assistant.enrichment.plan import Plan, plan
from assistant.errors import UsageProblem
from assistant.settings import Settings
from corpus import Document, read_library
from index.errors import IndexBusy
from index.machine_made import MachineMade

# Nobody waits at a page for these questions, so a slow model may take its time.
_SECONDS_MIN: Final = 120.0
_CALLS_TIMED: Final = 3


def enrich_documents(settings: Settings, *, is_agreed: bool) -> bool:
    """Ask the chat model about every passage that nothing has been written for yet.

    :param is_agreed: do not ask for a yes on the terminal.
    :return: whether to build the index now: not after a no.
    :raises UsageProblem: no chat model is set, or there is no terminal to say yes on.
    :raises ChatModelUnavailable: the chat model of the settings cannot be used.
    :raises IndexBusy: another process is asking about these documents.
    :raises EnrichmentFailed: the model failed, nothing of what it wrote holds, or it cannot be kept.
    """
    if settings.chat_model is None:
        raise UsageProblem(
            "`--enrich` has a chat model write questions about your documents; set "
            "ASSISTANT_CHAT_MODEL, as in ASSISTANT_CHAT_MODEL=ollama:llama3.2."
        )
    refuse_tracing(settings)
    kept = MachineMade(settings.index_directory.machine_made_path)
    documents = read_library(settings.documents)
    try:
        kept.path.mkdir(parents=True, exist_ok=True)
        with FileLock(kept.path / "lock", timeout=0):
            return _enrich(settings, documents, kept, is_agreed=is_agreed)
    except Timeout as error:
        raise IndexBusy(
            f"Another `assistant index --enrich` is at work on {settings.documents}; wait until it "
            "is ready and try again."
        ) from error
    except OSError as error:
        raise EnrichmentFailed(
            f"{kept.path} cannot be written to ({error.strerror}); make room there, or set "
            "ASSISTANT_DATA to another folder."
        ) from error


def _enrich(
    settings: Settings, documents: Sequence[Document], kept: MachineMade, *, is_agreed: bool
) -> bool:
    planned = plan(documents, kept)
    if not planned.todo:
        _say(_nothing_to_ask(planned))
    elif _agrees(planned, settings, is_agreed=is_agreed):
        _say(_told(_ask(settings, planned, kept)))
    else:
        _say("Nothing was sent; the index is as it was.")
        return False
    kept.forget_stale(documents)
    return True


def _ask(settings: Settings, planned: Plan, kept: MachineMade) -> EnrichmentReport:
    seconds_max = max(settings.chat_timeout_s, _SECONDS_MIN)
    model = connect_chat_model(settings.model_copy(update={"chat_timeout_s": seconds_max}))
    reader = ModelReader(model)
    try:
        with ProgressBar() as progress:
            return enrich(planned, kept, reader, seconds_max, _Timed(progress))
    finally:
        reader.close()


class _Timed:
    """Progress that says once, after the first calls, how long the others will take."""

    def __init__(self, progress: ProgressBar) -> None:
        self._progress = progress
        self._began = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if done == _CALLS_TIMED < total:
            each = (time.monotonic() - self._began) / done
            minutes = math.ceil(each * (total - done) / 60)
            _say(f"About {minutes} min to go ({each:.1f} s for a passage).")
        self._progress(stage, done, total)


def _agrees(planned: Plan, settings: Settings, *, is_agreed: bool) -> bool:
    """Say what it costs, and return whether whoever sits at the terminal says yes."""
    if not is_agreed and not sys.stdin.isatty():
        raise UsageProblem("`--enrich` asks for a yes on a terminal; elsewhere add --yes.")
    address = f" at {settings.chat_base_url}" if settings.chat_base_url else ""
    _say(
        f"{len(planned.todo)} passages of {planned.documents} documents go to "
        f"{settings.chat_model}{address}, with the text around them: {len(planned.todo)} calls, "
        f"about {planned.tokens_read:,} tokens to read and {planned.tokens_written:,} to write."
    )
    if is_agreed:
        return True
    print("Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "j", "ja")


def _nothing_to_ask(planned: Plan) -> str:
    if planned.passages:
        return f"All {planned.passages} passages have been asked about already."
    return "Every document has a catalogue; there is nothing for the chat model to write."


def _told(report: EnrichmentReport) -> str:
    dropped = f"; dropped: {counted(report.dropped)}" if report.dropped else ""
    without = (
        f"; nothing for {report.without} others, which another run asks about again"
        if report.without
        else ""
    )
    return (
        f"Written: {report.questions} questions for {report.passages} passages{without}{dropped}."
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)

"""Refusals with the page there and with the page taken out: what people's own documents need.

The pages of a FAQ are divided into two libraries of bare documents. Every question is asked of
both: of the one with its page, where it must be answered, and of the other, where pages on the same
subject are left and it must not. Unlike questions on another subject, these cannot be told by
their vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant.service import open_assistant
from assistant.settings import Settings
from eval.faq import Page, share, write_pages
from index.build import build_index
from index.progress import Progress, no_progress

_HALVES: Final = 2


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What became of the questions.

    ``refused_without`` and ``refused_with``: the shares refused with the page taken out and with it
    there; ``answer_cited``: the share of the questions with known answers, asked with the page
    there, whose citations hold one; ``words``: mean length of those answers.
    """

    count: int
    refused_without: float
    refused_with: float
    answer_cited: float | None
    words: float

    @property
    def f1(self) -> float:
        """F1 of refusing, unanswerable questions being the positives (as many as answerable)."""
        refused = self.refused_without + self.refused_with
        return 2 * self.refused_without / (refused + 1) if refused else 0.0


def near_miss(
    pages: Sequence[Page], settings: Settings, work: Path, progress: Progress = no_progress
) -> NearMiss:
    """Ask every question of both libraries; the indexes are made in ``work``."""
    model = settings.load_embedding_model()
    # Questions may share a page.
    half_of = {text: n % _HALVES for n, text in enumerate(dict.fromkeys(p.text for p in pages))}
    refused: dict[bool, list[bool]] = {True: [], False: []}
    cited: list[bool] = []
    words: list[int] = []
    for half in range(_HALVES):
        folder = work / f"half-{half}"
        write_pages(
            folder,
            {f"page-{n}": text for n, (text, of) in enumerate(half_of.items()) if of == half},
        )
        chosen = settings.model_copy(update={"documents": folder, "chat_model": None})
        build_index(chosen.index_directory, model, progress)
        with open_assistant(chosen) as assistant:
            for number, page in enumerate(pages):
                is_there = half_of[page.text] == half
                answer = assistant.ask(page.question).answer
                refused[is_there].append(not answer.is_from_sources)
                if is_there and answer.citations:
                    words.append(len(answer.text.split()))
                if is_there and page.answers:
                    quoted = " ".join(one.quote for one in answer.citations).lower()
                    cited.append(any(one in quoted for one in page.answers))
                progress("Asking", half * len(pages) + number + 1, _HALVES * len(pages))
    return NearMiss(
        len(pages),
        share(refused[False]),
        share(refused[True]),
        share(cited) if cited else None,
        sum(words) / len(words) if words else 0.0,
    )

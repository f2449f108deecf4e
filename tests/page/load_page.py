"""How long people wait who ask at once: ``.venv/bin/python tests/page/load_page.py [PEOPLE]``.

Speaks as the page does, without a browser, so that the waiting is that for the server. Prints the
median and the 95th percentile, in milliseconds from sending, of the first answer that is shown.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from page_helpers import PageServer

from assistant import Assistant, open_assistant
from assistant.page.editions import Edition
from assistant.page.warming import warm_up
from assistant.settings import read_settings
from eval.soak.page_client import ask_over_http


def find_questions(assistant: Assistant, count: int) -> list[str]:
    """Return questions of the catalogue, every one another."""
    questions = dict.fromkeys(
        question
        for document in assistant.documents.values()
        for entry in document.catalogue
        for question in entry.questions_nl[:1]
        if question.endswith("?")
    )
    return list(islice(questions, count))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that a share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> None:
    """Let people ask at once, three times over."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with open_assistant(read_settings()) as assistant, PageServer(assistant) as server:
        warm_up(Edition.of(assistant, server.settings)).join()
        questions = find_questions(assistant, people)
        for _ in range(3):
            with ThreadPoolExecutor(people) as crowd:
                asked = list(crowd.map(lambda one: ask_over_http(server.url, one), questions))
            waits = [one.answered_ms for one in asked]
            errors = sum(bool(one.error) or not one.answered_ms for one in asked)
            print(
                f"{people} at once: median {statistics.median(waits):.0f} ms, "
                f"p95 {percentile(waits, 0.95):.0f} ms, errors {errors}"
            )


if __name__ == "__main__":
    main()

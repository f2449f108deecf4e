"""Many people at once, with the real assistant: everybody gets an answer."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from load_page import find_questions
from page_helpers import PageServer

from assistant import Assistant
from eval.soak.page_client import ask_over_http

PEOPLE = 20


def test_twenty_people_who_ask_at_once_all_get_an_answer(
    server: PageServer, assistant: Assistant
) -> None:
    questions = find_questions(assistant, PEOPLE)
    with ThreadPoolExecutor(PEOPLE) as people:
        asked = list(people.map(lambda question: ask_over_http(server.url, question), questions))
    assert [one.error for one in asked] == [""] * PEOPLE
    assert [one.question in one.shown for one in asked] == [True] * PEOPLE
    assert ['class="answer ' in one.shown for one in asked] == [True] * PEOPLE


def test_numpy_computes_on_one_thread_so_that_processes_do_not_spin_against_each_other() -> None:
    told = (
        "import assistant.page.server, threadpoolctl;"
        "print({one['num_threads'] for one in threadpoolctl.threadpool_info()})"
    )
    wished = {name: one for name, one in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, env=wished
    )
    assert done.stdout.strip() == "{1}"

"""Many people at once, with the real assistant: everybody gets an answer."""

from __future__ import annotations

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

"""Measuring the page: a visit in a real browser is timed by the page itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from page_helpers import PageServer, ScriptedAssistant

from eval.errors import MeasurementFailed
from eval.page_speed import Visit, speed_record, visit_page


def visits_to(url: str, count: int) -> tuple[Visit, ...]:
    """Visit a page in a thread: the browser of other tests may be open, and a thread has but one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(visit_page, url, "Wie?", count).result()


def test_a_visit_is_timed_and_each_is_in_the_record() -> None:
    assistant = ScriptedAssistant()
    with PageServer(assistant) as server:
        visits = visits_to(server.url, 2)
    assert assistant.questions == ["Wie?", "Wie?"]
    assert all(one.usable_ms > 0 and one.answered_ms > one.sign_ms >= 0 for one in visits)
    record = speed_record(visits)
    assert record["visits"] == len(record["each"]) == 2
    usable = sorted(one.usable_ms for one in visits)
    assert usable[0] <= record["usable_ms"]["median"] <= usable[1]


def test_a_page_that_is_not_there_is_told() -> None:
    with pytest.raises(MeasurementFailed, match="ERR_"):
        visits_to("http://127.0.0.1:9", 1)

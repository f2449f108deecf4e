"""Counts and times: those of people and programs, and no text."""

from __future__ import annotations

from pathlib import Path

from api_helpers import ApiServer, get, post
from prometheus_client.parser import text_string_to_metric_families

from assistant import Assistant

QUESTION = "Wat is publieke verantwoording?"


def figures(server: ApiServer) -> dict[tuple[str, ...], float]:
    """Return each figure by its name and labels."""
    told = get(f"{server.url}/metrics", headers=server.headers)
    assert told.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(told.text)
        for sample in family.samples
    }


def test_events_and_answers_are_counted_and_nothing_is_told_of_them(
    assistant: Assistant, tmp_path: Path
) -> None:
    with ApiServer(assistant, tmp_path, metrics=True, log="off") as server:
        for question in (QUESTION, "What is the weather in Paris?", QUESTION):
            asked = {"question": question}
            post(f"{server.url}/v1/ask", json=asked, headers=server.headers)
        assert get(f"{server.url}/metrics").status_code == 401
        found = figures(server)
        assert found["assistant_events_total", "question_asked", "answered"] == 2
        assert found["assistant_events_total", "question_asked", "outside_subject"] == 1
        assert found["assistant_events_total", "request_refused", "no_token"] == 1
        assert found["assistant_answer_seconds_count",] == 3
        assert found["assistant_documents",] == len(assistant.documents)
        assert "verantwoording" not in str(found)


def test_there_are_none_unless_asked_for(assistant: Assistant, tmp_path: Path) -> None:
    with ApiServer(assistant, tmp_path) as server:
        assert get(f"{server.url}/metrics", headers=server.headers).status_code == 404

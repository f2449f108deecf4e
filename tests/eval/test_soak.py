"""The soak in short: readers, builds that are killed or have no room, a chat model that lies."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx

from assistant import Settings
from eval.errors import SoakFailed
from eval.soak.rebuilding import WAYS, Rebuild
from eval.soak.report import figures, plot_soak, soak_record
from eval.soak.soak import Memory, Plan, Question, Soak, soak
from eval.soak.unreliable_model import LIE, unreliable_model

SEEN = Soak(
    plan=Plan(seconds=8),
    questions=(
        *(Question(at_s, 100.0 * at_s, "") for at_s in range(1, 8)),
        Question(7.5, 0.0, "ReadTimeout"),
    ),
    rebuilds=(Rebuild("whole", 1.0, 2.0, ""), Rebuild("killed", 4.0, 1.0, "nothing answers: x")),
    memory=tuple(Memory(at_s / 2, 400 + at_s) for at_s in range(16)),
    requests_of_model=3,
    stopped="",
)


def test_readers_notice_nothing_of_all_that_goes_wrong(
    tmp_path: Path, make_data: Callable[[Path, Path], None]
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "molen.txt").write_text("De molen\n\nDe molen draait op wind.\n")
    (documents / "bakker.txt").write_text("De bakker\n\nDe bakker bakt brood van meel.\n")
    make_data(tmp_path / "data", documents)
    settings = Settings(data=tmp_path / "data", documents=documents)
    questions = ("Waar draait de molen op?", "Waar bakt de bakker brood van?")
    seen = soak(Plan(seconds=6, readers=2, rebuild_every_s=1, questions=questions), settings)
    assert seen.problems == ()
    assert {one.way for one in seen.rebuilds} == set(WAYS)
    assert seen.questions
    assert seen.memory
    assert seen.requests_of_model


def test_readers_alone_converse_and_nothing_else_happens(settings: Settings) -> None:
    plan = Plan(seconds=6, readers=3, pause_s=0.1, is_disturbed=False)
    seen = soak(plan, settings)
    assert seen.problems == ()
    assert seen.questions
    assert (seen.rebuilds, seen.requests_of_model) == ((), 0)


def test_what_goes_wrong_counts_and_is_told() -> None:
    assert seen_problems() == [
        "a question: ReadTimeout",
        "a build (killed): nothing answers: x",
        "the page broke down",
    ]
    told = str(SoakFailed(seen_problems(), Path("x.json")))
    assert told.startswith("3 problems, the first: a question: ReadTimeout")


def seen_problems() -> list[str]:
    return list(replace(SEEN, stopped="the page broke down").problems)


def test_the_figures_are_of_what_was_answered_and_of_memory_once_it_has_settled() -> None:
    found = figures(SEEN)
    assert (found["questions"], found["problems"]) == (8, 2)
    assert found["median_ms"] == 400
    assert found["p95_ms"] == 670
    assert (found["builds_whole"], found["builds_killed"], found["builds_disk_full"]) == (1, 1, 0)
    assert (found["memory_second_tenth_mib"], found["memory_last_tenth_mib"]) == (402, 415)
    assert found["memory_growth"] == 0.031
    nothing = figures(replace(SEEN, questions=(), memory=()))
    assert (nothing["median_ms"], nothing["memory_last_tenth_mib"]) == (None, None)
    assert nothing["memory_growth"] is None


def test_a_soak_is_kept_as_a_record_and_a_drawing(tmp_path: Path) -> None:
    record = json.loads(json.dumps(soak_record(SEEN)))
    assert record["figures"] == figures(SEEN)
    assert record["rebuilds"][1]["way"] == "killed"
    plot_soak(SEEN, tmp_path / "soak.svg")
    drawn = (tmp_path / "soak.svg").read_text()
    assert "<svg" in drawn


def test_the_model_lies_with_an_invented_quotation_and_with_a_real_one() -> None:
    source = '<source id="s1" title="De molen">\nDe molen draait op wind. En verder.\n</source>'
    asked = {"messages": [{"content": "Antwoord."}, {"content": source}]}
    with unreliable_model() as model:
        invented, twisted, broken_off = (
            httpx.post(f"{model.url}/chat/completions", json=asked).text for _ in range(3)
        )
        assert httpx.post(f"{model.url}/chat/completions", json=asked).status_code == 500
    assert LIE in invented
    assert "draait op wind" not in invented
    assert LIE in twisted
    assert r"QUOTE: De molen draait op wind.\n" in twisted
    assert "[DONE]" in twisted
    assert "[DONE]" not in broken_off

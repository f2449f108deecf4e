"""The benchmark: how measured values become figures, without measuring."""

from __future__ import annotations

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from assistant import Settings
from corpus import Document
from eval import bench, probe
from eval.bench import Benchmark, benchmark_record, benchmark_table, measure
from eval.errors import MeasurementFailed
from eval.plain_chain import add_passages, open_chain, open_store
from eval.questions import Question
from eval.side_by_side import Contest, contest_table
from index.passages import cut_passages


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Benchmark:
    """A benchmark with prepared values in the place of processes."""
    starts = iter([900.0, 300.0, 600.0])
    prepared: dict[str, Any] = {
        "answers": {
            "stages_ms": {
                name: [float(ms) for ms in range(1, 101)] for name in ("total", "answer")
            },
            "hit_at_5": 0.9,
            "peak_mib": 400.0,
        },
        "plain-build": {"passages": 4},
        "plain-answers": {"stages_ms": {"answer": [101.0]}, "hit_at_5": 0.6, "peak_mib": 800.0},
        "plain-indexing": {"passages": 100, "index_s": 20.0, "peak_mib": 900.0},
        "indexing": {
            "passages": 100,
            "texts": 800,
            "index_s": 10.0,
            "onnxruntime_s": 8.0,
            "peak_mib": 500.0,
        },
    }

    def probed(name: str, *_: str) -> dict[str, Any]:
        if name != "start":
            return dict(prepared[name])
        return {
            "import_ms": next(starts),
            "load_ms": 100.0,
            "first_answer_ms": 20.0,
            "peak_mib": None,
        }

    monkeypatch.setattr(bench, "_probe", probed)
    cold = {"assistant": 1500.0, "eval.plain_chain": 6000.0}
    monkeypatch.setattr(bench, "_cold_ms", lambda module, *_: cold[module])
    return measure(Path("set.jsonl"), "Wat is dat?", cold_runs=3)


def test_values_are_medians_percentiles_and_rates(benchmark: Benchmark) -> None:
    values = {item.name: item.value for item in benchmark.measurements}
    assert values["cold_ask_ms"] == 1500
    assert values["start_import_ms"] == 600
    assert values["start_peak_mib"] is None
    assert values["warm_total_median_ms"] == pytest.approx(50.5)
    assert values["warm_total_p95_ms"] == pytest.approx(95.05)
    assert values["index_passages_per_s"] == pytest.approx(10)
    assert values["index_texts_per_s"] == pytest.approx(80)
    assert values["onnxruntime_texts_per_s"] == pytest.approx(100)
    assert values["index_share_of_onnxruntime"] == pytest.approx(0.8)


def test_both_are_set_side_by_side_as_ratios(benchmark: Benchmark) -> None:
    ratios = {one.name: one.ratio for one in benchmark.contests}
    assert ratios == {
        "cold_ms": pytest.approx(4),
        "warm_median_ms": pytest.approx(101 / 50.5),
        "warm_p95_ms": pytest.approx(101 / 95.05),
        "hit_at_5": pytest.approx(0.9 / 0.6),
        "peak_mib": pytest.approx(2),
        # 800 texts in 10 s against 100 in 20 s; 100 passages in 10 s against 100 in 20 s.
        "index_texts_per_s": pytest.approx(16),
        "index_passages_per_s": pytest.approx(2),
    }


def test_what_was_not_measured_of_both_has_no_ratio() -> None:
    assert Contest("peak_mib", "peak", None, 800.0, "MiB", "lower").ratio is None


def test_the_record_is_json_and_the_tables_show_every_value(benchmark: Benchmark) -> None:
    record = json.loads(json.dumps(benchmark_record(benchmark)))
    assert record["measured"]["cold_ask_ms"] == 1500
    assert record["against_plain_chain"]["cold_ms"] == {
        "assistant": 1500, "plain": 6000, "ratio": 4,
    }  # fmt: skip
    assert record["machine"]["processors"] >= 1
    console = Console(width=120, record=True, file=StringIO())
    console.print(benchmark_table(benchmark.measurements))
    console.print(contest_table(benchmark.contests))
    shown = console.export_text()
    assert all(item.title in shown for item in (*benchmark.measurements, *benchmark.contests))


def test_the_plain_chain_answers_with_the_passages_nearest_to_the_question(
    tmp_path: Path,
    models_directory: Path,
    mill_questions: tuple[Question, ...],
    documents: dict[str, Document],
) -> None:
    settings = Settings(data=models_directory.parent)
    passages = [one for document in documents.values() for one in cut_passages(document)]
    add_passages(open_store(tmp_path, settings), passages)
    answer = open_chain(tmp_path, settings).invoke(mill_questions[0].text)
    assert answer["passages"][0].startswith("molen:")
    assert answer["text"].startswith("De molen draait op wind.")


def test_a_process_that_stops_is_quoted_in_one_line() -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('first\\nthe disk is full')"]
    with pytest.raises(MeasurementFailed, match=r"stopped: the disk is full$"):
        bench._run(command)


def test_peak_memory_is_at_least_that_of_a_python_process() -> None:
    peak = probe.peak_memory_mib()
    assert peak is None or peak > 5

"""The benchmark: how measured values become figures, without measuring."""

from __future__ import annotations

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from eval import bench, probe
from eval.bench import Measurement, benchmark_record, benchmark_table, measure
from eval.errors import MeasurementFailed


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> tuple[Measurement, ...]:
    """A benchmark with prepared values in the place of processes."""
    starts = iter([900.0, 300.0, 600.0])
    prepared: dict[str, Any] = {
        "answers": {"stages_ms": {"total": [float(ms) for ms in range(1, 101)]}, "peak_mib": 400.0},
        "indexing": {
            "passages": 100,
            "texts": 800,
            "index_s": 10.0,
            "onnxruntime_s": 8.0,
            "peak_mib": 500.0,
        },
    }

    def probed(name: str, _: str) -> dict[str, Any]:
        if name != "start":
            return dict(prepared[name])
        return {
            "import_ms": next(starts),
            "load_ms": 100.0,
            "first_answer_ms": 20.0,
            "peak_mib": None,
        }

    monkeypatch.setattr(bench, "_probe", probed)
    monkeypatch.setattr(bench, "_cold_ask_ms", lambda _: 1500.0)
    return measure(Path("set.jsonl"), "Wat is dat?", cold_runs=3)


def test_values_are_medians_percentiles_and_rates(measured: tuple[Measurement, ...]) -> None:
    values = {item.name: item.value for item in measured}
    assert values["cold_ask_ms"] == 1500
    assert values["start_import_ms"] == 600
    assert values["start_peak_mib"] is None
    assert values["warm_total_median_ms"] == pytest.approx(50.5)
    assert values["warm_total_p95_ms"] == pytest.approx(95.05)
    assert values["index_passages_per_s"] == pytest.approx(10)
    assert values["index_texts_per_s"] == pytest.approx(80)
    assert values["onnxruntime_texts_per_s"] == pytest.approx(100)
    assert values["index_share_of_onnxruntime"] == pytest.approx(0.8)


def test_the_record_is_json_and_the_table_shows_every_value(
    measured: tuple[Measurement, ...],
) -> None:
    record = json.loads(json.dumps(benchmark_record(measured)))
    assert record["measured"]["cold_ask_ms"] == 1500
    assert record["machine"]["processors"] >= 1
    console = Console(width=120, record=True, file=StringIO())
    console.print(benchmark_table(measured))
    shown = console.export_text()
    assert all(item.title in shown for item in measured)


def test_a_process_that_stops_is_quoted_in_one_line() -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('first\\nthe disk is full')"]
    with pytest.raises(MeasurementFailed, match=r"stopped: the disk is full$"):
        bench._run(command)


def test_peak_memory_is_at_least_that_of_a_python_process() -> None:
    peak = probe.peak_memory_mib()
    assert peak is None or peak > 5

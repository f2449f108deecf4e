"""The benchmark: how fast the assistant starts, answers and indexes, and what memory it takes.

Everything is measured in child processes, so that nothing is warm that would be cold for a user
and the peak of one part does not hide in that of another.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

import numpy as np
from rich.table import Table

from eval.conditions import versions
from eval.errors import MeasurementFailed
from eval.side_by_side import Contest, contest_record, contests

Unit = Literal["ms", "s", "MiB", "texts/s", "passages/s", "share"]

_PROJECT: Final = Path(__file__).resolve().parents[1]
_TIMEOUT_S: Final = 3600


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured value; ``None`` where this system or model does not offer it."""

    name: str
    title: str
    value: float | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What was measured of the assistant, and of the assistant and a plain chain side by side."""

    measurements: tuple[Measurement, ...]
    contests: tuple[Contest, ...]


def measure(
    questions: Path,
    question: str,
    cold_runs: int = 5,
    passages: int = 100,
    report: Callable[[str], None] = lambda _: None,
) -> Benchmark:
    """Measure start, answers and indexing, in this order, one process after the other.

    The same is measured of a plain chain, each right after the assistant's, so that a machine
    that is busy for a while is so for both.

    :param questions: the question set that is answered warm.
    :param question: the question that is asked cold.
    :param cold_runs: how often the whole command is run; its median counts.
    :param passages: how many passages are indexed.
    :param report: is told what is being measured.
    :raises MeasurementFailed: a process stopped with an error, which is quoted.
    """
    with TemporaryDirectory() as folder:
        report("the plain chain is made ready")
        _probe("plain-build", folder)
        report(f"one question, {cold_runs} times from nothing")
        cold = [
            (_cold_ms("assistant", "ask", question), _cold_ms("eval.plain_chain", folder, question))
            for _ in range(cold_runs)
        ]
        report(f"import and load, {cold_runs} times from nothing")
        starts = [_probe("start", question) for _ in range(cold_runs)]
        report("the question set, warm")
        warm = _probe("answers", str(questions))
        plain_warm = _probe("plain-answers", folder, str(questions))
    report(f"an index of {passages} passages")
    indexed = _probe("indexing", str(passages))
    plain_indexed = _probe("plain-indexing", str(passages))
    own = [assistant for assistant, _ in cold]
    return Benchmark(
        (
            Measurement("cold_ask_ms", "assistant ask, whole command (median)", median(own), "ms"),
            *_start(starts),
            *_warm(warm),
            *_indexing(indexed),
        ),
        contests((own, [plain for _, plain in cold]), (warm, plain_warm), (indexed, plain_indexed)),
    )


def benchmark_record(benchmark: Benchmark) -> dict[str, Any]:
    """Return the measurements as plain values, with the machine and versions they belong to."""
    return {
        "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": {"processors": os.cpu_count(), "architecture": platform.machine()},
        "versions": versions(),
        "measured": {
            item.name: None if item.value is None else round(item.value, 3)
            for item in benchmark.measurements
        },
        "against_plain_chain": contest_record(benchmark.contests),
    }


def benchmark_table(measurements: Sequence[Measurement]) -> Table:
    """Return the measurements as a table for the terminal."""
    table = Table(title=f"Benchmark, {os.cpu_count()} processors", title_justify="left")
    table.add_column("measured")
    table.add_column("value", justify="right")
    table.add_column("unit")
    for item in measurements:
        table.add_row(item.title, "–" if item.value is None else _number(item), item.unit)
    return table


def _start(starts: Sequence[Mapping[str, float | None]]) -> Iterator[Measurement]:
    for name, title, unit in (
        ("import_ms", "import (median)", "ms"),
        ("load_ms", "load model and index (median)", "ms"),
        ("first_answer_ms", "first answer (median)", "ms"),
        ("peak_mib", "peak memory, one answer (median)", "MiB"),
    ):
        values = [value for start in starts if (value := start[name]) is not None]
        yield Measurement(f"start_{name}", title, median(values) if values else None, unit)  # type: ignore[arg-type]


def _warm(warm: Mapping[str, Any]) -> Iterator[Measurement]:
    for stage, values in warm["stages_ms"].items():
        middle, high = np.percentile(values, [50, 95])
        yield Measurement(f"warm_{stage}_median_ms", f"warm: {stage}, median", float(middle), "ms")
        yield Measurement(f"warm_{stage}_p95_ms", f"warm: {stage}, p95", float(high), "ms")
    yield Measurement("warm_peak_mib", "peak memory, question set", warm["peak_mib"], "MiB")


def _indexing(indexed: Mapping[str, Any]) -> Iterator[Measurement]:
    texts, index_s, alone_s = indexed["texts"], indexed["index_s"], indexed["onnxruntime_s"]
    yield Measurement(
        "index_passages_per_s",
        f"index of {indexed['passages']} passages",
        indexed["passages"] / index_s,
        "passages/s",
    )
    yield Measurement(
        "index_texts_per_s", f"the same, {texts} texts embedded", texts / index_s, "texts/s"
    )
    yield Measurement(
        "onnxruntime_texts_per_s",
        "onnxruntime alone, same batches",
        alone_s and texts / alone_s,
        "texts/s",
    )
    yield Measurement(
        "index_share_of_onnxruntime",
        "index speed as a share of onnxruntime's",
        alone_s and alone_s / index_s,
        "share",
    )
    yield Measurement("index_peak_mib", "peak memory, indexing", indexed["peak_mib"], "MiB")


def _cold_ms(module: str, *arguments: str) -> float:
    began = time.perf_counter()
    _run([sys.executable, "-m", module, *arguments])
    return (time.perf_counter() - began) * 1000


def _probe(name: str, *arguments: str) -> dict[str, Any]:
    printed = _run([sys.executable, "-m", "eval.probe", name, *arguments])
    measured: dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
    return measured


def _run(command: Sequence[str]) -> str:
    # The packages are found from any folder, and relative paths in settings keep their meaning.
    paths = [str(_PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    what = " ".join(command[1:])
    try:
        ended = subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=_TIMEOUT_S,
            env=environment,
        )
    except subprocess.TimeoutExpired as error:
        raise MeasurementFailed(
            f"'{what}' was not ready after {_TIMEOUT_S} s; try fewer passages or questions."
        ) from error
    if ended.returncode != 0:
        reason = (ended.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        raise MeasurementFailed(f"'{what}' stopped: {reason}")
    return ended.stdout


def _number(item: Measurement) -> str:
    value = item.value or 0.0
    return f"{value:.2f}" if item.unit == "share" or value < 10 else f"{value:.0f}"

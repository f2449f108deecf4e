"""What the benchmark runs in processes of its own: ``python -m eval.probe NAME ARGUMENT``.

Each probe prints one JSON object. Nothing heavy is imported at the top, because the first thing
measured is how long importing takes.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any


def start(question: str) -> dict[str, Any]:
    """Measure a start from nothing: import, load, first answer, peak memory."""
    began = time.perf_counter()
    import assistant.service
    from assistant.settings import read_settings

    imported = time.perf_counter()
    opened = assistant.service.open_assistant(read_settings())
    loaded = time.perf_counter()
    opened.ask(question)
    answered = time.perf_counter()
    return {
        "import_ms": (imported - began) * 1000,
        "load_ms": (loaded - imported) * 1000,
        "first_answer_ms": (answered - loaded) * 1000,
        "peak_mib": peak_memory_mib(),
    }


def answers(questions_file: str) -> dict[str, Any]:
    """Measure every question of a set in a process that is warm: milliseconds by stage."""
    from assistant.service import open_assistant
    from assistant.settings import read_settings
    from eval.questions import read_questions

    with open_assistant(read_settings()) as assistant:
        questions = read_questions(Path(questions_file), assistant.documents)
        for question in questions[:3]:
            assistant.ask(question.text, question.history)
        stages: dict[str, list[float]] = {}
        for question in questions:
            began = time.perf_counter()
            reply = assistant.ask(question.text, question.history)
            wall_ms = (time.perf_counter() - began) * 1000
            for stage, value in {**reply.timings_ms, "answer": wall_ms}.items():
                stages.setdefault(stage, []).append(value)
    return {"stages_ms": stages, "peak_mib": peak_memory_mib()}


def indexing(passages: str) -> dict[str, Any]:
    """Measure building an index, and onnxruntime alone on the very batches of that build.

    The batches are caught where they go into onnxruntime and put through the same session once
    more, on as many threads, so that both have the same texts, lengths and processors.
    """
    import os
    import tempfile
    from concurrent.futures import ThreadPoolExecutor

    import onnxruntime

    from assistant.settings import read_settings
    from corpus import read_library
    from index.build import build_index
    from index.builds import IndexDirectory
    from index.embedding import load_embedding_model

    settings = read_settings()
    batches: list[tuple[Any, ...]] = []
    own_run = onnxruntime.InferenceSession.run

    def caught_run(session: Any, *arguments: Any, **named: Any) -> Any:
        batches.append((session, arguments, named))
        return own_run(session, *arguments, **named)

    model = load_embedding_model(
        settings.embedding_model, settings.models_directory, settings.threads
    )
    model.embed_passages(["warm"])
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        documents.mkdir()
        _write_passages(documents / "passages.jsonl", read_library(settings.documents), passages)
        onnxruntime.InferenceSession.run = caught_run
        began = time.perf_counter()
        report = build_index(IndexDirectory(Path(folder) / "indexes", documents), model)
        built_s = time.perf_counter() - began
        onnxruntime.InferenceSession.run = own_run
    began = time.perf_counter()
    with ThreadPoolExecutor(settings.threads or os.cpu_count()) as threads:
        list(threads.map(lambda batch: own_run(batch[0], *batch[1], **batch[2]), batches))
    alone_s = time.perf_counter() - began
    return {
        "passages": report.manifest.passages,
        "texts": report.embedded,
        "index_s": built_s,
        # A model that does not run on onnxruntime leaves no batches to compare with.
        "onnxruntime_s": alone_s if batches else None,
        "peak_mib": peak_memory_mib(),
    }


def peak_memory_mib() -> float | None:
    """Return the most memory that this process has held so far, where the system tells it."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not getrusage: after a fork it counts what the parent held.
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def _write_passages(path: Path, library: Any, count: str) -> None:
    """Write ``count`` documents of one passage each, no two alike, from the library's own text."""
    from index.passages import cut_passages

    # On one line each: two paragraphs would become two passages again.
    texts = [
        " ".join(passage.text.split())
        for document in library
        for passage in cut_passages(document)
        if passage.kind == "text"
    ]
    lines = []
    for number in range(int(count)):
        text = f"{number}. {texts[number % len(texts)]}"
        lines.append(json.dumps({"id": f"p{number}", "title": f"Passage {number}", "text": text}))
    path.write_text("\n".join(lines), encoding="utf-8")


_PROBES = {"start": start, "answers": answers, "indexing": indexing}

if __name__ == "__main__":
    from corpus import AssistantError

    try:
        measured = _PROBES[sys.argv[1]](sys.argv[2])
    except AssistantError as problem:
        sys.exit(str(problem))
    print(json.dumps(measured))

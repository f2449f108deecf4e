"""What the benchmark runs in processes of its own: ``python -m eval.probe NAME ARGUMENT…``.

Each probe prints one JSON object. Nothing heavy is imported at the top, because the first thing
measured is how long importing takes.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
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
    from eval.question_files import read_question_set

    with open_assistant(read_settings()) as assistant:
        questions = read_question_set(Path(questions_file), assistant.documents)
        for question in questions[:3]:
            assistant.ask(question.text, question.history)
        stages: dict[str, list[float]] = {}
        hits = []
        for question in questions:
            began = time.perf_counter()
            reply = assistant.ask(question.text, question.history)
            wall_ms = (time.perf_counter() - began) * 1000
            for stage, value in {**reply.timings_ms, "answer": wall_ms}.items():
                stages.setdefault(stage, []).append(value)
            if question.is_answerable:
                hits.append(_is_hit([one.passage for one in reply.passages], question))
    return {"stages_ms": stages, "hit_at_5": _share(hits), "peak_mib": peak_memory_mib()}


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

    settings = read_settings()
    batches: list[tuple[Any, ...]] = []
    own_run = onnxruntime.InferenceSession.run

    def caught_run(session: Any, *arguments: Any, **named: Any) -> Any:
        batches.append((session, arguments, named))
        return own_run(session, *arguments, **named)

    model = settings.load_embedding_model()
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


def plain_build(folder: str) -> dict[str, Any]:
    """Put the library's passages in the collection of the plain chain."""
    from assistant.settings import read_settings
    from eval.plain_chain import add_passages, open_store

    settings = read_settings()
    passages = list(_library_passages(settings).values())
    add_passages(open_store(Path(folder), settings), passages)
    return {"passages": len(passages)}


def plain_answers(folder: str, questions_file: str) -> dict[str, Any]:
    """Measure every question of a set put to the plain chain in a process that is warm.

    It does not know conversations, so that a follow-up is put to it as the assistant understands
    it; the time of that does not count.
    """
    from assistant.settings import read_settings
    from assistant.understanding.query_rewriting import standalone_question
    from eval.plain_chain import open_chain
    from eval.question_files import read_question_set

    settings = read_settings()
    passages = _library_passages(settings)
    documents = _documents(settings)
    questions = read_question_set(Path(questions_file), documents)
    chain = open_chain(Path(folder), settings)
    for question in questions[:3]:
        chain.invoke(question.text)
    times, hits = [], []
    for question in questions:
        asked = standalone_question(
            question.text,
            question.history,
            follows_up=bool(question.history),
        )
        began = time.perf_counter()
        answer = chain.invoke(asked)
        times.append((time.perf_counter() - began) * 1000)
        if question.is_answerable:
            hits.append(_is_hit([passages[one] for one in answer["passages"]], question))
    return {
        "stages_ms": {"answer": times},
        "hit_at_5": _share(hits),
        "peak_mib": peak_memory_mib(),
    }


def plain_indexing(count: str) -> dict[str, Any]:
    """Measure indexing by the plain chain: the passages that ``indexing`` measures with."""
    import tempfile

    from assistant.settings import read_settings
    from corpus import read_library
    from eval.plain_chain import add_passages, open_store
    from index.passages import cut_passages

    settings = read_settings()
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        documents.mkdir()
        _write_passages(documents / "passages.jsonl", read_library(settings.documents), count)
        store = open_store(Path(folder) / "chroma", settings)
        store.embeddings.embed_documents(["warm"])
        began = time.perf_counter()
        # Reading and cutting are part of the work, as they are of building an index.
        passages = [one for document in read_library(documents) for one in cut_passages(document)]
        add_passages(store, passages)
        built_s = time.perf_counter() - began
    return {"passages": len(passages), "index_s": built_s, "peak_mib": peak_memory_mib()}


def _documents(settings: Any) -> dict[str, Any]:
    from corpus import read_library

    return {document.id: document for document in read_library(settings.documents)}


def _library_passages(settings: Any) -> dict[str, Any]:
    from index.passages import cut_passages

    return {
        passage.id: passage
        for document in _documents(settings).values()
        for passage in cut_passages(document)
    }


def _is_hit(found: Sequence[Any], question: Any) -> bool:
    from eval.evidence import held_evidence

    return any(held_evidence(passage, question.evidence) for passage in found[:5])


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


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


_PROBES: dict[str, Callable[..., dict[str, Any]]] = {
    "start": start,
    "answers": answers,
    "indexing": indexing,
    "plain-build": plain_build,
    "plain-answers": plain_answers,
    "plain-indexing": plain_indexing,
}

if __name__ == "__main__":
    from corpus import AssistantError

    try:
        measured = _PROBES[sys.argv[1]](*sys.argv[2:])
    except AssistantError as problem:
        sys.exit(str(problem))
    print(json.dumps(measured))

"""Building again whenever the folder changes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest

from index.watching import settled_changes

TEXT = "De molen draait op wind. De wind waait om de molen.\n"


@pytest.fixture
def folder(tmp_path: Path, make_data: Callable[[Path, Path], None]) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    for name in "abc":
        (documents / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    make_data(tmp_path / "data", documents)
    return documents


@pytest.fixture
def told(folder: Path) -> Iterator[Queue[str]]:
    """Watch the folder in a process of its own; return the lines that it tells."""
    data = {"ASSISTANT_DATA": str(folder.parent / "data"), "ASSISTANT_DOCUMENTS": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "index", "--watch"],
        env={**os.environ, **data},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines: Queue[str] = Queue()
    assert process.stderr is not None
    reading = threading.Thread(target=lambda: [lines.put(one) for one in process.stderr or ()])
    reading.start()
    yield lines
    process.terminate()
    process.wait(10)
    reading.join()
    process.stderr.close()


def until(lines: Queue[str], word: str) -> str:
    while word not in (line := lines.get(timeout=60)):
        pass
    return line


def test_a_change_is_built_and_what_goes_wrong_is_told_and_outlived(
    folder: Path, told: Queue[str]
) -> None:
    assert "3 documents" in until(told, "Index ready")
    until(told, "Waiting for changes")
    (folder / "d.txt").write_text(TEXT, encoding="utf-8")
    assert "4 documents" in until(told, "Index ready")
    # Nobody is there to agree that documents are lost.
    for name in "abc":
        (folder / f"{name}.txt").rename(folder / f".{name}")
    assert "--yes" in until(told, "assistant: ")
    for name in "abc":
        (folder / f".{name}").rename(folder / f"{name}.txt")
    (folder / "e.txt").write_text(TEXT, encoding="utf-8")
    assert "5 documents" in until(told, "Index ready")


def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    changes = settled_changes(tmp_path, 0.1)
    next(changes)

    def write() -> None:
        with (tmp_path / "a.txt").open("w", encoding="utf-8") as file:
            for _ in range(20):
                file.write(TEXT)
                file.flush()
                time.sleep(0.05)

    writing = threading.Thread(target=write)
    writing.start()
    next(changes)
    assert not writing.is_alive()
    assert (tmp_path / "a.txt").stat().st_size == 20 * len(TEXT)

"""Answering where nothing can be written: the data folder read-only, and no room left."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import load_embedding_model
from index.store import VectorStore

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1
ASK = ("-m", "assistant", "ask", "Waar draait de molen op?")
ASK_ON_FULL_DISKS = (
    "-c",
    "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n"
    f"sys.argv = ['assistant', 'ask', {ASK[-1]!r}]\n"
    "from assistant.commands import main\nmain()",
)


@pytest.fixture(scope="module")
def data(
    tmp_path_factory: pytest.TempPathFactory, make_data: Callable[[Path, Path], None]
) -> Iterator[Path]:
    """A data folder with an index that nobody may write to."""
    folder = tmp_path_factory.mktemp("read-only")
    documents = folder / "documents"
    documents.mkdir()
    (documents / "molen.txt").write_text("De molen\n\nDe molen draait op wind.\n")
    (documents / "bakker.txt").write_text("De bakker\n\nDe bakker bakt brood van meel.\n")
    make_data(folder / "data", documents)
    model = load_embedding_model(None, folder / "data" / "models")
    build_index(IndexDirectory(folder / "data" / "indexes", documents), model)
    made = [folder / "data", *(folder / "data" / "indexes").rglob("*")]
    for path in made:
        path.chmod(path.stat().st_mode & ~0o222)
    yield folder / "data"
    for path in made:
        path.chmod(path.stat().st_mode | 0o200)


def give_up_writing() -> None:
    """Have modes of files hold for the superuser as well, from the next program on."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


def run(data: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
        preexec_fn=give_up_writing,
        env={
            **os.environ,
            "ASSISTANT_DATA": str(data),
            "ASSISTANT_DOCUMENTS": str(data.parent / "documents"),
            **environment,
        },
    )


def test_an_index_answers_from_a_read_only_folder(data: Path, tmp_path: Path) -> None:
    touched = run(data, "-c", f"open({str(data / 'x')!r}, 'w')")
    assert "PermissionError" in touched.stderr
    asked = run(data, *ASK, TMPDIR=str(tmp_path))
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "De molen draait op wind." in asked.stdout
    assert list(tmp_path.iterdir()) == []


def test_without_room_anywhere_one_line_says_what_to_do(data: Path) -> None:
    asked = run(data, *ASK_ON_FULL_DISKS)
    assert asked.returncode == 1
    assert len(asked.stderr.splitlines()) == 1
    assert "make room on the disk, or set TMPDIR" in asked.stderr


def test_reading_changes_no_file_of_vectors(data: Path) -> None:
    [directory] = data.glob("indexes/*/builds/*/chroma")
    vectors = [path for path in directory.rglob("*") if path.suffix in (".bin", ".pickle")]
    before = [path.stat().st_mtime_ns for path in vectors]
    store = VectorStore.to_read(directory)
    assert store.nearest("passages_nl", np.full(384, 384**-0.5, dtype=np.float32), 1).ids
    store.close()
    assert [path.stat().st_mtime_ns for path in vectors] == before

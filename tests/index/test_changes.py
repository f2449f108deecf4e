"""What a build tells of a folder, and what it asks before it loses documents."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import EmbeddingModel, load_embedding_model
from index.errors import BuildRefused

TEXT = "De molen draait op wind. De wind waait om de molen.\n"


@pytest.fixture
def folder(tmp_path: Path, make_data: Callable[[Path, Path], None]) -> Path:
    """Return a folder of three documents with an index of its own."""
    documents = tmp_path / "documents"
    (documents / "noord").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "noord/b.txt"):
        (documents / name).write_text(TEXT, encoding="utf-8")
    make_data(tmp_path / "data", documents)
    return documents


@pytest.fixture(scope="module")
def model(models_directory: Path) -> EmbeddingModel:
    return load_embedding_model(None, models_directory)


def command(folder: Path, *options: str) -> tuple[list[str], dict[str, str]]:
    data = {"ASSISTANT_DATA": str(folder.parent / "data"), "ASSISTANT_DOCUMENTS": str(folder)}
    return [sys.executable, "-m", "assistant", "index", *options], {**os.environ, **data}


def assistant_index(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    arguments, environment = command(folder, *options)
    return subprocess.run(
        arguments,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_build_tells_what_is_new_changed_gone_and_skipped(
    folder: Path, model: EmbeddingModel
) -> None:
    directory = IndexDirectory(folder.parent / "data" / "indexes", folder)
    first = build_index(directory, model).changes
    assert first.new == ("a.txt", "b.txt", "noord/b.txt")
    (folder / "noord" / "b.txt").write_bytes("Café molen.\n".encode("cp1252"))
    (folder / "b.txt").write_text("", encoding="utf-8")
    (folder / "c.txt").write_text(TEXT, encoding="utf-8")
    done = assistant_index(folder, "--json", "--yes")
    told = json.loads(done.stdout)
    assert (told["new"], told["changed"], told["unchanged"], told["gone"]) == (
        ["c.txt"],
        ["noord/b.txt"],
        ["a.txt"],
        ["b.txt"],
    )
    assert told["encodings"] == {"noord/b.txt": "Windows-1252"}
    [skipped] = told["skipped"]
    assert skipped["file"] == "b.txt"
    rows = [" ".join(line.split()) for line in done.stderr.splitlines()]
    assert "new c.txt" in rows
    assert "changed noord/b.txt read as Windows-1252" in rows
    assert "unchanged 1 file" in rows
    assert any(row.startswith("skipped b.txt is empty; fill it") for row in rows)
    stopped = assistant_index(folder, "--strict")
    assert stopped.returncode == 1
    assert "b.txt is empty" in stopped.stderr


def test_a_build_that_loses_documents_asks_first(folder: Path, model: EmbeddingModel) -> None:
    directory = IndexDirectory(folder.parent / "data" / "indexes", folder)
    build_index(directory, model)
    before = directory.current()
    (folder / "a.txt").unlink()
    with pytest.raises(BuildRefused, match=r"1 of the 3 documents .*: a\. Nothing was changed"):
        build_index(directory, model, agree=lambda _: False)
    done = assistant_index(folder)
    assert done.returncode == 1
    assert "run again with --yes" in done.stderr.splitlines()[-1]
    assert directory.current() == before
    ours, theirs = pty.openpty()
    arguments, environment = command(folder)
    asked = subprocess.Popen(arguments, env=environment, stdin=theirs, stderr=subprocess.PIPE)
    os.write(ours, b"y\n")
    _, told = asked.communicate()
    assert b"Go on?" in told
    assert asked.returncode == 0
    assert directory.current() != before
    (folder / "c.txt").write_text(TEXT, encoding="utf-8")
    build_index(directory, model, agree=lambda _: False)


@pytest.mark.parametrize("is_there", [True, False])
def test_a_damaged_index_is_made_again_and_nobody_is_asked(
    folder: Path, model: EmbeddingModel, *, is_there: bool
) -> None:
    directory = IndexDirectory(folder.parent / "data" / "indexes", folder)
    build_index(directory, model)
    damaged = directory.current()
    if is_there:
        (damaged / "records.sqlite").write_bytes(b"no database" * 500)
    else:
        (damaged / "records.sqlite").unlink()
    (folder / "a.txt").unlink()
    build_index(directory, model, agree=lambda _: False)
    assert directory.current() != damaged


def test_what_is_skipped_is_named_whole_and_the_rarest_reason_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "verslag-van-de-vergadering-van-de-commissie-bestuur-van-maart.txt"
    for number in range(25):
        (folder / f"{number:02d}.xml").write_text("<a/>", encoding="utf-8")
    (folder / name).write_bytes(b"")
    monkeypatch.setenv("COLUMNS", "60")
    assert "…" not in assistant_index(folder).stderr
    monkeypatch.setenv("COLUMNS", "250")
    rows = [row for row in assistant_index(folder).stderr.splitlines() if row.startswith("skipped")]
    assert name in rows[0]
    assert [".xml" in row for row in rows[1:]] == [True] * 20 + [False]
    assert "and 5 files more" in rows[-1]

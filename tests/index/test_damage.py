"""Damage to what the assistant has written: it is said, and ``assistant index`` mends it."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from commands import Commands, Done

from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import BUNDLED_MODEL, EmbeddingModel, load_embedding_model
from index.vector_cache import VectorCache

TEXTS = {
    "molen.txt": "Over de molen\n\nDe molen draait op wind. De molenaar maalt het graan tot meel.\n",
    "bakker.txt": "Over de bakker\n\nDe bakker koopt het meel. Hij bakt er brood van.\n",
    "mill.md": "# The mill\n\nThe mill was built in 1742. It is open to visitors on Saturday.\n",
}
EARLIER = {**TEXTS, "molen.txt": "Een molen van vroeger stond stil.\n"}
del EARLIER["bakker.txt"]
QUESTION = "Waar draait de molen op?"
ANSWER = "De molen draait op wind."

Damage = Callable[[Path, Path], None]


@pytest.fixture(scope="module")
def model(models_directory: Path) -> EmbeddingModel:
    return load_embedding_model(None, models_directory)


@pytest.fixture(scope="module")
def built(
    tmp_path_factory: pytest.TempPathFactory,
    make_data: Callable[[Path, Path], None],
    model: EmbeddingModel,
) -> Path:
    """A library with two builds, of which the one from before knew another mill and no baker."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "documents").mkdir()
    make_data(folder / "data", folder / "documents")
    for texts in (EARLIER, TEXTS):
        for name, text in texts.items():
            (folder / "documents" / name).write_text(text, encoding="utf-8")
        build_index(directory_of(folder), model)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path, models_directory: Path) -> Path:
    """A copy of that library, with a model of its own that shares what is not damaged."""
    shutil.copytree(built / "documents", tmp_path / "documents")
    (tmp_path / "data").mkdir()
    shutil.copytree(directory_of(built).path, directory_of(tmp_path).path)
    shutil.copytree(models_directory, tmp_path / "data" / "models", copy_function=os.link)
    return tmp_path


def directory_of(folder: Path) -> IndexDirectory:
    return IndexDirectory(folder / "data" / "indexes", folder / "documents")


# --- kinds of damage: to a file, and to one beside which that of the build before lies -----------


def cut_off(path: Path, _: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path, _: Path) -> None:
    path.write_bytes(b"")


def delete(path: Path, _: Path) -> None:
    path.unlink()


def make_a_folder(path: Path, _: Path) -> None:
    path.unlink()
    path.mkdir()


def exchange(path: Path, other: Path) -> None:
    fresh = path.read_bytes()
    path.write_bytes(other.read_bytes())
    assert path.read_bytes() != fresh


def flip(where: float) -> Damage:
    def flip_(path: Path, _: Path) -> None:
        content = bytearray(path.read_bytes())
        content[round(where * (len(content) - 1))] ^= 1
        path.write_bytes(content)

    return flip_


def write(text: str) -> Damage:
    return write_bytes(text.encode())


def write_bytes(content: bytes) -> Damage:
    def write_(path: Path, _: Path) -> None:
        path.write_bytes(content)

    return write_


def replace(name: str, value: object) -> Damage:
    def replace_(path: Path, _: Path) -> None:
        values = json.loads(path.read_text(encoding="utf-8"))
        assert name in values
        path.write_text(json.dumps({**values, name: value}), encoding="utf-8")

    return replace_


START, MIDDLE, END = flip(0), flip(0.5), flip(1)
MANIFEST, RECORDS, CURRENT = "build/manifest.json", "build/records.sqlite", "current"
DATABASE = "build/chroma/chroma.sqlite3"
# Of a collection that Chroma has written; it writes none of one entry.
VECTORS = "build/chroma/*/index_metadata.pickle/../data_level0.bin"
WORDS, WEIGHTS = "build/keywords_nl/vocab.index.json", "build/keywords_nl/data.csc.index.npy"
MODEL, TOKENIZER, MODEL_MANIFEST = "model/model.onnx", "model/tokenizer.json", "model/manifest.json"
# The last of each file is also mended.
DAMAGE = {
    MANIFEST: [
        *(cut_off, empty, delete, make_a_folder, exchange, START, MIDDLE, END),
        *(write("[]"), write("[" * 9999), replace("checksums", []), replace("documents", 4)),
        replace("format", None),
    ],
    RECORDS: [cut_off, empty, delete, START, END, exchange, MIDDLE],
    "build/centring.npz": [cut_off, MIDDLE, delete],
    "build/answerability.npz": [END, empty],
    "build/keywords_nl/passages.npy": [delete, START, exchange],
    WORDS: [empty, MIDDLE, write("[]")],
    WEIGHTS: [exchange, cut_off],
    "build/keywords_en/params.index.json": [write('{"k1": "x"}')],
    DATABASE: [cut_off, empty, delete, exchange, START, flip(0.3), END, MIDDLE],
    VECTORS: [empty, delete, START, END, MIDDLE, cut_off],
    "build/chroma/*/index_metadata.pickle": [delete, MIDDLE],
    CURRENT: [
        *(empty, START, write("nergens"), write("../../elders"), write("\0")),
        write_bytes(b"\xff\xfe\x00\x01"),
    ],
    MODEL: [cut_off, START, MIDDLE],
    TOKENIZER: [delete, END],
    MODEL_MANIFEST: [empty, write("[]"), replace("files", {})],
}


def place(folder: Path, name: str) -> tuple[Path, Path]:
    """Return a file, and that of the build before where it has one."""
    directory = directory_of(folder)
    first, _, rest = name.partition("/")
    if first == "model":
        path = folder / "data" / "models" / BUNDLED_MODEL / rest
        # Not the file of every other test.
        shutil.copy(path, path.with_name("own"))
        path.with_name("own").replace(path)
        return path, path
    if first == "current":
        return directory.path / first, directory.path / first
    now, before = (directory.path / "current").read_text().split()
    pattern, _, beside = rest.partition("/../")
    path = next(iter(sorted((directory.path / "builds" / now).glob(pattern))))
    path = path.with_name(beside) if beside else path
    return path, directory.path / "builds" / before / rest


@pytest.mark.parametrize(
    ("name", "damage"), [(name, one) for name, kinds in DAMAGE.items() for one in kinds]
)
def test_damage_is_said_before_anything_is_answered(
    folder: Path, commands: Commands, name: str, damage: Damage
) -> None:
    damage(*place(folder, name))
    says_so(commands.run(folder, "ask", QUESTION))


@pytest.mark.parametrize("name", DAMAGE)
def test_indexing_mends_what_is_damaged(folder: Path, commands: Commands, name: str) -> None:
    DAMAGE[name][-1](*place(folder, name))
    says_so(commands.run(folder, "ask", QUESTION))
    mended = commands.run(folder, "index")
    assert mended.code == 0, mended
    asked = commands.run(folder, "ask", QUESTION)
    assert (asked.code, asked.error) == (0, ""), asked
    assert ANSWER in asked.out


def says_so(asked: Done) -> None:
    assert asked.code in (1, 2), asked
    assert asked.out == ""
    assert re.fullmatch(r"assistant: [^\n]*run `assistant index`[^\n]*\n", asked.error), asked


@pytest.mark.parametrize(
    "damage", [cut_off, empty, delete, START, MIDDLE, END, flip(0.3), flip(0.8)]
)
def test_damage_to_the_vectors_computed_before_gets_into_no_index(
    built: Path, folder: Path, model: EmbeddingModel, damage: Damage
) -> None:
    """They are read by nobody who asks."""
    whole = directory_of(built).vectors_path(model.fingerprint)
    path = directory_of(folder).vectors_path(model.fingerprint)
    with closing(sqlite3.connect(whole)) as database:
        texts = [row[0] for row in database.execute("SELECT digest FROM vectors")]
    damage(path, path)
    with VectorCache(whole) as right, VectorCache(path) as found:
        expected = right.find(texts)
        assert len(expected) == len(texts)
        for digest, vector in found.find(texts).items():
            assert vector.tobytes() == expected[digest].tobytes()

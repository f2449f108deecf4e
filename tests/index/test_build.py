"""Building an index: what is done again, what an interruption leaves, who may build when.

With the real model and the real Chroma over a library of three short texts, built once and copied
for each test.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from commands import Commands

from corpus import CorpusError
from index.build import build_index
from index.builds import FORMAT, IndexDirectory, changed_files, read_manifest, write_manifest
from index.check import check_in_child
from index.embedding import BUNDLED_MODEL, EmbeddingModel, load_embedding_model
from index.errors import IndexBuildFailed, IndexBusy, IndexMissing
from index.search import SearchIndex
from index.store import VectorStore
from index.vector_cache import VectorCache

TEXTS = {
    "molen.txt": "Over de molen\n\nDe molen draait op wind. De molenaar maalt het graan tot meel.\n",
    "bakker.txt": "Over de bakker\n\nDe bakker koopt het meel. Hij bakt er brood van.\n",
    "mill.md": "# The mill\n\nThe mill was built in 1742. It is open to visitors on Saturday.\n",
}
QUESTION = "Waar draait de molen op?"


@dataclass(frozen=True)
class Library:
    """A folder of documents with a data folder of its own."""

    documents: Path
    data: Path
    model: EmbeddingModel

    @property
    def directory(self) -> IndexDirectory:
        return IndexDirectory(self.data / "indexes", self.documents)

    @property
    def environment(self) -> dict[str, str]:
        own = {"ASSISTANT_DATA": str(self.data), "ASSISTANT_DOCUMENTS": str(self.documents)}
        return {**os.environ, **own, "ASSISTANT_THREADS": "1"}

    def write(self, text: str) -> None:
        """Replace the text on the mill."""
        (self.documents / "molen.txt").write_text(text, encoding="utf-8")

    def build(self) -> int:
        """Build in this process; return the number of texts that were embedded."""
        return build_index(self.directory, self.model).embedded

    def assistant_index(self, code: str = "") -> subprocess.CompletedProcess[str]:
        """Run ``assistant index`` in a process of its own, after some code."""
        return subprocess.run(
            [sys.executable, "-c", f"{code}\nfrom assistant.commands import main\nmain()", "index"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def answers(self, question: str = QUESTION) -> list[str]:
        """Open the current index as its readers do and return the passages found, best first."""
        with closing(SearchIndex(self.directory.current(), self.model)) as index:
            return [ranked.passage.text for ranked in index.search(question, 10)]

    def builds(self) -> list[str]:
        """Return the folders of builds, by name."""
        return sorted(path.name for path in (self.directory.path / "builds").iterdir())


@pytest.fixture(scope="module")
def model(models_directory: Path) -> EmbeddingModel:
    return load_embedding_model(None, models_directory)


@pytest.fixture(scope="module")
def built(
    model: EmbeddingModel,
    make_data: Callable[[Path, Path], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Library:
    """Build once."""
    library = _write_library(tmp_path_factory.mktemp("built"), model)
    make_data(library.data, library.documents)
    assert library.build() > 0
    return library


@pytest.fixture
def new_library(tmp_path: Path, models_directory: Path, built: Library) -> Callable[[str], Library]:
    """Make a library under a name; it has an index and the vectors of all its texts."""

    def make(name: str) -> Library:
        library = _write_library(tmp_path / name, built.model)
        library.data.mkdir()
        (library.data / "models").symlink_to(models_directory)
        shutil.copytree(built.directory.path, library.directory.path)
        return library

    return make


@pytest.fixture
def library(new_library: Callable[[str], Library]) -> Library:
    """Return a library whose index is as new as its documents."""
    return new_library("library")


def _write_library(folder: Path, model: EmbeddingModel) -> Library:
    library = Library(folder / "documents", folder / "data", model)
    library.documents.mkdir(parents=True)
    for name, text in TEXTS.items():
        (library.documents / name).write_text(text, encoding="utf-8")
    return library


# What is done again


def test_nothing_is_embedded_again_when_nothing_has_changed(library: Library) -> None:
    report = build_index(library.directory, library.model)
    assert report.embedded == 0
    assert report.reused > 0
    assert report.manifest.documents == 3
    assert changed_files(library.documents, report.manifest.files) == []


def test_only_what_has_changed_in_a_document_is_embedded(library: Library) -> None:
    library.write(TEXTS["molen.txt"].replace("op wind", "op stroom"))
    manifest = read_manifest(library.directory.current())
    assert changed_files(library.documents, manifest.files) == ["molen.txt"]
    # The passage, and the one sentence of it that is not as it was.
    assert library.build() == 2
    assert "De molen draait op stroom." in library.answers()[0]
    assert library.build() == 0


def test_a_new_document_leaves_the_others_as_they_are(library: Library) -> None:
    text = "De boer zaait het graan uit. De boer maait het in de zomer.\n"
    (library.documents / "boer.txt").write_text(text, encoding="utf-8")
    # The passage and its two sentences.
    assert library.build() == 3
    assert len(library.answers()) == 4


def test_a_document_that_was_taken_away_is_found_no_more(library: Library) -> None:
    (library.documents / "molen.txt").unlink()
    assert library.build() == 0
    assert not any("De molen draait" in text for text in library.answers())


def test_a_damaged_file_of_vectors_is_begun_anew(tmp_path: Path) -> None:
    """Otherwise every later build would stop at the same place."""
    path = tmp_path / "vectors.sqlite"
    vectors = {bytes([number] * 16): np.full(384, number, np.float32) for number in range(200)}
    with VectorCache(path) as cache:
        cache.store(vectors)
    content = bytearray(path.read_bytes())
    content[20_000:60_000] = b"x" * 40_000
    path.write_bytes(content)
    with VectorCache(path) as cache:
        assert cache.find(list(vectors)) == {}
        cache.store(vectors)
    with VectorCache(path) as cache:
        found = cache.find(list(vectors))
    assert found.keys() == vectors.keys()
    assert all((found[digest] == vectors[digest]).all() for digest in vectors)


def test_two_builds_are_kept_the_current_one_and_the_one_before(library: Library) -> None:
    reader = SearchIndex(library.directory.current(), library.model)
    library.write("Een molen van nu draait op stroom.\n")
    library.build()
    assert len(library.builds()) == 2
    # Who opened the index before the change goes on reading it.
    assert reader.search(QUESTION, 1)[0].passage.text.startswith("De molen draait op wind.")
    reader.close()
    library.build()
    assert len(library.builds()) == 2


# Interruptions


def told_in(version: int) -> str:
    """Return a text on the mill that no other version has."""
    return f"De molen van {1700 + version} draait op wind.\n"


def test_whenever_a_build_is_killed_the_index_from_before_answers_and_the_next_build_succeeds(
    new_library: Callable[[str], Library], pytestconfig: pytest.Config
) -> None:
    """At random moments of a build; two libraries, each on a core of its own."""
    kills: int = pytestconfig.getoption("kills")
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # shown when it fails

    def kill(library: Library, moments: list[float]) -> int:
        folder = library.documents.parent
        with Commands() as commands:
            library.write(told_in(0))
            assert commands.run(folder, "index").code == 0
            library.write(told_in(1))
            began = time.monotonic()
            assert commands.run(folder, "index").code == 0
            duration_s = time.monotonic() - began
            told = told_in(1).strip()
            killed = 0
            for place, moment in enumerate(moments, start=1):
                fresh = told_in(1 + place).strip()
                current = library.directory.current()
                library.write(f"{fresh}\n")
                code = commands.run(folder, "index", ended_after_s=duration_s * moment).code
                assert code in (0, -signal.SIGKILL)
                killed += code != 0
                # Only a build that became current, which is its last step, may answer already.
                if library.directory.current() != current:
                    told = fresh
                asked = commands.run(folder, "ask", QUESTION)
                assert (asked.code, asked.error) == (0, "")
                assert told in asked.out
                if place % 6 == 0:  # what six interruptions left behind is in no one's way
                    library.build()
                    told = fresh
                    assert library.answers()[0] == told
                    assert len(library.builds()) == 2
            return killed

    libraries = [new_library("one"), new_library("two")]
    chosen = random.Random(seed)
    moments = [chosen.random() for _ in range(kills)]
    with ThreadPoolExecutor(2) as pool:
        killed = sum(pool.map(kill, libraries, (moments[::2], moments[1::2])))
    # Other work on the machine changes how long a build takes, so some may have been ready.
    assert killed >= kills // 2


def test_a_build_that_ctrl_c_ends_says_so_and_leaves_the_index_from_before(
    library: Library, commands: Commands
) -> None:
    folder = library.documents.parent
    library.write(told_in(0))
    began = time.monotonic()
    assert commands.run(folder, "index").code == 0
    duration_s = time.monotonic() - began
    told = told_in(0).strip()
    ended = []
    for version, moment in enumerate((0.1, 0.2, 0.35, 0.5, 0.8), start=1):
        current = library.directory.current()
        library.write(told_in(version))
        done = commands.run(folder, "index", ended_after_s=duration_s * moment, by=signal.SIGINT)
        assert "Traceback" not in done.error
        if done.code == 130:
            ended.append(done.error.splitlines()[-1])
        else:
            assert done.code == 0, done
        if library.directory.current() != current:
            told = told_in(version).strip()
        assert told in commands.run(folder, "ask", QUESTION).out
    # As above, the last ones may have been ready.
    assert len(ended) >= 3
    assert set(ended) == {"assistant: Stopped."}


def test_of_two_builds_at_once_the_second_stops_with_a_message_and_the_first_goes_on(
    library: Library,
) -> None:
    first = subprocess.Popen(
        [sys.executable, "-m", "assistant", "index"],
        env=library.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert first.stderr
    first.stderr.readline()  # the lock is held when the first progress is told
    first.send_signal(signal.SIGSTOP)
    second = library.assistant_index()
    first.send_signal(signal.SIGCONT)
    assert (second.returncode, second.stderr.count("\n")) == (1, 1)
    assert "Another `assistant index` is at work" in second.stderr
    assert "wait until it is ready and try again" in second.stderr
    assert "Index ready: 3 documents" in first.communicate()[1]
    assert first.returncode == 0
    assert "De molen draait op wind." in library.answers()[0]


def test_a_build_in_this_process_too_waits_for_no_other(library: Library) -> None:
    def build_again(stage: str, done: int, total: int) -> None:  # noqa: ARG001
        with pytest.raises(IndexBusy):
            library.build()

    build_index(library.directory, library.model, build_again)


@pytest.mark.parametrize("largest_file", [4_096, 100_000], ids=["vectors", "Chroma"])
def test_a_full_disk_is_said_in_one_line_and_leaves_the_index_from_before(
    library: Library, largest_file: int
) -> None:
    library.write("Een molen van nu draait op stroom.\n")
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({largest_file},) * 2)"
    done = library.assistant_index(limit)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    message = done.stderr.splitlines()[-1]
    assert message.startswith("assistant: The index could not be written to")
    assert "MB free" in message
    assert "Make room or set ASSISTANT_DATA" in message
    assert library.answers()[0].startswith("De molen draait op wind.")
    assert len(library.builds()) == 1
    library.build()
    assert library.answers()[0] == "Een molen van nu draait op stroom."
    assert len(library.builds()) == 2


@pytest.mark.parametrize("place", ["a file", "no such system folder"])
def test_a_data_folder_that_cannot_be_written_to_is_said_in_one_line(
    library: Library, place: str
) -> None:
    data = Path("/proc/nowhere")
    if place == "a file":
        data = library.data / "file"
        data.write_text("", encoding="utf-8")
    directory = IndexDirectory(data / "indexes", library.documents)
    with pytest.raises(IndexBuildFailed, match=r"cannot be written to .*ASSISTANT_DATA"):
        build_index(directory, library.model)


# Documents that cannot be used


def test_documents_that_cannot_be_used_leave_the_index_from_before(library: Library) -> None:
    for path in library.documents.iterdir():
        path.write_bytes(b"\xff\xfe\x00")
    done = library.assistant_index()
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "nothing that can be read: bakker.txt: holds binary data" in done.stderr
    assert "De molen draait op wind." in library.answers()[0]


def test_a_file_whose_digest_cannot_be_taken_is_named(library: Library) -> None:
    """Stands for a broken disk: this file can be opened, but not read."""
    (library.documents / "boer.txt").symlink_to("/proc/self/mem")
    report = build_index(library.directory, library.model)
    assert [one.name for one in report.contents.skipped] == ["boer.txt"]
    assert report.manifest.files["boer.txt"] == ""


def test_documents_without_any_text_are_refused(library: Library) -> None:
    for name in TEXTS:
        (library.documents / name).write_text("No comments:\n\nPost a Comment\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="holds no text to read; fill it"):
        library.build()


# What an opened index must be


def change_manifest(build: Path, **values: Any) -> None:
    """Write other values into the manifest of a build."""
    write_manifest(build, replace(read_manifest(build), **values))


def test_an_index_of_another_model_is_refused_by_name(library: Library) -> None:
    change_manifest(library.directory.current(), model="some-other-model", model_fingerprint="0")
    with pytest.raises(IndexMissing) as caught:
        library.answers()
    message = str(caught.value)
    assert "some-other-model" in message
    assert BUNDLED_MODEL in message
    assert "run `assistant index`" in message
    library.build()
    assert library.answers()


def test_an_index_of_another_version_of_the_program_is_refused(library: Library) -> None:
    change_manifest(library.directory.current(), format=FORMAT + 1)
    with pytest.raises(IndexMissing, match=r"another version .* run `assistant index` again"):
        library.answers()
    library.build()
    assert library.answers()


def test_a_folder_without_an_index_says_which_command_makes_one(library: Library) -> None:
    shutil.rmtree(library.directory.path)
    with pytest.raises(IndexMissing, match=r"no index yet of .* run `assistant index` first"):
        library.answers()


def test_a_build_that_is_read_stays_until_nobody_reads_it(library: Library) -> None:
    first = library.directory.current()
    with closing(SearchIndex(first, library.model)) as read:
        for count in range(2):
            library.write(f"Een molen van nu draait op stroom, {count} dagen per week.\n")
            library.build()
        assert read.search(QUESTION, 1)
        assert first.is_dir()
    library.build()
    assert not first.exists()


def test_a_new_build_that_is_damaged_does_not_become_current(library: Library) -> None:
    before = library.directory.current()
    library.write("Een molen van nu draait op stroom.\n")

    def damage(stage: str, done: int, total: int) -> None:  # noqa: ARG001
        if (stage, done) == ("check", 0):
            [fresh] = set(library.builds()) - {before.name}
            path = library.directory.path / "builds" / fresh / "chroma" / "chroma.sqlite3"
            os.truncate(path, path.stat().st_size // 2)

    with pytest.raises(IndexBuildFailed, match=r"did not pass its check .* still answers"):
        build_index(library.directory, library.model, damage)
    assert library.directory.current() == before
    assert library.builds() == [before.name]
    assert library.answers()[0].startswith("De molen draait op wind.")


def test_a_vector_file_that_ends_the_process_is_found_out_by_the_check(library: Library) -> None:
    """Chroma writes vectors to a file of their own from a thousand on, and maps it when it reads."""
    build = library.directory.current()
    generator = np.random.default_rng(1)
    many = generator.normal(size=(1500, library.model.dimensions)).astype(np.float32)
    names = [f"{number:07d}.000" for number in range(len(many))]
    with closing(VectorStore(build / "chroma")) as store:
        store.add("many", names, many, names, [{"number": 1}] * len(many))
    entries = {**read_manifest(build).entries, "many": len(many)}
    change_manifest(build, entries=entries, checksums={})
    assert check_in_child(build) is None
    [path] = [one for one in build.rglob("*.bin") if one.stat().st_size > 1_000_000]
    os.truncate(path, 1000)
    assert check_in_child(build) is not None

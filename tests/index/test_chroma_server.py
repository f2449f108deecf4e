"""Vectors in a Chroma server: the same answers, and nothing of a build is mixed or left behind.

With a real server, which each test ends and starts as it needs.
"""

from __future__ import annotations

import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from chroma_server import RunningChroma
from numpy.typing import NDArray

from assistant import Settings, open_assistant
from assistant.doctor import examine
from index.build import build_index
from index.builds import IndexDirectory
from index.check import check_in_child
from index.chroma_server import ChromaServer
from index.embedding import EmbeddingModel, load_embedding_model
from index.entries import COLLECTIONS
from index.errors import IndexMissing, ServerUnusable
from index.search import SearchIndex
from index.store import store_to_fill, store_to_read

DOCUMENTS = {
    "molen.txt": "Over de molen\n\nDe molen draait op wind. De molenaar maalt het graan tot meel.\n",
    "mill.md": "# The mill\n\nThe mill was built in 1742. It is open to visitors on Saturday.\n",
}
QUESTION = "Waar draait de molen op?"
CHUNKS, DIMENSIONS = 10_000, 384


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningChroma]:
    with RunningChroma(tmp_path_factory.mktemp("chroma")) as running:
        yield running


@dataclass(frozen=True)
class Library:
    """A folder of documents whose vectors are in a server."""

    settings: Settings
    model: EmbeddingModel
    chroma: RunningChroma

    @property
    def directory(self) -> IndexDirectory:
        return self.settings.index_directory

    def build(self) -> Path:
        build_index(self.directory, self.model)
        return self.directory.current()

    def open(self, build: Path | None = None) -> SearchIndex:
        return SearchIndex(
            build or self.directory.current(), self.model, server=self.settings.chroma_server
        )

    def held(self, build: Path) -> set[str]:
        """Return which collections of a build the server holds."""
        return {
            name.removeprefix(f"{build.name}.")
            for name in self.chroma.collections()
            if name.startswith(f"{build.name}.")
        }


@pytest.fixture
def library(
    tmp_path: Path,
    chroma: RunningChroma,
    make_data: Callable[[Path, Path], None],
    models_directory: Path,
) -> Library:
    documents = tmp_path / "documents"
    documents.mkdir()
    for name, text in DOCUMENTS.items():
        (documents / name).write_text(text, encoding="utf-8")
    make_data(tmp_path / "data", documents)
    settings = Settings(
        data=tmp_path / "data",
        documents=documents,
        chroma=chroma.url,
        chroma_token="geheim",
        # However slow the machine is.
        chroma_patience_s=120,
        log="off",
    )
    return Library(settings, load_embedding_model(None, models_directory), chroma)


def by_subject(random: np.random.Generator) -> NDArray[np.float32]:
    """Return unit vectors that lie as those of texts do: subjects, and passages near each."""
    fields = random.normal(size=(20, DIMENSIONS))
    subjects = fields[random.integers(0, 20, 400)] + 0.8 * random.normal(size=(400, DIMENSIONS))
    vectors = subjects[random.integers(0, 400, CHUNKS)]
    vectors = vectors + 0.8 * random.normal(size=vectors.shape)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_ten_thousand_chunks_are_ranked_the_same_with_and_without_a_server(
    chroma: RunningChroma, tmp_path: Path
) -> None:
    random = np.random.default_rng(7)
    vectors = by_subject(random)
    ids = [f"{number:07d}" for number in range(CHUNKS)]
    metadatas = [{"document": f"document-{number % 7}"} for number in range(CHUNKS)]
    asked = vectors[random.integers(0, CHUNKS, 40)]
    asked = asked + 0.02 * random.normal(size=asked.shape)
    asked = (asked / np.linalg.norm(asked, axis=1, keepdims=True)).astype(np.float32)
    found: list[list[tuple[str, ...]]] = []
    similarities = []
    for server in (None, ChromaServer(chroma.url)):
        build = tmp_path / f"build-{server is not None}"
        build.mkdir()
        with closing(store_to_fill(build, server)) as store:
            store.add("passages_nl", ids, vectors, ids, metadatas)
            store.finish()
        with closing(store_to_read(build, server)) as store:
            store.check_sizes({"passages_nl": CHUNKS, "passages_en": 0})
            store.check_sample()
            near = [store.nearest("passages_nl", vector, 100) for vector in asked]
            within = [
                store.nearest("passages_nl", vector, 20, ["document-3"]) for vector in asked[:5]
            ]
            if server is not None:
                store.remove(["passages_nl"])
        found.append([one.ids for one in (*near, *within)])
        similarities.append(np.stack([one.similarities for one in near]))
    assert found[0] == found[1]
    assert np.allclose(similarities[0], similarities[1], atol=1e-5)
    exact = [tuple(ids[one] for one in np.argsort(-(vectors @ vector))[:10]) for vector in asked]
    assert [one[:10] for one in found[0][: len(asked)]] == exact


def test_an_index_in_a_server_answers_also_after_the_server_was_started_again(
    library: Library,
) -> None:
    build = library.build()
    assert library.held(build) == set(COLLECTIONS) - {
        "questions_nl",
        "questions_en",
        "open_questions_nl",
        "open_questions_en",
    }
    assert not (build / "chroma").exists()
    with open_assistant(library.settings) as assistant:
        assert "op wind" in assistant.ask(QUESTION).answer.text
        library.chroma.end()
        asked: list[Any] = []
        asking = threading.Thread(target=lambda: asked.append(assistant.ask(QUESTION)))
        asking.start()
        time.sleep(0.5)
        assert not asked, "it waits for the server"
        library.chroma.start()
        asking.join(120)
        assert "op wind" in asked[0].answer.text
        library.chroma.end(signal.SIGKILL)
        library.chroma.start()
        assert "op wind" in assistant.ask(QUESTION).answer.text


def test_a_lost_server_is_told_after_a_while_and_then_at_once_until_it_is_back(
    library: Library,
) -> None:
    library.build()
    vector = np.full(DIMENSIONS, DIMENSIONS**-0.5, dtype=np.float32)
    hasty = ChromaServer(library.chroma.url, patience_s=1.0)
    with closing(SearchIndex(library.directory.current(), library.model, server=hasty)) as opened:
        library.chroma.end()
        took = []
        for _ in range(2):
            began = time.monotonic()
            with pytest.raises(ServerUnusable, match=r"cannot be used .*; see whether it runs"):
                opened.search(QUESTION, 5, vector=vector)
            took.append(time.monotonic() - began)
        assert took[0] >= 1.0 > took[1]
        library.chroma.start()
        assert opened.search(QUESTION, 5, vector=vector)


def test_a_server_that_is_not_there_stops_every_way_in_with_what_to_do(library: Library) -> None:
    build = library.build()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        away = library.settings.model_copy(update={"chroma": url})
        for way_in in (
            lambda: open_assistant(away),
            lambda: build_index(away.index_directory, library.model),
        ):
            with pytest.raises(ServerUnusable, match=r"ASSISTANT_CHROMA") as told:
                way_in()
            assert "\n" not in str(told.value)
            assert "geheim" not in str(told.value)
        results = {one.name: one for one in examine(away)}
        assert results["Chroma server"].severity == "problem"
        assert url in results["Chroma server"].message
    assert library.directory.current() == build, "the index from before is still the current one"
    results = {one.name: one for one in examine(library.settings)}
    assert results["Chroma server"].severity == "good"
    assert results["index"].severity == "good"
    assert "geheim" not in "".join(f"{one.message}{one.remedy}" for one in results.values())


@pytest.mark.parametrize("answer", [(200, b"{}"), (200, b"<p>Welcome</p>"), (401, b"no token")])
def test_what_is_no_chroma_server_or_wants_another_token_is_refused(
    library: Library, answer: tuple[int, bytes]
) -> None:
    shown = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shown.append(self.headers["Authorization"])
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(answer[1])))
            self.end_headers()
            self.wfile.write(answer[1])

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        other = library.settings.model_copy(update={"chroma": url})
        with pytest.raises(ServerUnusable, match=r"cannot be used \(.+\); see whether it runs"):
            build_index(other.index_directory, library.model)
        server.shutdown()
    assert shown == ["Bearer geheim"]


def test_a_build_with_other_vectors_than_its_own_is_refused(library: Library) -> None:
    build = library.build()
    server = library.settings.chroma_server
    assert check_in_child(build, server) is None

    renamed = build.with_name("renamed")
    shutil.copytree(build, renamed)
    with pytest.raises(IndexMissing, match=r"no vectors of the index renamed .*assistant index"):
        library.open(renamed)

    import chromadb

    chroma = chromadb.HttpClient("127.0.0.1", int(library.chroma.url.rpartition(":")[2]))
    collection = chroma.get_collection(f"{build.name}.passages_nl", embedding_function=None)
    collection.modify(metadata={"build": "another"})
    with pytest.raises(IndexMissing, match=r"found those of another\); run `assistant index`"):
        library.open()
    collection.modify(metadata={"build": build.name})

    first = collection.get()["ids"][0]
    turned = np.roll(np.eye(1, DIMENSIONS), 3, axis=1)
    collection.update(ids=[first], embeddings=turned)
    assert "are not those of the index" in str(check_in_child(build, server))

    chroma.delete_collection(f"{build.name}.passages_nl")
    with pytest.raises(IndexMissing, match=r"no vectors of the index .*passages_nl"):
        library.open()
    chroma.close()
    assert library.build() != build
    with closing(library.open()) as opened:
        assert opened.search(QUESTION, 5)


def test_an_index_is_opened_only_where_it_was_made(library: Library) -> None:
    build = library.build()
    without = library.settings.model_copy(update={"chroma": None})
    with pytest.raises(IndexMissing, match=r"set ASSISTANT_CHROMA to its address"):
        open_assistant(without)
    build_index(without.index_directory, library.model)
    assert library.directory.current() != build
    with pytest.raises(IndexMissing, match=r"in its own folder, .*run `assistant index`"):
        open_assistant(library.settings)


def test_collections_go_with_their_build_and_not_while_somebody_reads_it(
    library: Library,
) -> None:
    first = library.build()
    with closing(library.open()) as reading:
        second, third, fourth = library.build(), library.build(), library.build()
        assert library.held(first), "it is being read"
        assert not library.held(second)
        assert library.held(third)
        assert library.held(fourth)
        assert reading.search(QUESTION, 5)
    fifth = library.build()
    assert [bool(library.held(one)) for one in (first, second, third, fourth, fifth)] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert sorted(path.name for path in first.parent.iterdir()) == sorted([fourth.name, fifth.name])


def test_a_build_that_fails_leaves_no_collection_behind(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = library.build()
    before = library.chroma.collections()
    monkeypatch.setattr("index.build.check_in_child", lambda *_: "as this test wants it")
    with pytest.raises(Exception, match="did not pass its check"):
        build_index(library.directory, library.model)
    assert library.chroma.collections() == before
    assert library.directory.current() == current

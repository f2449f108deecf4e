"""An embedding model that a server runs: here the bundled one behind a small server of OpenAI's form."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant import Settings, open_assistant
from assistant.doctor import examine
from assistant.errors import SettingsInvalid
from assistant.settings import read_settings
from index.build import build_index
from index.embedding import BUNDLED_MODEL, EmbeddingModel, EmbeddingServer, load_embedding_model
from index.errors import EmbeddingServerUnusable, IndexMissing

QUESTION = "Waar draait de molen op?"
NAME = "intfloat/multilingual-e5-small"


@dataclass
class Serving:
    """A server of embeddings; ``change`` may spoil what it sends."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: set[str | None] = field(default_factory=set)
    change: Callable[[Any], Any] = lambda told: told
    status: int = 200


@pytest.fixture(scope="module")
def bundled(models_directory: Path) -> EmbeddingModel:
    return load_embedding_model(None, models_directory)


@pytest.fixture
def serving(bundled: EmbeddingModel) -> Iterator[Serving]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            serving.asked.append(request)
            serving.keys.add(self.headers["Authorization"])
            texts: list[str] = request["input"]
            assert len(texts) <= 32
            vectors = [
                # The bundled model puts the prompts before the texts by itself.
                bundled.embed_queries([text.removeprefix("query: ")])[0]
                if text.startswith("query: ")
                else bundled.embed_passages([text.removeprefix("passage: ")])[0]
                for text in texts
            ]
            data = [
                # A server may send them in any order and of any length.
                {"index": place, "embedding": (3 * vector).tolist()}
                for place, vector in reversed(list(enumerate(vectors)))
            ]
            body = json.dumps(serving.change({"data": data})).encode()
            self.send_response(serving.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        serving = Serving(f"http://127.0.0.1:{server.server_address[1]}/v1")
        yield serving
        server.shutdown()


def test_its_vectors_are_those_of_the_model_with_the_words_that_it_was_trained_with(
    serving: Serving, bundled: EmbeddingModel, models_directory: Path
) -> None:
    server = EmbeddingServer(serving.url, "geheim")
    model = load_embedding_model(NAME, models_directory, server=server)
    texts = [f"De molen met nummer {number} draait." for number in range(40)]
    assert model.dimensions == bundled.dimensions
    assert np.allclose(model.embed_passages(texts), bundled.embed_passages(texts), atol=1e-6)
    assert [len(one["input"]) for one in serving.asked][-2:] == [32, 8]
    assert np.allclose(
        model.embed_queries([QUESTION]), bundled.embed_queries([QUESTION]), atol=1e-6
    )
    assert serving.asked[-1]["input"] == [f"query: {QUESTION}"]
    assert {one["model"] for one in serving.asked} == {NAME}
    assert serving.keys == {"Bearer geheim"}
    assert "geheim" not in repr(server)
    other = load_embedding_model("bge-m3", models_directory, server=server)
    other.embed_queries([QUESTION])
    assert serving.asked[-1]["input"] == [QUESTION]
    assert other.fingerprint != model.fingerprint


def test_an_index_made_with_it_is_asked_with_it_and_with_no_other(
    serving: Serving, tmp_path: Path, models_directory: Path
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "molen.txt").write_text("Over de molen\n\nDe molen draait op wind.\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "models").symlink_to(models_directory)
    settings = Settings(
        documents=documents,
        data=tmp_path / "data",
        embedding_model=NAME,
        embedding_url=serving.url,
        embedding_api_key="geheim",
        log="off",
    )
    model = load_embedding_model(NAME, models_directory, server=settings.embedding_server)
    build_index(settings.index_directory, model)
    with open_assistant(settings) as assistant:
        answer = assistant.ask(QUESTION).answer
        assert (answer.outcome, "op wind" in answer.text) == ("answered", True)
        assert f"query: {QUESTION}" in [text for one in serving.asked for text in one["input"]]
        serving.status = 500
        with pytest.raises(EmbeddingServerUnusable, match="gives no vectors"):
            assistant.ask("Waar draait deze molen dan op?")
        serving.status = 200
        assert "op wind" in assistant.ask(QUESTION).answer.text
    results = {one.name: one for one in examine(settings)}
    assert (results["model"].severity, results["index"].severity) == ("good", "good")
    assert "every question is sent there" in results["model"].message
    assert "geheim" not in str(results)
    for changes in ({"embedding_url": None, "embedding_model": None}, {"embedding_model": "e5-x"}):
        with pytest.raises(IndexMissing, match=f"made with the embedding model {NAME}, not with"):
            open_assistant(settings.model_copy(update=changes))


@pytest.mark.parametrize(
    "change",
    [
        lambda told: {"data": told["data"][1:]},
        lambda _: {"error": "no such model"},
        lambda told: {"data": [{**one, "embedding": ["a"]} for one in told["data"]]},
        lambda told: {"data": [{**one, "embedding": [float("nan")]} for one in told["data"]]},
        lambda _: [],
    ],
)
def test_what_is_no_vector_is_told_in_one_line(
    serving: Serving, models_directory: Path, change: Callable[[Any], Any]
) -> None:
    serving.change = change
    with pytest.raises(EmbeddingServerUnusable, match=r"ASSISTANT_EMBEDDING_URL") as told:
        load_embedding_model(NAME, models_directory, server=EmbeddingServer(serving.url, "geheim"))
    assert "\n" not in str(told.value)
    assert "geheim" not in str(told.value)


def test_vectors_of_another_length_than_before_are_refused(
    serving: Serving, models_directory: Path
) -> None:
    model = load_embedding_model(NAME, models_directory, server=EmbeddingServer(serving.url))
    serving.change = lambda told: {
        "data": [{**one, "embedding": one["embedding"][:7]} for one in told["data"]]
    }
    with pytest.raises(EmbeddingServerUnusable, match="vectors of 7 numbers, not 384"):
        model.embed_queries([QUESTION])


def test_a_server_that_is_not_there_is_told_in_one_line(models_directory: Path) -> None:
    with pytest.raises(EmbeddingServerUnusable, match=r"Connection refused.*see whether it runs"):
        load_embedding_model(NAME, models_directory, server=EmbeddingServer("http://127.0.0.1:1"))


def test_a_server_needs_the_name_of_its_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDING_URL", "http://127.0.0.1:8080/v1")
    with pytest.raises(SettingsInvalid, match="ASSISTANT_EMBEDDING_MODEL"):
        read_settings()
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", BUNDLED_MODEL)
    assert read_settings().embedding_server == EmbeddingServer("http://127.0.0.1:8080/v1")

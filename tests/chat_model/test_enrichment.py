"""``assistant index --enrich``: what a chat model writes about own documents, and what it costs.

With the real embedding model and the real Chroma; the chat model follows a script.
"""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from scripted import Prompt, ScriptedChatModel

from assistant import Settings, open_assistant
from assistant.commands import enrichment
from assistant.commands.index import index
from assistant.doctor import CheckResult, examine
from assistant.enrichment.errors import EnrichmentFailed
from assistant.enrichment.plan import plan
from assistant.errors import UsageProblem
from corpus import SHIPPED_DOCUMENTS, read_library
from index.builds import IndexDirectory, read_manifest
from index.errors import IndexMissing
from index.machine_made import MachineMade

TEXTS = {
    "molen": "Over de molen\n\nDe molen draait op wind. De molenaar maalt het graan tot meel.\n",
    "bakker": "Over de bakker\n\nDe bakker koopt het meel. Hij bakt er brood van.\n",
    "museum": "The museum\n\nThe museum opened in 1742. It is open to visitors on Saturday.\n",
    "bridge": "The bridge\n\nThe bridge is closed at night. A keeper opens it for boats.\n",
}
WRITTEN = {
    "molen": "NL: Waar draait de molen op?\nEN: What drives the mill?\n"
    "QUOTE: De molen draait op wind.\n"
    "OPEN NL: Hoe heet de molenaar?\nOPEN EN: What is the name of the miller?\n",
    "bakker": "NL: Wie koopt het meel?\nEN: Who buys the flour?\nQUOTE: De bakker koopt het meel.\n"
    "OPEN NL: Wat kost een brood bij de bakker?\nOPEN EN: What does a loaf of bread cost?\n",
    "museum": "NL: Sinds wanneer bestaat het museum?\nEN: When did the museum open?\n"
    "QUOTE: The museum opened in 1742.\n"
    "OPEN NL: Wie heeft het museum gebouwd?\nOPEN EN: Who built the museum?\n",
    "bridge": "NL: Wanneer is de brug dicht?\nEN: When is the bridge closed?\n"
    "QUOTE: The bridge is closed at night.\n"
    "OPEN NL: Hoe hoog is de brug?\nOPEN EN: How high is the bridge?\n",
}
# For a process to come to its third question, on a machine that is busy.
PATIENCE_S = 250
LIE = "NL: Wie is er koning?\nEN: Who is the king?\nQUOTE: The king lives in the mill.\n"


def good(prompt: Prompt) -> Iterable[str]:
    """Write the questions about the passage that was asked about."""
    name = next(name for name, text in TEXTS.items() if prompt.sources["passage"] in text)
    return [WRITTEN[name]]


@dataclass(frozen=True)
class Library:
    """A folder of documents with a data folder of its own."""

    settings: Settings

    @property
    def directory(self) -> IndexDirectory:
        return IndexDirectory(self.settings.indexes_directory, self.settings.documents)

    @property
    def kept(self) -> dict[str, int]:
        """The number of questions that are kept of each document."""
        kept = MachineMade(self.directory.machine_made_path)
        documents = read_library(self.settings.documents)
        return {
            document.id: sum(one.count for one in kept.of(document))
            for document in documents
            if kept.of(document)
        }

    @property
    def environment(self) -> dict[str, str]:
        return {
            "ASSISTANT_DATA": str(self.settings.data),
            "ASSISTANT_DOCUMENTS": str(self.settings.documents),
            "ASSISTANT_CHAT_MODEL": "openai:scripted",
        }

    def has_index(self) -> bool:
        try:
            return self.directory.current().is_dir()
        except IndexMissing:
            return False

    def examined(self) -> CheckResult | None:
        """Return what the doctor says of the questions."""
        found = [one for one in examine(self.settings) if one.name == "machine-made questions"]
        return found[0] if found else None


@pytest.fixture
def library(
    tmp_path: Path,
    make_data: Callable[[Path, Path], None],
    monkeypatch: pytest.MonkeyPatch,
) -> Library:
    documents = tmp_path / "documents"
    documents.mkdir()
    for name, text in TEXTS.items():
        (documents / f"{name}.txt").write_text(text, encoding="utf-8")
    make_data(tmp_path / "data", documents)
    library = Library(Settings(documents=documents, data=tmp_path / "data"))
    for name, value in library.environment.items():
        monkeypatch.setenv(name, value)
    return library


@pytest.fixture
def run_enrich(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], list[Prompt]]:
    """Run the command with a chat model that follows a script; return what it was asked."""

    def run(script: Callable[[Prompt], Iterable[str]]) -> list[Prompt]:
        model = ScriptedChatModel(script=script)
        monkeypatch.setattr(enrichment, "connect_chat_model", lambda _: model)
        index(enrich=True, yes=True)
        return model.prompts

    return run


def test_own_documents_are_found_and_refused_by_questions_that_nobody_is_shown(
    library: Library,
    run_enrich: Callable[[Any], list[Prompt]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And what changes in one document costs only its own questions."""
    assert len(run_enrich(good)) == len(TEXTS)
    said = capsys.readouterr().err
    assert "4 passages of 4 documents go to openai:scripted" in said
    assert "4 calls, about " in said
    assert re.search(r"About \d+ min to go", said)
    assert "Written: 16 questions for 4 passages." in said

    with open_assistant(library.settings) as assistant:
        manifest = assistant.retriever.index.manifest
        assert manifest.machine_made == 16
        assert manifest.library == "catalogued"
        for question, language in (
            ("Waar draait de molen op?", "nl"),
            ("What drives the mill?", "en"),
        ):
            found = assistant.retriever.search(question, 10, language)[0]
            assert found.passage.document == "molen"
            assert found.question_similarity > 0.99
            assert max(found.sentence_question_similarities) > 0.99
        assert assistant.ask("What drives the mill?").answer.outcome == "answered"
        assert assistant.ask("Wat kost een brood bij de bakker?").answer.outcome == "not_in_sources"
        for document in assistant.documents.values():
            assert not document.catalogue
            assert not document.open_questions.nl
    examined = library.examined()
    assert examined is not None
    assert (examined.severity, examined.message) == (
        "good",
        "16 in the index; 4 of 4 passages have some",
    )

    (library.settings.documents / "molen.txt").write_text(
        TEXTS["molen"].replace("wind", "water"), encoding="utf-8"
    )
    index()
    manifest = read_manifest(library.directory.current())
    assert manifest.machine_made == 6  # three pairs that are answered: open ones count only whole
    assert manifest.library == "plain"
    examined = library.examined()
    assert examined is not None
    assert examined.severity == "warning"
    assert "4 no longer fit their text: molen" in examined.message
    assert set(library.kept) == {"bakker", "museum", "bridge"}


@pytest.mark.parametrize("script", [lambda _: [LIE], lambda _: ["no"], lambda _: 1 / 0])
def test_a_model_that_brings_nothing_leaves_the_index_as_it_was(
    script: Callable[[Prompt], Iterable[str]],
    library: Library,
    run_enrich: Callable[[Any], list[Prompt]],
) -> None:
    with pytest.raises(EnrichmentFailed, match=r"nothing that holds for 4 .*index is as it was"):
        run_enrich(script)
    assert library.kept == {}
    assert not library.has_index()


def test_what_a_model_wrote_before_it_stopped_is_not_asked_again(
    library: Library, run_enrich: Callable[[Any], list[Prompt]]
) -> None:
    for number in range(5):
        text = f"The lake {number}\n\nLake {number} has fresh water. Boats are not allowed on it.\n"
        (library.settings.documents / f"zee{number}.txt").write_text(text, encoding="utf-8")
    asked: list[str] = []

    def breaks_off(prompt: Prompt) -> Iterator[str]:
        asked.append(prompt.sources["passage"])
        if len(asked) > 2:
            raise ConnectionError
        yield from good(prompt)

    with pytest.raises(
        EnrichmentFailed, match=r"server failed: ConnectionError.*goes on from here"
    ):
        run_enrich(breaks_off)
    assert set(library.kept) == {"bakker", "bridge"}
    assert not library.has_index()
    for number in range(5):
        (library.settings.documents / f"zee{number}.txt").unlink()

    prompts = run_enrich(good)
    assert sorted(prompt.sources["passage"] for prompt in prompts) == sorted(
        text.partition("\n\n")[2].strip() for name, text in TEXTS.items() if name[0] == "m"
    )
    assert set(library.kept) == set(TEXTS)
    assert run_enrich(good) == []
    assert read_manifest(library.directory.current()).machine_made == 16


def test_a_line_that_was_cut_off_costs_itself_only(
    library: Library, run_enrich: Callable[[Any], list[Prompt]]
) -> None:
    kept = MachineMade(library.directory.machine_made_path)
    document = read_library(library.settings.documents)[0]
    run_enrich(good)
    [written] = kept.of(document)
    [path] = [one for one in kept.path.glob("*.jsonl") if '"bakker"' in one.read_text("utf-8")]
    path.write_bytes(path.read_bytes()[:-20])
    assert kept.of(document) == ()
    kept.keep(document, written)
    assert kept.of(document) == (written,)


# As people run it


class Endpoint(BaseHTTPRequestHandler):
    """Writes what the script says, as a server of OpenAI's protocol does; silent from the third."""

    server: Any

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.requests += 1
        if self.server.requests == self.server.silent_from:
            self.server.is_silent.set()
            self.server.is_over.wait(PATIENCE_S)
            return
        prompt = Prompt("", request["messages"][1]["content"])
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for delta, finish in (({"content": "".join(good(prompt))}, None), ({}, "stop")):
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m"}
            self.wfile.write(f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(silent_from: int) -> Iterator[Any]:
    """Serve a chat model on this machine that says nothing more from some request on."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.requests, server.silent_from = 0, silent_from
    server.is_silent, server.is_over = threading.Event(), threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()


# Ctrl-C is ignored by whatever a shell starts in the background, and by what that starts.
HEEDING = """import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("assistant", run_name="__main__")
"""


@contextmanager
def started(
    library: Library, *arguments: str, url: str = "", **streams: Any
) -> Iterator[subprocess.Popen[str]]:
    """Start the command in a process of its own, which does not outlive the test."""
    environment = {**os.environ, **library.environment}
    if url:
        environment["ASSISTANT_CHAT_BASE_URL"] = url
    process = subprocess.Popen(
        [sys.executable, "-c", HEEDING, "index", "--enrich", *arguments],
        env=environment,
        text=True,
        **{"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, **streams},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_an_interruption_costs_the_passage_under_way(library: Library) -> None:
    with serving(silent_from=3) as server, started(library, "--yes", url=server.url) as process:
        assert server.is_silent.wait(PATIENCE_S)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert set(library.kept) == {"bakker", "bridge"}
    assert not library.has_index()
    kept = MachineMade(library.directory.machine_made_path)
    left = plan(read_library(library.settings.documents), kept).todo
    assert [document.id for document, _ in left] == ["molen", "museum"]


def test_a_no_on_the_terminal_sends_nothing(library: Library) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, b"n\n")
    with (
        serving(silent_from=0) as server,
        started(library, url=server.url, stdin=theirs) as process,
    ):
        _, said = process.communicate(timeout=PATIENCE_S)
        assert server.requests == 0
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, said
    assert f"go to openai:scripted at {server.url}" in said
    assert "Go on? [y/N] Nothing was sent; the index is as it was." in said
    assert not library.has_index()


def test_without_a_terminal_a_yes_must_be_given_beforehand(library: Library) -> None:
    with started(library) as process:
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 2
    assert said == "assistant: `--enrich` asks for a yes on a terminal; elsewhere add --yes.\n"


@pytest.mark.usefixtures("library")
def test_without_a_chat_model_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSISTANT_CHAT_MODEL")
    with pytest.raises(UsageProblem, match="set ASSISTANT_CHAT_MODEL"):
        index(enrich=True, yes=True)


def test_a_library_with_a_catalogue_has_nothing_to_ask(tmp_path: Path) -> None:
    assert plan(read_library(SHIPPED_DOCUMENTS), MachineMade(tmp_path)).passages == 0

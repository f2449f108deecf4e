"""A new build of the index while the page is served: taken up soon, all at once, without an error."""

from __future__ import annotations

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from page_helpers import PageServer

from assistant import Settings, open_assistant
from assistant.page.editions import Edition, Editions
from assistant.page.new_builds import taking_up_new_builds
from eval.soak.page_client import Asked, ask_over_http
from index.build import build_index
from index.builds import IndexDirectory
from index.embedding import EmbeddingModel, load_embedding_model
from index.in_use import is_held

QUESTION = "Waar draait de molen op?"
OLD, NEW = "De molen draait op wind.", "De molen draait op water uit de beek."
# Ten seconds where nothing else runs; a machine that tests may be busy.
WITHIN_S = 60.0


@dataclass(frozen=True)
class Served:
    url: str
    settings: Settings
    model: EmbeddingModel

    @property
    def directory(self) -> IndexDirectory:
        return IndexDirectory(self.settings.indexes_directory, self.settings.documents)

    def build(self, text: str) -> None:
        (self.settings.documents / "molen.txt").write_text(f"Over de molen\n\n{text}\n")
        build_index(self.directory, self.model)

    def health(self) -> str:
        return httpx.get(f"{self.url}/healthz", timeout=WITHIN_S).text

    def wait_for(self, build: str) -> None:
        ends = time.monotonic() + WITHIN_S
        while build not in self.health():
            assert time.monotonic() < ends, "the new build was not taken up in time"
            time.sleep(0.1)


@pytest.fixture
def served(
    tmp_path: Path, make_data: Callable[[Path, Path], None], models_directory: Path
) -> Iterator[Served]:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "bakker.txt").write_text("De bakker\n\nDe bakker bakt brood van meel.\n")
    make_data(tmp_path / "data", documents)
    settings = Settings(data=tmp_path / "data", documents=documents)
    served = Served("", settings, load_embedding_model(None, models_directory))
    served.build(OLD)
    editions = Editions(Edition.owning(open_assistant(settings), settings))
    with (
        PageServer(editions, data=settings.data, documents=documents) as server,
        taking_up_new_builds(editions, settings),
    ):
        yield Served(server.url, settings, served.model)


def test_a_new_build_answers_soon_and_no_question_fails(served: Served) -> None:
    asked: list[Asked] = []
    ended = threading.Event()

    def keep_asking() -> None:
        while not ended.is_set():
            asked.append(ask_over_http(served.url, QUESTION))

    asking = threading.Thread(target=keep_asking)
    asking.start()
    before = served.directory.current()
    assert before.name in served.health()
    served.build(NEW)
    after = served.directory.current()
    served.wait_for(after.name)
    last = ask_over_http(served.url, QUESTION)
    ended.set()
    asking.join()
    assert NEW in last.shown
    assert [one.error for one in asked] == [""] * len(asked)
    assert all((OLD in one.shown) != (NEW in one.shown) for one in asked)
    assert OLD in asked[0].shown
    assert after.name in httpx.get(f"{served.url}/over", timeout=WITHIN_S).text
    assert "beek" in httpx.get(f"{served.url}/bibliotheek/molen", timeout=WITHIN_S).text
    # Whoever answered last lets the build before go when its thread has ended.
    ends = time.monotonic() + WITHIN_S
    while is_held(before) and time.monotonic() < ends:
        time.sleep(0.05)
    assert (is_held(before), is_held(after)) == (False, True)


def test_a_damaged_build_is_told_once_and_the_one_before_answers(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    before = served.directory.current()
    damaged = before.with_name("damaged")
    shutil.copytree(before, damaged)
    os.truncate(damaged / "records.sqlite", 100)
    with caplog.at_level(logging.ERROR, "assistant.page.new_builds"):
        served.directory.switch_to(damaged)
        ends = time.monotonic() + WITHIN_S
        while not caplog.records and time.monotonic() < ends:
            time.sleep(0.1)
        time.sleep(2.5)  # two more looks
    assert [one.getMessage().count("damaged") > 0 for one in caplog.records] == [True]
    assert before.name in served.health()
    assert OLD in ask_over_http(served.url, QUESTION).shown


def test_a_library_of_ones_own_is_not_introduced_as_the_shipped_one(served: Served) -> None:
    page = httpx.get(served.url, timeout=WITHIN_S).text
    assert "de documenten in deze bibliotheek" in page
    assert "Typ hier uw vraag" in page
    assert "ISO 11367" not in page

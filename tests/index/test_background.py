"""How near questions about anything else come, and what a cosine means because of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from assistant.service import open_assistant
from assistant.settings import Settings
from corpus import LANGUAGES
from index.background import Background, BackgroundCount
from index.build import build_index
from index.centring import Centring, general_text
from index.embedding import BUNDLED_MODEL
from index.embedding.light import LightModel
from index.reader.reader import Reader
from index.search import CATALOGUED, PLAIN
from index.vector_cache import text_digest

ALLOTMENTS = (
    "# Volkstuinen\n\nEen volkstuin huurt u van de vereniging. De huur bedraagt 60 euro per jaar. "
    "Wie zijn tuin niet onderhoudt, krijgt eerst een brief.\n"
)
QUESTION = "Wat kost een volkstuin per jaar?"


@pytest.fixture(scope="module")
def plain(
    make_data: Callable[[Path, Path], None], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    """Open a library of one bare document."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "documents").mkdir()
    (folder / "documents" / "tuinen.md").write_text(ALLOTMENTS, encoding="utf-8")
    make_data(folder / "data", folder / "documents")
    settings = Settings(data=folder / "data", documents=folder / "documents")
    build_index(settings.index_directory, settings.load_embedding_model())
    with open_assistant(settings) as opened:
        yield opened


def test_a_cosine_counts_from_that_of_other_questions() -> None:
    background = Background(0.2, 0.05)
    assert background.above(0.3) == pytest.approx(2.0)
    assert background.above(0.1) == pytest.approx(-2.0)
    assert background.above(math.nan) == 0.0


def test_the_nearest_of_both_languages_counts() -> None:
    rng = np.random.default_rng(1)
    vectors = {
        text_digest(text.role, one): rng.normal(size=8).astype(np.float32)
        for text in general_text()
        for one in text.sentences
    }
    centring = Centring(
        {(text.role, text.language): np.zeros(8, dtype=np.float32) for text in general_text()}
    )
    entries = rng.normal(size=(6, 8)).astype(np.float32)
    entries /= np.linalg.norm(entries, axis=1, keepdims=True)
    halves, whole = BackgroundCount(vectors, centring), BackgroundCount(vectors, centring)
    halves.add("passages", entries[:2])
    halves.add("passages", entries[2:])
    whole.add("passages", entries)
    assert halves.found() == whole.found()
    assert set(whole.found()) == {f"passages_{language}" for language in LANGUAGES}


def test_a_question_on_the_subject_comes_nearer_than_others(plain: Assistant) -> None:
    index = plain.retriever.index
    of_passages = index.background("passages", "nl")
    nearest = plain.retriever.search(QUESTION, 1, "nl")[0]
    assert of_passages.above(nearest.passage_similarity) > 3
    others = [
        of_passages.above(plain.retriever.search(one, 1, "nl")[0].passage_similarity)
        for text in general_text()
        if text.role == "query" and text.language == "nl"
        for one in text.sentences[:40]
    ]
    assert abs(np.mean(others)) < 0.7
    # Where nothing of a kind was counted, a cosine stays what it is.
    assert index.background("open_questions", "nl").above(0.4) == pytest.approx(0.4)


def test_bare_documents_are_read_and_searched_as_such(
    assistant: Assistant, plain: Assistant, models_directory: Path
) -> None:
    assert plain.retriever.index.manifest.library == "plain"
    assert assistant.retriever.index.manifest.library == "catalogued"
    passages = [one.passage for one in plain.retriever.search(QUESTION, 3, "nl")]
    passages = [one for one in passages if one.kind != "outline"]
    model = LightModel(models_directory / BUNDLED_MODEL)
    read = {
        library: Reader(model, library).read(QUESTION, passages, "nl")
        for library in ("plain", "catalogued")
    }
    ours = plain.reader.read(QUESTION, passages, "nl")
    assert [one.passage for one in ours] == pytest.approx(
        [one.passage for one in read["plain"]], abs=1e-3
    )
    assert [one.passage for one in ours] != pytest.approx(
        [one.passage for one in read["catalogued"]], abs=1e-3
    )
    # Beside another library the weights are shared, and each still has its own.
    beside = assistant.reader.over("plain", plain.retriever.index.token_vectors)
    assert [one.passage for one in beside.read(QUESTION, passages, "nl")] == pytest.approx(
        [one.passage for one in ours], abs=1e-3
    )
    beside.close()
    assert CATALOGUED.keywords > PLAIN.keywords


def test_a_bare_document_answers_what_it_says_and_no_more(plain: Assistant) -> None:
    assert "60 euro per jaar" in plain.ask(QUESTION).answer.text
    refused = plain.ask("Wie is de voorzitter van de vereniging?").answer
    assert refused.outcome in {"not_in_sources", "outside_subject"}

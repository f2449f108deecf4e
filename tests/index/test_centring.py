"""Language-centred vectors, and the ranking of documents without a translation, on real vectors."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus import LANGUAGES, Language, other_language
from index.build import build_index
from index.builds import IndexDirectory
from index.centring import Centring, Role, general_text
from index.embedding import EmbeddingModel, load_embedding_model
from index.search import SearchIndex

# The same ten statements in both languages; none of them is in the general text.
STATEMENTS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "De vuurtoren van Ameland is sinds 1880 in bedrijf en heeft een trap van 236 treden.",
        "Een egel slaapt in de winter en leeft dan van het vet dat hij in de herfst heeft gegeten.",
        "Wie zuurdesembrood bakt, voedt het desem elke dag met meel en lauw water.",
        "De snaren van een viool worden gestemd in reine kwinten, van laag naar hoog.",
        "Bij een onweersbui op het meer zoekt een zeiler zo snel mogelijk de oever op.",
        "Het schaakbord telt vierenzestig velden, en de dame mag in elke richting gaan.",
        "Een gletsjer schuift langzaam het dal in en neemt stenen en grind mee.",
        "Voor keramiek wordt de klei eerst gekneed, zodat er geen lucht in blijft zitten.",
        "Een imker oogst de honing in juli en laat genoeg over voor de bijen.",
        "De eerste stoomtrein reed van Amsterdam naar Haarlem en deed er een half uur over.",
    ),
    "en": (
        "The Ameland lighthouse has been in service since 1880 and has a staircase of 236 steps.",
        "A hedgehog sleeps through the winter, living on the fat from what it ate in autumn.",
        "Bakers of sourdough bread feed the starter every day with flour and lukewarm water.",
        "The strings of a violin are tuned in perfect fifths, from low to high.",
        "In a thunderstorm on the lake a sailor makes for the shore as fast as possible.",
        "The chessboard has sixty-four squares, and the queen may move in any direction.",
        "A glacier slides slowly down the valley and carries stones and gravel along.",
        "For pottery the clay is kneaded first, so that no air stays in it.",
        "A beekeeper harvests the honey in July and leaves enough for the bees.",
        "The first steam train ran from Amsterdam to Haarlem and took half an hour.",
    ),
}
QUESTIONS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "Hoeveel treden heeft de trap van de vuurtoren?",
        "Waar leeft een egel in de winter van?",
        "Waarmee voed je zuurdesem?",
        "Hoe stem je een viool?",
        "Wat doet een zeiler als het onweert?",
        "Hoeveel velden heeft een schaakbord?",
        "Wat neemt een gletsjer mee?",
        "Waarom kneed je klei?",
        "Wanneer wordt honing geoogst?",
        "Waar reed de eerste stoomtrein?",
    ),
    "en": (
        "How many steps does the lighthouse staircase have?",
        "What does a hedgehog live on in winter?",
        "What do you feed a sourdough starter with?",
        "How do you tune a violin?",
        "What does a sailor do in a thunderstorm?",
        "How many squares does a chessboard have?",
        "What does a glacier carry along?",
        "Why do you knead clay?",
        "When is honey harvested?",
        "Where did the first steam train run?",
    ),
}


@pytest.fixture(scope="module")
def model(models_directory: Path) -> EmbeddingModel:
    """Return the bundled model."""
    return load_embedding_model(None, models_directory)


@pytest.fixture(scope="module")
def vectors(model: EmbeddingModel) -> dict[tuple[Role, Language], NDArray[np.float32]]:
    """Return the vectors of the shipped general text."""
    return {
        (text.role, text.language): (
            model.embed_queries(text.sentences)
            if text.role == "query"
            else model.embed_passages(text.sentences)
        )
        for text in general_text()
    }


@pytest.fixture(scope="module")
def centring(vectors: dict[tuple[Role, Language], NDArray[np.float32]]) -> Centring:
    """Return the centring as an index has it."""
    return Centring({key: found.mean(axis=0) for key, found in vectors.items()})


def test_general_text_says_the_same_in_both_languages() -> None:
    by_key = {(text.role, text.language): text.sentences for text in general_text()}
    assert set(by_key) == {
        (role, language) for role in ("query", "passage") for language in LANGUAGES
    }
    assert len(by_key["query", "nl"]) == len(by_key["query", "en"]) == 200
    assert len(by_key["passage", "nl"]) == len(by_key["passage", "en"]) == 100
    assert not set(by_key["passage", "nl"]) & set(by_key["passage", "en"])


def test_centred_vectors_are_of_unit_length_and_without_a_language(
    centring: Centring, vectors: dict[tuple[Role, Language], NDArray[np.float32]]
) -> None:
    for (role, language), raw in vectors.items():
        centred = centring(raw, role, language)
        assert centred.shape == raw.shape
        np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1.0, atol=1e-5)
        assert np.linalg.norm(centred.mean(axis=0)) < 0.1 < np.linalg.norm(raw.mean(axis=0))


@pytest.mark.parametrize("language", LANGUAGES)
def test_statements_are_nearer_their_translation_than_before(
    vectors: dict[tuple[Role, Language], NDArray[np.float32]], language: Language
) -> None:
    """Means of the first half of the general text, measured on the second half."""
    half = len(vectors["passage", "nl"]) // 2
    centring = Centring({key: found[:half].mean(axis=0) for key, found in vectors.items()})
    far = other_language(language)
    raw = {side: vectors["passage", side][half:] for side in LANGUAGES}
    centred = {side: centring(raw[side], "passage", side) for side in LANGUAGES}
    before = _lead_of_translation(raw[language], raw[far])
    after = _lead_of_translation(centred[language], centred[far])
    assert after.mean() > before.mean() + 0.1
    assert (after > 0).all()


def _lead_of_translation(own: NDArray[np.float32], far: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much nearer a text is to its translation than to the nearest of its language."""
    neighbours = own @ own.T
    np.fill_diagonal(neighbours, -1.0)
    lead: NDArray[np.float32] = np.sum(own * far, axis=1) - neighbours.max(axis=1)
    return lead


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_finds_its_statement_in_the_other_language(
    model: EmbeddingModel, centring: Centring, language: Language
) -> None:
    """Plain vectors put statements about something else in the question's language first."""
    far = other_language(language)
    questions = model.embed_queries(QUESTIONS[language])
    own_raw, far_raw = (model.embed_passages(STATEMENTS[side]) for side in (language, far))
    centred_questions = centring(questions, "query", language)
    own, other = centring(own_raw, "passage", language), centring(far_raw, "passage", far)
    before = _others_in_front(questions, own_raw, far_raw)
    after = _others_in_front(centred_questions, own, other)
    assert after <= before / 2


def _others_in_front(
    questions: NDArray[np.float32], own: NDArray[np.float32], far: NDArray[np.float32]
) -> int:
    """Count statements about something else, in the question's language, before the right one."""
    similarities = questions @ own.T
    right = np.sum(questions * far, axis=1, keepdims=True)
    ahead = similarities > right
    np.fill_diagonal(ahead, False)
    return int(ahead.sum())


def test_saved_means_are_the_same_when_read(tmp_path: Path, centring: Centring) -> None:
    centring.save(tmp_path / "centring.npz")
    again = Centring.load(tmp_path / "centring.npz")
    some = np.eye(3, 384, dtype=np.float32)
    for role in ("query", "passage"):
        for language in LANGUAGES:
            np.testing.assert_array_equal(
                again(some, role, language), centring(some, role, language)
            )


@pytest.fixture(scope="module")
def mixed(model: EmbeddingModel, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """Return an index of ten documents: the even ones in Dutch, the odd ones in English."""
    folder = tmp_path_factory.mktemp("mixed")
    lines = [
        json.dumps({"id": f"d{n}", "text": STATEMENTS[LANGUAGES[n % 2]][n], "title": ""})
        for n in range(10)
    ]
    (folder / "documents").mkdir()
    (folder / "documents" / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    directory = IndexDirectory(folder / "indexes", folder / "documents")
    build_index(directory, model)
    return SearchIndex(directory.current(), model)


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_in_either_language_are_found(mixed: SearchIndex, language: Language) -> None:
    for number, question in enumerate(QUESTIONS[language]):
        ranked = mixed.search(question, 10, language)
        assert f"d{number}" in [found.passage.document for found in ranked[:2]]
        scores = [found.score for found in ranked]
        assert scores == sorted(scores, reverse=True)
        assert len({found.passage.id for found in ranked}) == len(ranked)


def test_words_that_another_language_shares_do_not_move_its_documents(mixed: SearchIndex) -> None:
    """Keywords have no say about the other language: "in" and "van" mean other things there."""
    plain = mixed.search("Wat neemt een gletsjer mee?", 10, "nl")
    more = mixed.search("Wat neemt een gletsjer mee?", 10, "nl", also="the queen may move in July")
    english = [
        [found.passage.document for found in ranked if found.passage.language == "en"]
        for ranked in (plain, more)
    ]
    assert english[0] == english[1]


def test_documents_take_turns(
    model: EmbeddingModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Further passages of a document make way for other documents, the more the larger the step."""
    documents = [
        {
            "id": f"{language}{part}",
            "text": "\n\n".join(
                f"{line} " * 4 for line in STATEMENTS[language][part * 5 : part * 5 + 5]
            ),
        }
        for part in range(2)
        for language in LANGUAGES
    ]
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "all.jsonl").write_text(
        "\n".join(json.dumps(document) for document in documents), encoding="utf-8"
    )
    directory = IndexDirectory(tmp_path / "indexes", tmp_path / "documents")
    build_index(directory, model)
    index = SearchIndex(directory.current(), model)
    distinct = []
    for step in (0.0, 0.4, 100.0):
        monkeypatch.setattr("index.search._REPEATED_DOCUMENT", step)
        ranked = index.search("Hoe stem je een viool en waarom kneed je klei?", 4, "nl")
        distinct.append(len({found.passage.document for found in ranked}))
    assert distinct[0] <= distinct[1] <= distinct[2] == 4
    index.close()

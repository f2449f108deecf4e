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
def test_a_question_is_nearest_its_statement_in_the_other_language(
    model: EmbeddingModel, centring: Centring, language: Language
) -> None:
    """Of the statements in both languages its own translation's comes before all other subjects.

    Plain vectors put statements about other subjects in the question's language first.
    """
    far = other_language(language)
    questions = model.embed_queries(QUESTIONS[language])
    own_raw, far_raw = (model.embed_passages(STATEMENTS[side]) for side in (language, far))
    centred_questions = centring(questions, "query", language)
    own, other = centring(own_raw, "passage", language), centring(far_raw, "passage", far)
    before = _others_in_front(questions, own_raw, far_raw)
    after = _others_in_front(centred_questions, own, other)
    assert after < before / 2
    assert after <= 1


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


def test_documents_take_turns(model: EmbeddingModel, tmp_path: Path) -> None:
    """A long document does not fill the first places with all its passages."""
    chess = [
        f"Over schaken, deel {part}. " + " ".join([STATEMENTS["nl"][5]] * 5 + [f"Dit is {part}."])
        for part in ("een", "twee", "drie", "vier", "vijf", "zes")
    ]
    documents = [
        {"id": "lang", "title": "Schaken", "text": "\n\n".join(chess)},
        {"id": "kort", "title": "Chess", "text": STATEMENTS["en"][5]},
        {"id": "ander", "title": "Glaciers", "text": STATEMENTS["en"][6]},
    ]
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "all.jsonl").write_text(
        "\n".join(json.dumps(document) for document in documents), encoding="utf-8"
    )
    directory = IndexDirectory(tmp_path / "indexes", tmp_path / "documents")
    build_index(directory, model)
    index = SearchIndex(directory.current(), model)
    ranked = index.search("Hoeveel velden heeft het schaakbord?", 3, "nl")
    assert "kort" in [found.passage.document for found in ranked]
    index.close()

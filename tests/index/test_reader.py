"""The reader: the network it computes, what it reads, and what it can tell apart."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch

from assistant import Assistant
from corpus import LANGUAGES
from eval.training.network import Network, save_networks
from index.embedding.graph import STATE_LAYERS
from index.embedding.light import LightModel
from index.reader.reader import Reader, passage_tokens, question_vectors

QUESTION = "Aan wie legt het opgaveteam verantwoording af?"


def test_each_token_has_a_vector_of_each_layer(model: LightModel) -> None:
    tokens = model.tokens(f"query: {QUESTION}")
    states = model.token_states(tokens)
    assert states.shape == (len(tokens) + 2, len(STATE_LAYERS), model.dimensions)
    shorter = model.token_states(tokens[:-3])
    # In its text: a word that is left out behind it changes a token's vectors.
    assert not np.allclose(shorter[0], states[0], atol=1e-3)


def test_numpy_computes_what_was_trained_in_torch(
    assistant: Assistant, model: LightModel, tmp_path: Path
) -> None:
    torch.manual_seed(3)
    network = Network().eval()
    save_networks({"plain": [network]}, tmp_path / "reader.npz")
    network.load_state_dict(
        {name: value.half().float() for name, value in network.state_dict().items()}
    )
    reader = Reader(model, "plain", path=tmp_path / "reader.npz")
    passages = [
        found.passage
        for found in assistant.retriever.search(QUESTION, 6, "nl")
        if found.passage.kind != "outline"
    ]
    for passage, reading in zip(passages, reader.read(QUESTION, passages, "nl"), strict=True):
        body = range(passage.headings, len(passage.sentences))
        sentences = [" ".join(passage.sentence_in(one, "nl").split()) for one in body]
        tokens, owner = passage_tokens(model, " – ".join(passage.headings_in("nl")), sentences)
        asked = torch.from_numpy(question_vectors(model, QUESTION))[None]
        read = torch.from_numpy(model.token_states(tokens))[None]
        count = len(sentences)
        sentence = torch.from_numpy(np.where(owner < 0, count, owner))[None]
        whole, each, _ = network(
            asked, torch.ones(asked.shape[:2], dtype=torch.bool),
            read, torch.ones(read.shape[:2], dtype=torch.bool), sentence,
        )  # fmt: skip
        assert reading.passage == pytest.approx(float(whole[0].detach()), abs=2e-3)
        assert list(reading.sentences[passage.headings :]) == pytest.approx(
            each[0].tolist(), abs=2e-3
        )


def test_an_index_keeps_what_the_reader_makes_of_each_passage(
    assistant: Assistant, model: LightModel
) -> None:
    afresh = Reader(model, "catalogued")
    kept = assistant.retriever.index.token_vectors
    assert kept.reader == afresh.digest
    passages = [
        one.passage
        for one in assistant.retriever.search(QUESTION, 30, "nl")
        if one.passage.kind != "outline"
    ]
    for language in LANGUAGES:
        assert all(kept.find(passage, language) for passage in passages)
        for known, fresh in zip(
            assistant.reader.read(QUESTION, passages, language),
            afresh.read(QUESTION, passages, language),
            strict=True,
        ):
            assert known.passage == pytest.approx(fresh.passage, abs=1e-4)
            assert known.sentences == pytest.approx(fresh.sentences, abs=1e-4)


def test_what_another_reader_has_read_is_read_again(
    assistant: Assistant, model: LightModel, tmp_path: Path
) -> None:
    save_networks({"plain": [Network()]}, tmp_path / "reader.npz")
    other = {
        kept: Reader(model, "plain", kept, tmp_path / "reader.npz")
        for kept in (assistant.retriever.index.token_vectors, None)
    }
    passages = [assistant.retriever.search(QUESTION, 1, "nl")[0].passage]
    with_kept, without = (reader.read(QUESTION, passages, "nl") for reader in other.values())
    assert with_kept == without


def test_headings_answer_nothing(assistant: Assistant) -> None:
    found = [one.passage for one in assistant.retriever.search(QUESTION, 10, "nl")]
    with_headings = [passage for passage in found if passage.headings and passage.kind != "outline"]
    assert with_headings
    for passage, reading in zip(
        with_headings, assistant.reader.read(QUESTION, with_headings, "nl"), strict=True
    ):
        assert all(math.isinf(value) for value in reading.sentences[: passage.headings])
        assert all(math.isfinite(value) for value in reading.sentences[passage.headings :])


def test_a_passage_is_read_the_same_whatever_was_read_before(assistant: Assistant) -> None:
    found = [one.passage for one in assistant.retriever.search(QUESTION, 5, "nl")]
    found = [passage for passage in found if passage.kind != "outline"]
    first = assistant.reader.read(QUESTION, found, "nl")
    assistant.reader.read("What is a tribelead?", found, "en")
    assert assistant.reader.read(QUESTION, found, "nl") == first


@pytest.mark.parametrize("question", ["?", "x", "wat " * 400, "\ud800", "🙂"])
def test_any_question_can_be_read(assistant: Assistant, question: str) -> None:
    passage = assistant.retriever.search(QUESTION, 1, "nl")[0].passage
    (reading,) = assistant.reader.read(question, [passage], "nl")
    assert math.isfinite(reading.passage)

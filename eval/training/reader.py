"""Trains the reader: ``python -m eval.training.reader [--elsewhere DIR]``; an hour on two cores.

The token vectors come from the bundled model and stay as they are, so they are computed once and
kept in memory (about 4 GB). Each question is trained with passages that answer it and with the
nearest that do not. Binary cross-entropy on passages and sentences, and cross-entropy over the
sentences of a passage that answers; AdamW, falling to zero. Writes
``index/reader/reader.npz``; then run ``python -m eval.training.judgement``.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
import torch.nn.functional as functional
from numpy.typing import NDArray
from torch import Tensor

from assistant.settings import read_settings
from corpus import LANGUAGES
from eval.training.network import Descent, Network, padded, save_networks
from eval.training.pairs import TrainingSet
from index.embedding.bundled import BUNDLED_MODEL
from index.embedding.light import LightModel
from index.library_kind import LibraryKind
from index.reader.reader import READER_FILE, passage_tokens, question_vectors

_SEEDS: Final = (0, 1)
_BATCH: Final = 32
# Networks for bare documents have learnt what they can from a quarter of the questions by then.
_STEPS: Final[Mapping[LibraryKind, int]] = {"catalogued": 4000, "plain": 3000}
# A question misspelt, in telegram style or without its capitals is trained instead of itself.
_NOISY_SHARE: Final = 0.25
_NEAREST: Final = 4
_OPEN_PASSAGES: Final = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage by number, and which of the passage's sentences answer."""

    question: int
    passage: int
    answers: frozenset[int]


class Trainer:
    """The training set with its vectors."""

    def __init__(self, data: TrainingSet, steps: int, model: LightModel) -> None:
        self._steps = steps
        self._random = random.Random(1)
        self.data = data
        self._passages = [passage_tokens(model, one.header, one.sentences) for one in data.passages]
        # The questions to the shipped library are asked of its texts in both languages.
        texts = list(dict.fromkeys(one.text for one in data.questions))
        noisy = [self._noisy(text) for text in texts]
        with ThreadPoolExecutor() as pool:
            states = pool.map(lambda one: _half(model.token_states(one[0])), self._passages)
            self._read = list(states)
            asked = pool.map(lambda one: _half(question_vectors(model, one)), texts)
            self._asked = dict(zip(texts, asked, strict=True))
            noisily = pool.map(lambda one: _half(question_vectors(model, one)), noisy)
            self._noisily = dict(zip(texts, noisily, strict=True))
        self._nearest = self._rank(model)

    def train(self, seed: int) -> Network:
        """Train a network for all steps; prints the loss."""
        torch.manual_seed(seed)
        self._random.seed(seed)
        network = Network()
        descent = Descent(network, self._steps)
        began, losses = time.monotonic(), []
        network.train()
        for step, batch in enumerate(self._batches(), start=1):
            loss = self._loss(network, batch)
            descent.step(loss)
            losses.append(float(loss.detach()))
            if step % 200 == 0:
                print(f"{step}: {np.mean(losses[-200:]):.3f} {time.monotonic() - began:.0f} s")
            if step == self._steps:
                break
        return network

    def _batches(self) -> Iterator[list[Pair]]:
        while True:
            pairs = [
                pair for number in range(len(self.data.questions)) for pair in self._pairs(number)
            ]
            self._random.shuffle(pairs)
            # Texts of about the same length together: less padding.
            for start in range(0, len(pairs), 16 * _BATCH):
                pool = sorted(
                    pairs[start : start + 16 * _BATCH], key=lambda one: len(self._read[one.passage])
                )
                batches = [pool[at : at + _BATCH] for at in range(0, len(pool), _BATCH)]
                self._random.shuffle(batches)
                yield from batches

    def _pairs(self, number: int) -> Iterator[Pair]:
        question, nearest = self.data.questions[number], self._nearest[number]
        if not question.answers:
            for passage in nearest[:_OPEN_PASSAGES]:
                yield Pair(number, passage, frozenset())
            return
        passage = self._random.choice(list(question.answers))
        yield Pair(number, passage, question.answers[passage])
        if nearest:
            yield Pair(number, self._random.choice(nearest), frozenset())

    def _loss(self, network: Network, batch: Sequence[Pair]) -> Tensor:
        asked = [
            (self._noisily if self._random.random() < _NOISY_SHARE else self._asked)[
                self.data.questions[one.question].text
            ]
            for one in batch
        ]
        read = [self._read[one.passage] for one in batch]
        owners = [self._passages[one.passage][1] for one in batch]
        count = max(1, max(int(owner.max()) + 1 for owner in owners))
        sentence = torch.full((len(batch), max(map(len, read))), count, dtype=torch.long)
        wanted = torch.zeros(len(batch), count)
        for row, (pair, owner) in enumerate(zip(batch, owners, strict=True)):
            known = torch.from_numpy(owner)
            sentence[row, : len(owner)] = torch.where(known < 0, count, known)
            for position in pair.answers:
                if position < count:
                    wanted[row, position] = 1.0
        of_passage, of_sentence, is_there = network(*padded(asked), *padded(read), sentence)
        # A sentence beyond the reader's reach is not there to be chosen.
        wanted = wanted * is_there
        is_answer = wanted.sum(1) > 0
        passage_loss = functional.binary_cross_entropy_with_logits(of_passage, is_answer.float())
        each = functional.binary_cross_entropy_with_logits(of_sentence, wanted, reduction="none")
        sentence_loss = ((each * is_there).sum(1) / is_there.sum(1).clamp(min=1)).mean()
        everyone = torch.logsumexp(of_sentence.masked_fill(~is_there, -1e4), 1)
        right = torch.logsumexp(of_sentence.masked_fill(wanted < 0.5, -1e4), 1)
        choice_loss = ((everyone - right) * is_answer).sum() / is_answer.sum().clamp(min=1)
        total: Tensor = 2 * sentence_loss + passage_loss + 0.5 * choice_loss
        return total

    def _rank(self, model: LightModel) -> list[list[int]]:
        """Return, per question, the passages nearest to it that do not answer it."""
        texts = [f"{one.header}: {' '.join(one.sentences)}" for one in self.data.passages]
        read = _centred(model.embed_passages(texts), [one.language for one in self.data.passages])
        asked = _centred(
            model.embed_queries([one.text for one in self.data.questions]),
            [one.language for one in self.data.questions],
        )
        nearest = []
        for vector, question in zip(asked, self.data.questions, strict=True):
            others = np.array(
                [one for one in question.others if one not in question.answers], dtype=np.int64
            )
            order = others[np.argsort(-(read[others] @ vector))][: 3 * _NEAREST]
            nearest.append(
                [
                    int(one)
                    for one in order
                    if not any(word in texts[one].lower() for word in question.strings)
                ][:_NEAREST]
            )
        return nearest

    def _noisy(self, text: str) -> str:
        chance = self._random.random()
        words = text.split()
        if chance < 0.35:
            return text.lower().rstrip("?.! ")
        if chance < 0.75 or len(words) <= 5:
            letters = list(text)
            for _ in range(1 + len(letters) // 40):
                place = self._random.randrange(len(letters))
                letters[place : place + 1] = self._random.choice(["", letters[place] * 2])
            return "".join(letters)
        del words[self._random.randrange(len(words))]
        return " ".join(words)


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--elsewhere", type=Path, help="folder with data of others")
    arguments = parser.parse_args()
    torch.set_flush_denormal(True)
    model = LightModel(read_settings().models_directory / BUNDLED_MODEL)
    networks: dict[str, list[Network]] = {}
    for library, steps in _STEPS.items():
        trainer = Trainer(TrainingSet(library, arguments.elsewhere), steps, model)
        networks[library] = [trainer.train(seed) for seed in _SEEDS]
    save_networks(networks, READER_FILE)


def _half(values: NDArray[np.float32]) -> Tensor:
    return torch.from_numpy(values.astype(np.float16))


def _centred(vectors: NDArray[np.float32], languages: Sequence[str]) -> NDArray[np.float32]:
    """Subtract each language's mean, as the index does."""
    spoken = np.array(languages)
    for language in LANGUAGES:
        vectors[spoken == language] -= vectors[spoken == language].mean(axis=0)
    found: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return found


if __name__ == "__main__":
    main()

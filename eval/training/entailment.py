"""Trains the judge of statements: ``python -m eval.training.entailment``; a quarter of an hour.

From ``statements.jsonl`` beside it: quotations of invented documents, each with three statements
that it carries and three that it does not. The token vectors come from the bundled model and stay
as they are. Writes ``assistant/chat_model/entailment.npz``, and prints what the networks make of
the statements on one document in four that was kept apart, ``eval/statements/texts.jsonl``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from assistant.chat_model.entailment import ENTAILMENT_FILE, PURPOSE, statement_states
from assistant.settings import read_settings
from eval.statements.cases import Case, read_cases
from eval.training.network import (
    HIDDEN,
    LAYERS,
    Descent,
    TwoLayers,
    padded,
    save_networks,
)
from index.embedding.bundled import BUNDLED_MODEL
from index.embedding.light import LightModel

TRAINED: Final = Path(__file__).with_name("statements.jsonl")
KEPT_APART: Final = Path(__file__).parents[1] / "statements" / "texts.jsonl"
# Chosen on the part kept apart: after more rounds, and with a recurrent layer or self-attention
# behind the comparison, no better.
_ROUNDS: Final = 7
_SEEDS: Final = (0, 1)
_BATCH: Final = 32
_WIDTH: Final = 128
_DROPOUT: Final = 0.3

States = Mapping[str, Tensor]


class Entailment(nn.Module):
    """Log-odds that a quotation carries a statement, as the judge computes them in numpy."""

    def __init__(self) -> None:
        super().__init__()
        self.match = nn.Linear(LAYERS * HIDDEN, _WIDTH)
        self.content = nn.Linear(LAYERS * HIDDEN, _WIDTH)
        self.scale = nn.Parameter(torch.tensor(10.0))
        self.said = TwoLayers(4 * _WIDTH + 4, _WIDTH, _WIDTH, _DROPOUT)
        self.quoted = TwoLayers(4 * _WIDTH + 4, _WIDTH, _WIDTH, _DROPOUT)
        self.whole = TwoLayers(4 * _WIDTH, _WIDTH, 1, _DROPOUT)
        self.dropout = nn.Dropout(_DROPOUT)
        nn.init.orthogonal_(self.match.weight)

    def forward(self, said: Tensor, is_said: Tensor, quoted: Tensor, is_quoted: Tensor) -> Tensor:
        """Compare statements with quotations.

        :param said: token vectors, ``(batch, tokens, layers, 384)``; ``is_said`` is false where
            there is only padding; ``quoted`` and ``is_quoted`` the same of the quotations.
        :return: shape ``(batch,)``.
        """
        mine, theirs = self._read(said), self._read(quoted)
        pooled = [
            *_pooled(self._compared(self.said, mine, theirs, is_quoted), is_said),
            *_pooled(self._compared(self.quoted, theirs, mine, is_said), is_quoted),
        ]
        found: Tensor = self.whole(torch.cat(pooled, -1))[:, 0]
        return found

    def _read(self, states: Tensor) -> tuple[Tensor, Tensor]:
        flat = self.dropout(functional.layer_norm(states, states.shape[-1:]).flatten(2))
        match = functional.normalize(self.match(flat), dim=-1)
        return match, functional.gelu(self.content(flat), approximate="tanh")

    def _compared(
        self,
        layers: TwoLayers,
        own: tuple[Tensor, Tensor],
        other: tuple[Tensor, Tensor],
        is_other: Tensor,
    ) -> Tensor:
        (match, content), (other_match, other_content) = own, other
        similarity = match @ other_match.transpose(1, 2)
        similarity = similarity.masked_fill(~is_other[:, None], -1.0)
        share = (similarity * self.scale).masked_fill(~is_other[:, None], -1e4).softmax(2)
        aligned = share @ other_content
        place = share @ torch.arange(other_match.shape[1]).float()
        step = functional.pad(place[:, 1:] - place[:, :-1], (1, 0)).clamp(-10, 10)
        values = [similarity.amax(2), place / 20, step / 5, share.amax(2)]
        compared: Tensor = layers(
            torch.cat(
                [
                    content * aligned,
                    (content - aligned).abs(),
                    content,
                    aligned,
                    torch.stack(values, -1),
                ],
                -1,
            )
        )
        return compared


def main() -> None:
    """Train and write."""
    torch.set_flush_denormal(True)
    cases, apart = read_cases(TRAINED), read_cases(KEPT_APART)
    model = LightModel(read_settings().models_directory / BUNDLED_MODEL)
    everything = [text for one in (*cases, *apart) for text in (one.quotation, one.statement)]
    texts = list(dict.fromkeys(everything))
    with ThreadPoolExecutor() as pool:
        read = pool.map(lambda text: statement_states(model, text).astype(np.float16), texts)
        states = {text: torch.from_numpy(one) for text, one in zip(texts, read, strict=True)}
    networks = [_train(cases, states, seed) for seed in _SEEDS]
    save_networks({PURPOSE: networks}, ENTAILMENT_FILE)
    log_odds = np.mean([_log_odds(network, apart, states) for network in networks], axis=0)
    lies = log_odds[[one.verdict == "lie" for one in apart]]
    fair = log_odds[[one.verdict == "fair" for one in apart]]
    for share in (0.5, 0.3, 0.1, 0.05, 0.02, 0.01):
        threshold = float(np.quantile(lies, 1 - share))
        print(f"{threshold:.2f}: {share} of the lies, {(fair > threshold).mean():.2f} of the fair")


def _train(cases: Sequence[Case], states: States, seed: int) -> Entailment:
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = Entailment()
    descent = Descent(network, _ROUNDS * -(-len(cases) // _BATCH))
    network.train()
    for _ in range(_ROUNDS):
        for batch in _batches(cases, states, chance):
            wanted = torch.tensor([float(one.verdict == "fair") for one in batch])
            found = network(*_padded(batch, states))
            descent.step(functional.binary_cross_entropy_with_logits(found, wanted))
    return network.eval()


def _batches(
    cases: Sequence[Case], states: States, chance: random.Random
) -> Iterator[Sequence[Case]]:
    """Yield every case once; texts of about the same length together, for less padding."""
    order = chance.sample(cases, len(cases))
    batches: list[Sequence[Case]] = []
    for start in range(0, len(order), 16 * _BATCH):
        pool = sorted(
            order[start : start + 16 * _BATCH], key=lambda one: len(states[one.quotation])
        )
        batches += [pool[at : at + _BATCH] for at in range(0, len(pool), _BATCH)]
    chance.shuffle(batches)
    yield from batches


def _log_odds(network: Entailment, cases: Sequence[Case], states: States) -> list[float]:
    with torch.no_grad():
        return [float(network(*_padded([one], states))) for one in cases]


def _padded(cases: Sequence[Case], states: States) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    return (
        *padded([states[one.statement] for one in cases]),
        *padded([states[one.quotation] for one in cases]),
    )


def _pooled(compared: Tensor, is_there: Tensor) -> tuple[Tensor, Tensor]:
    """Return the highest and the mean values over the tokens that are there."""
    top = compared.masked_fill(~is_there[..., None], -9.0).amax(1)
    mean = (compared * is_there[..., None]).sum(1) / is_there.sum(1, keepdim=True)
    return top, mean


if __name__ == "__main__":
    main()

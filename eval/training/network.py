"""The reader's network in torch, as :mod:`index.reader.network` computes it in numpy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from index.embedding.graph import STATE_LAYERS

HIDDEN: Final = 384
LAYERS: Final = len(STATE_LAYERS)
_WIDTH: Final = 128
_COVERAGE: Final = 16
_DROPOUT: Final = 0.2
_LEARNING_RATE: Final = 1e-3
_WARM_UP: Final = 60
_WEIGHT_DECAY: Final = 0.05


class TwoLayers(nn.Module):
    """Linear, GELU, dropout, linear."""

    def __init__(self, inputs: int, width: int, outputs: int, dropout: float = _DROPOUT) -> None:
        super().__init__()
        self.first = nn.Linear(inputs, width)
        self.last = nn.Linear(width, outputs)
        self.dropout = nn.Dropout(dropout)

    def forward(self, values: Tensor) -> Tensor:
        """Return shape ``(…, outputs)``."""
        raised = functional.gelu(self.first(values), approximate="tanh")
        found: Tensor = self.last(self.dropout(raised))
        return found


class Network(nn.Module):
    """Log-odds that a passage answers a question, and that each of its sentences does."""

    def __init__(self) -> None:
        super().__init__()
        self.match = nn.Linear(LAYERS * HIDDEN, _WIDTH)
        self.content = nn.Linear(LAYERS * HIDDEN, _WIDTH)
        self.weight = nn.Linear(_WIDTH, 1)
        self.scale = nn.Parameter(torch.tensor(10.0))
        self.compare = TwoLayers(3 * _WIDTH + 2, _WIDTH, _WIDTH)
        self.cover = TwoLayers(4, _COVERAGE, _COVERAGE, 0.0)
        self.sent = TwoLayers(5 * _WIDTH + _COVERAGE + 2, _WIDTH, 1)
        self.whole = TwoLayers(3 * _WIDTH + _COVERAGE + 2, _WIDTH, 1)
        nn.init.orthogonal_(self.match.weight)

    def forward(
        self, asked: Tensor, is_asked: Tensor, read: Tensor, is_read: Tensor, sentence: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Compare questions with passages.

        :param asked: token vectors, ``(batch, question tokens, layers, 384)``; ``is_asked`` is
            false where there is only padding; ``read`` and ``is_read`` the same of the passages.
        :param sentence: of each passage token, counted from 0; ``count`` where it is in none.
        :return: ``(batch,)`` for the passages, ``(batch, count)`` for the sentences, and where
            there is such a sentence.
        """
        batch, length = asked.shape[:2]
        count = int(sentence.max())
        asked, read = (
            functional.layer_norm(one, one.shape[-1:]).flatten(2) for one in (asked, read)
        )
        similarity = functional.normalize(self.match(asked), dim=-1) @ functional.normalize(
            self.match(read), dim=-1
        ).transpose(1, 2)
        similarity = similarity.masked_fill(~is_asked[:, :, None], -1.0)
        content_asked = functional.gelu(self.content(asked), approximate="tanh")
        content = functional.gelu(self.content(read), approximate="tanh")
        attention = (similarity * self.scale).masked_fill(~is_asked[:, :, None], -1e4)
        aligned = torch.softmax(attention, 1).transpose(1, 2) @ content_asked
        importance = self.weight(content_asked)[..., 0].masked_fill(~is_asked, -1e4)
        share = torch.softmax(importance, 1)
        compared = self.compare(
            torch.cat(
                [
                    content * aligned,
                    (content - aligned).abs(),
                    content,
                    similarity.amax(1)[..., None],
                    (share[:, :, None] * similarity).sum(1)[..., None],
                ],
                -1,
            )
        )
        rows = sentence[:, :, None].expand(-1, -1, _WIDTH)
        tokens = torch.zeros(batch, count + 1).scatter_add(1, sentence, is_read.float())
        mean = torch.zeros(batch, count + 1, _WIDTH).scatter_add(1, rows, compared)
        mean = (mean / tokens.clamp(min=1)[..., None])[:, :count]
        top = torch.full((batch, count + 1, _WIDTH), -9.0)
        top = top.scatter_reduce(1, rows, compared, "amax")[:, :count]
        met = torch.full((batch, length, count + 1), -1.0)
        met = met.scatter_reduce(2, sentence[:, None].expand(-1, length, -1), similarity, "amax")
        met = met[..., :count]
        anywhere = similarity.masked_fill(~is_read[:, None], -1.0).amax(2)
        covered, covered_anywhere = (share[..., None] * met).sum(1), (share * anywhere).sum(1)
        everywhere = anywhere[..., None].expand_as(met)
        weight = importance.clamp(min=-10)[..., None].expand_as(met)
        coverage = self.cover(torch.stack([met, everywhere, met - everywhere, weight], -1))
        coverage = (share[:, :, None, None] * coverage).sum(1)
        whole = (compared * is_read[..., None]).sum(1) / is_read.sum(1, keepdim=True)
        log_odds = self.sent(
            torch.cat(
                [
                    top,
                    mean,
                    functional.pad(mean, (0, 0, 1, 0))[:, :count],
                    functional.pad(mean, (0, 0, 0, 1))[:, 1:],
                    whole[:, None].expand(-1, count, -1),
                    coverage,
                    covered[..., None],
                    (covered - covered_anywhere[:, None])[..., None],
                ],
                -1,
            )
        )[..., 0]
        is_there = tokens[:, :count] > 0
        focus = torch.softmax(log_odds.masked_fill(~is_there, -1e4), 1)
        of_passage = self.whole(
            torch.cat(
                [
                    (focus[..., None] * top).sum(1),
                    (focus[..., None] * mean).sum(1),
                    (share[..., None] * content_asked).sum(1),
                    (focus[..., None] * coverage).sum(1),
                    covered_anywhere[:, None],
                    (focus * log_odds.clamp(-12, 12)).sum(1, keepdim=True),
                ],
                -1,
            )
        )[:, 0]
        return of_passage, log_odds, is_there


class Descent:
    """Steps of AdamW along losses; the learning rate warms up, then falls to zero."""

    def __init__(self, network: nn.Module, steps: int) -> None:
        self._network = network
        self._optimiser = torch.optim.AdamW(
            network.parameters(), lr=_LEARNING_RATE, weight_decay=_WEIGHT_DECAY
        )
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser,
            lambda step: min(1, (step + 1) / _WARM_UP) * max(0.02, 1 - step / steps),
        )

    def step(self, loss: Tensor) -> None:
        """Change the network's weights so that the loss falls."""
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        self._optimiser.step()
        self._schedule.step()
        self._optimiser.zero_grad()


def padded(texts: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Return the token vectors of texts as one tensor, and where it is no padding."""
    lengths = torch.tensor([len(text) for text in texts])
    values = nn.utils.rnn.pad_sequence([text.float() for text in texts], batch_first=True)
    return values, torch.arange(values.shape[1])[None] < lengths[:, None]


def save_networks(networks: Mapping[str, Sequence[nn.Module]], path: Path) -> None:
    """Write networks as :func:`index.reader.network.read_networks` reads them, in half precision.

    :param networks: by their purpose.
    """
    values = {
        f"{purpose}.{number}.{name}": value.numpy().astype(np.float16)
        for purpose, for_purpose in networks.items()
        for number, network in enumerate(for_purpose)
        for name, value in network.state_dict().items()
    }
    np.savez_compressed(path, **values)

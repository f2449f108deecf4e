"""The network of the reader, computed by numpy.

It compares the vectors that two layers of the bundled model give each token of question and
passage: late interaction (Khattab & Zaharia 2020, ColBERT) for how well each word of the question
is met, and soft alignment (Parikh et al. 2016, decomposable attention) for what each word of the
passage says of it. One pass gives log-odds for the passage and for each of its sentences, as
Provence does (Chirkova et al. 2025). Trained in torch: :mod:`eval.training.network`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Kind = TypeVar("Kind", bound="Layers")


class Layers:
    """The weights of a network by name, and what several networks compute with them."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = weights

    def __getitem__(self, name: str) -> Array:
        return self._weights[name]

    def match_and_content(self, states: Array) -> tuple[Array, Array]:
        """Return per token a unit vector to match by, and one to compare; ``(tokens, 128)`` each.

        :param states: the vectors of its tokens, ``(tokens, layers, 384)``.
        """
        centred = states - states.mean(axis=2, keepdims=True)
        normal = centred / np.sqrt((centred**2).mean(axis=2, keepdims=True) + 1e-5)
        normal = normal.reshape(len(states), -1)
        match = self.linear("match", normal)
        match /= np.maximum(np.linalg.norm(match, axis=1, keepdims=True), 1e-12)
        return match, gelu(self.linear("content", normal))

    def linear(self, name: str, values: Array) -> Array:
        """Return ``values`` times the weights of a layer, and its bias added."""
        found: Array = values @ self[f"{name}.weight"].T + self[f"{name}.bias"]
        return found

    def two_layers(self, name: str, values: Array) -> Array:
        """Return what a linear layer, GELU and another linear layer make of ``values``."""
        return self.linear(f"{name}.last", gelu(self.linear(f"{name}.first", values)))


class Network(Layers):
    """Log-odds that a passage answers a question, and that each of its sentences does."""

    def prepare(self, states: Array) -> Array:
        """Prepare a text: per token a unit vector to match by, and behind it one to compare.

        :param states: the vectors of its tokens, ``(tokens, layers, 384)``.
        :return: shape ``(tokens, 256)``.
        """
        return np.concatenate(self.match_and_content(states), axis=1)

    # OpenBLAS may compute with what lies beside a short row, and throw that away; numpy warns of it.
    @np.errstate(invalid="ignore")
    def compare(
        self, asked: Array, read: Array, sentences: Sequence[NDArray[np.bool_]]
    ) -> tuple[float, Array]:
        """Compare a question with a passage, both prepared.

        :param sentences: for each sentence, at least one, which tokens of the passage are its.
        :return: the log-odds of the passage, and of each sentence.
        """
        width = len(self["match.bias"])
        (asked_match, asked_content), (match, content) = (
            np.split(one, [width], axis=1) for one in (asked, read)
        )
        similarity = asked_match @ match.T  # (asked, tokens)
        aligned = softmax(similarity * self["scale"]).T @ asked_content
        importance = self.linear("weight", asked_content)[:, 0]
        share = softmax(importance)
        compared = self.two_layers(
            "compare",
            np.concatenate(
                [
                    content * aligned,
                    np.abs(content - aligned),
                    content,
                    similarity.max(axis=0)[:, np.newaxis],
                    (share @ similarity)[:, np.newaxis],
                ],
                axis=1,
            ),
        )
        mean = np.stack([compared[tokens].mean(axis=0) for tokens in sentences])
        top = np.stack([compared[tokens].max(axis=0) for tokens in sentences])
        met = np.stack([similarity[:, tokens].max(axis=1) for tokens in sentences])
        anywhere = similarity.max(axis=1)
        covered, covered_anywhere = met @ share, anywhere @ share
        coverage = self._coverage(met, anywhere, importance, share)
        nothing = np.zeros_like(mean[:1])
        log_odds = self.two_layers(
            "sent",
            np.concatenate(
                [
                    top,
                    mean,
                    np.concatenate([nothing, mean[:-1]]),
                    np.concatenate([mean[1:], nothing]),
                    np.broadcast_to(compared.mean(axis=0), mean.shape),
                    coverage,
                    covered[:, np.newaxis],
                    (covered - covered_anywhere)[:, np.newaxis],
                ],
                axis=1,
            ),
        )[:, 0]
        focus = softmax(log_odds)
        of_passage = self.two_layers(
            "whole",
            np.concatenate(
                [
                    focus @ top,
                    focus @ mean,
                    share @ asked_content,
                    focus @ coverage,
                    [covered_anywhere, focus @ np.clip(log_odds, -12, 12)],
                ]
            )[np.newaxis],
        )
        return float(of_passage[0, 0]), log_odds

    def _coverage(self, met: Array, anywhere: Array, importance: Array, share: Array) -> Array:
        """Return, per sentence, how the words of the question are met in it; ``(sentences, 16)``."""
        everywhere = np.broadcast_to(anywhere, met.shape)
        weight = np.broadcast_to(np.maximum(importance, -10), met.shape)
        features = np.stack([met, everywhere, met - everywhere, weight], axis=2)
        found: Array = np.einsum("a,kah->kh", share, self.two_layers("cover", features))
        return found


def read_networks(file: Path | BinaryIO, kind: type[Kind]) -> dict[str, list[Kind]]:
    """Return the networks in a file by their purpose; ``purpose.number.`` stands before a name."""
    weights: defaultdict[tuple[str, str], dict[str, Array]] = defaultdict(dict)
    with np.load(file) as stored:
        for name in stored.files:
            purpose, number, of_network = name.split(".", 2)
            weights[purpose, number][of_network] = stored[name].astype(np.float32)
    networks: defaultdict[str, list[Kind]] = defaultdict(list)
    for (purpose, _), of_network in weights.items():
        networks[purpose].append(kind(of_network))
    return networks


def softmax(values: Array) -> Array:
    """Return shares that add up to one along the first axis."""
    raised = np.exp(values - values.max(axis=0))
    found: Array = raised / raised.sum(axis=0)
    return found


def gelu(values: Array) -> Array:
    """Return the Gaussian error linear unit of values."""
    # The tanh form of Hendrycks & Gimpel 2016; numpy has no error function. In place, and without a
    # power, which takes numpy ten times as long as two products: half of reading was this.
    inner: Array = values * values
    inner *= np.float32(0.044715)
    inner += 1
    inner *= values
    inner *= np.float32(np.sqrt(2 / np.pi))
    np.tanh(inner, out=inner)
    inner += 1
    inner *= values
    inner *= np.float32(0.5)
    return inner

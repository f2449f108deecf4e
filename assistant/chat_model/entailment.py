"""The learned judge of statements: the log-odds that a quotation carries one.

It compares the vectors that two layers of the bundled model give the words of both, each aligned
softly with those of the other (Parikh et al. 2016, decomposable attention; Chen et al. 2017, ESIM,
for the comparison both ways). By itself it is no better than the rules beside it; what it finds
doubtful among what they let pass is mostly a lie, and what it is sure of mostly fair
(eval/choices.md). Trained in torch: :mod:`eval.training.entailment`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from index.reader.network import Array, Layers, read_networks, softmax

if TYPE_CHECKING:
    from index.embedding.light import LightModel

ENTAILMENT_FILE: Final = Path(__file__).with_suffix(".npz")
PURPOSE: Final = "statements"

# As in training.
_TOKENS_MAX: Final = 200
# <s>, "passage" and ":" say nothing of the text, nor does </s>.
_PROMPT_TOKENS: Final = 3


class Entailment:
    """Judges statements; the mean of the networks in ``entailment.npz``."""

    def __init__(self, model: LightModel, path: Path = ENTAILMENT_FILE) -> None:
        """:param model: the bundled embedding model, whose token vectors it was trained on."""
        self._model = model
        self._networks = read_networks(path, Layers)[PURPOSE]

    def log_odds(self, statement: str, quotation: str) -> float:
        """Return the log-odds that a quotation carries a statement, both in one language."""
        said, quoted = (statement_states(self._model, text) for text in (statement, quotation))
        if not len(said) or not len(quoted):
            return float("-inf")
        return sum(_log_odds(one, said, quoted) for one in self._networks) / len(self._networks)


def statement_states(model: LightModel, text: str) -> Array:
    """Return the vectors of a text's tokens; shape ``(tokens, layers, 384)``."""
    states = model.token_states(model.tokens(f"passage: {text}")[:_TOKENS_MAX])
    return states[_PROMPT_TOKENS:-1]


# OpenBLAS may compute with what lies beside a short row, and throw that away; numpy warns of it.
@np.errstate(invalid="ignore")
def _log_odds(layers: Layers, said: Array, quoted: Array) -> float:
    mine, theirs = layers.match_and_content(said), layers.match_and_content(quoted)
    pooled = [
        value
        for compared in (
            _compared(layers, "said", mine, theirs),
            _compared(layers, "quoted", theirs, mine),
        )
        for value in (compared.max(axis=0), compared.mean(axis=0))
    ]
    return float(layers.two_layers("whole", np.concatenate(pooled)[np.newaxis])[0, 0])


def _compared(
    layers: Layers, name: str, own: tuple[Array, Array], other: tuple[Array, Array]
) -> Array:
    """Compare each token of a text with what it is aligned with in the other."""
    (match, content), (other_match, other_content) = own, other
    similarity = match @ other_match.T
    share = softmax((similarity * layers["scale"]).T).T
    aligned = share @ other_content
    place = share @ np.arange(len(other_match), dtype=np.float32)
    step = np.clip(np.diff(place, prepend=place[:1]), -10, 10)
    values = np.stack([similarity.max(axis=1), place / 20, step / 5, share.max(axis=1)], axis=1)
    return layers.two_layers(
        name,
        np.concatenate(
            [content * aligned, np.abs(content - aligned), content, aligned, values], axis=1
        ),
    )

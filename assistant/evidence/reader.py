"""The learned reader: for a question and a passage, which sentences answer it, and whether any does.

Passages are read once and kept; a question then costs milliseconds. What reads is the mean of the
networks in ``reader.npz``. The model card, with data and figures, is ``MODEL_CARD.md`` beside this
file.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.network import Array, Network, Prepared
from corpus import Language
from index.passages import Passage

if TYPE_CHECKING:
    from index.embedding.light import LightModel

READER_FILE: Final = Path(__file__).parent / "reader.npz"

# As in training.
_QUESTION_TOKENS_MAX: Final = 48
_PASSAGE_TOKENS_MAX: Final = 254
_HEADER_TOKENS_MAX: Final = 60
# <s>, "query" and ":" say nothing of the question, nor does </s>.
_PROMPT_TOKENS: Final = 3
# Passages whose vectors are kept: about 130 kB each for a network.
_KEPT_MAX: Final = 256


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one passage: log-odds, before calibration.

    ``passage``: that the passage answers; ``sentences``: that each of its sentences does, ``-inf``
    for headings and for what lies beyond the reader's reach.
    """

    passage: float
    sentences: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _PassageText:
    """A passage as each network reads it; ``tokens`` has those of each sentence in reach."""

    prepared: tuple[Prepared, ...]
    tokens: dict[int, NDArray[np.bool_]]


class Reader:
    """Reads questions and passages; safe to use from several threads."""

    def __init__(self, model: LightModel, path: Path = READER_FILE) -> None:
        """Load the trained weights.

        :param model: the bundled embedding model, whose token vectors it was trained on.
        """
        self._model = model
        self._networks = tuple(Network(weights) for weights in _read_weights(path))
        self._pool = ThreadPoolExecutor(model.threads)
        self._kept: OrderedDict[tuple[str, Language], _PassageText] = OrderedDict()
        self._lock = Lock()

    def vector(self, question: str) -> Array:
        """Return the bundled model's vector of a question."""
        found: Array = self._model.embed_queries([question])[0]
        return found

    def read(
        self, question: str, passages: Sequence[Passage], language: Language
    ) -> tuple[Reading, ...]:
        """Read a question with each passage, in ``language`` where a passage exists in it."""
        vectors = question_vectors(self._model, question)
        asked = [network.prepare(vectors) for network in self._networks]
        return tuple(self._pool.map(lambda one: self._read_one(asked, one, language), passages))

    def close(self) -> None:
        """Stop its threads."""
        self._pool.shutdown()

    def _read_one(self, asked: Sequence[Prepared], passage: Passage, language: Language) -> Reading:
        read = self._passage(passage, language)
        sentences = np.full(len(passage.sentences), -np.inf)
        if not read.tokens:
            return Reading(float("-inf"), tuple(sentences.tolist()))
        found = [
            network.compare(one, text, list(read.tokens.values()))
            for network, one, text in zip(self._networks, asked, read.prepared, strict=True)
        ]
        sentences[list(read.tokens)] = np.mean([log_odds for _, log_odds in found], axis=0)
        return Reading(
            sum(of_passage for of_passage, _ in found) / len(found), tuple(sentences.tolist())
        )

    def _passage(self, passage: Passage, language: Language) -> _PassageText:
        key = (passage.id, language)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        read = self._prepare(passage, language)
        with self._lock:
            self._kept[key] = read
            if len(self._kept) > _KEPT_MAX:
                self._kept.popitem(last=False)
        return read

    def _prepare(self, passage: Passage, language: Language) -> _PassageText:
        header = " – ".join(passage.headings_in(language))
        body = range(passage.headings, len(passage.sentences))
        sentences = [" ".join(passage.sentence_in(one, language).split()) for one in body]
        tokens, owner = passage_tokens(self._model, header, sentences)
        states = self._model.token_states(tokens)
        return _PassageText(
            tuple(network.prepare(states) for network in self._networks),
            {body[row]: owner == row for row in sorted(set(owner.tolist()) - {-1})},
        )


def question_vectors(model: LightModel, question: str) -> Array:
    """Return the vectors of a question's tokens; shape ``(tokens, layers, 384)``."""
    states = model.token_states(model.tokens(f"query: {question}")[:_QUESTION_TOKENS_MAX])
    return states[_PROMPT_TOKENS:-1] if len(states) > _PROMPT_TOKENS + 1 else states


def passage_tokens(
    model: LightModel, header: str, sentences: Sequence[str]
) -> tuple[list[int], NDArray[np.int64]]:
    """Return the tokens of a passage, and the sentence that each belongs to.

    :param header: title and headings above the passage.
    :return: tokens without those for beginning and end; the number of the sentence per token, those
        two included, -1 for what is in none.
    """
    tokens = model.tokens(f"passage: {header}:")[:_HEADER_TOKENS_MAX]
    owner = [-1] * (len(tokens) + 1)
    for number, sentence in enumerate(sentences):
        more = model.tokens(sentence)[: _PASSAGE_TOKENS_MAX - len(tokens)]
        tokens += more
        owner += [number] * len(more)
    return tokens, np.array([*owner, -1], dtype=np.int64)


def _read_weights(path: Path) -> list[dict[str, Array]]:
    """Return the weights of each network: its number stands before each name."""
    networks: defaultdict[str, dict[str, Array]] = defaultdict(dict)
    with np.load(path) as stored:
        for name in stored.files:
            number, _, of_network = name.partition(".")
            networks[number][of_network] = stored[name].astype(np.float32)
    return list(networks.values())

"""The learned reader: for a question and a passage, which sentences answer it, and whether any does.

Passages are read when an index is made, or when they are first found; a question then costs
milliseconds. What reads is the mean of the networks in ``reader.npz`` for a kind of library. The
model card, with data and figures, is ``MODEL_CARD.md`` beside this file.
"""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from corpus import Language
from index.library_kind import LibraryKind
from index.passages import Passage
from index.reader.network import Array, Network, read_networks
from index.reader.token_vectors import ReadPassage, TokenVectors

if TYPE_CHECKING:
    from index.embedding.light import LightModel

READER_FILE: Final = Path(__file__).parent / "reader.npz"

# As in training.
_QUESTION_TOKENS_MAX: Final = 48
_PASSAGE_TOKENS_MAX: Final = 254
_HEADER_TOKENS_MAX: Final = 60
# <s>, "query" and ":" say nothing of the question, nor does </s>.
_PROMPT_TOKENS: Final = 3
# Passages of a large library that were read last, about 150 kB each.
_RECENT_MAX: Final = 256


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one passage: log-odds, before calibration.

    ``passage``: that the passage answers; ``sentences``: that each of its sentences does, ``-inf``
    for headings and for what lies beyond the reader's reach.
    """

    passage: float
    sentences: tuple[float, ...]


class Reader:
    """Reads questions and passages; safe to use from several threads."""

    def __init__(
        self,
        model: LightModel,
        library: LibraryKind,
        kept: TokenVectors | None = None,
        path: Path = READER_FILE,
    ) -> None:
        """Load the trained weights.

        :param model: the bundled embedding model, whose token vectors it was trained on.
        :param library: whose networks are to read.
        :param kept: passages that were read before; not used if another reader has read them.
        """
        self.model = model
        weights = path.read_bytes()
        self._digest = hashlib.sha256(weights).hexdigest()
        self._networks_of = read_networks(io.BytesIO(weights), Network)
        self._begin(library, kept)

    def over(self, library: LibraryKind, kept: TokenVectors | None) -> Reader:
        """Return a reader of another library that shares the weights; it is closed by itself."""
        other = copy(self)
        other._begin(library, kept)
        return other

    def _begin(self, library: LibraryKind, kept: TokenVectors | None) -> None:
        self._networks = self._networks_of[library]
        self.digest = f"{library} {self._digest}"
        self._pool = ThreadPoolExecutor(self.model.threads)
        self._kept = kept if kept is not None and kept.reader == self.digest else None
        self._recent: OrderedDict[tuple[str, Language], ReadPassage] = OrderedDict()
        self._lock = Lock()

    def vector(self, question: str) -> Array:
        """Return the bundled model's vector of a question."""
        found: Array = self.model.embed_queries([question])[0]
        return found

    def read(
        self, question: str, passages: Sequence[Passage], language: Language
    ) -> tuple[Reading, ...]:
        """Read a question with each passage, in ``language`` where a passage exists in it."""
        vectors = question_vectors(self.model, question)
        asked = [network.prepare(vectors) for network in self._networks]
        texts = self._texts(
            [(one, one.language if one.text_in(language) is None else language) for one in passages]
        )
        # One after the other: on two threads numpy's short calls take four times as long.
        return tuple(
            self._compare(asked, one, text) for one, text in zip(passages, texts, strict=True)
        )

    def close(self) -> None:
        """Stop its threads."""
        self._pool.shutdown()

    def read_ahead(self, texts: Iterable[tuple[Passage, Language]]) -> Iterator[ReadPassage]:
        """Read passages before anything is asked, each in a language; 25 ms each for a thread."""
        return self._pool.map(self._read_text, texts)

    def _read_text(self, text: tuple[Passage, Language]) -> ReadPassage:
        passage, language = text
        header = " – ".join(passage.headings_in(language))
        body = range(passage.headings, len(passage.sentences))
        sentences = [" ".join(passage.sentence_in(one, language).split()) for one in body]
        tokens, owners = passage_tokens(self.model, header, sentences)
        states = self.model.token_states(tokens)
        vectors = np.concatenate([network.prepare(states) for network in self._networks], axis=1)
        in_sentence = owners >= 0
        owners[in_sentence] += passage.headings
        return ReadPassage(vectors.astype(np.float16), owners.astype(np.int16))

    def _compare(self, asked: Sequence[Array], passage: Passage, read: ReadPassage) -> Reading:
        log_odds = np.full(len(passage.sentences), -np.inf)
        positions = sorted(set(read.owners.tolist()) - {-1})
        if not positions:
            return Reading(float("-inf"), tuple(log_odds.tolist()))
        tokens = [read.owners == position for position in positions]
        vectors = np.split(read.vectors.astype(np.float32), len(self._networks), axis=1)
        found = [
            network.compare(one, text, tokens)
            for network, one, text in zip(self._networks, asked, vectors, strict=True)
        ]
        log_odds[positions] = np.mean([of_sentences for _, of_sentences in found], axis=0)
        return Reading(
            sum(of_passage for of_passage, _ in found) / len(found), tuple(log_odds.tolist())
        )

    def _texts(self, wanted: Sequence[tuple[Passage, Language]]) -> list[ReadPassage]:
        """Return passages as the networks compare them, reading those that were not read before."""
        known = [self._known(*one) for one in wanted]
        fresh = self.read_ahead([one for one, read in zip(wanted, known, strict=True) if not read])
        texts = []
        for (passage, language), before in zip(wanted, known, strict=True):
            read = before or next(fresh)
            if before is None:
                with self._lock:
                    self._recent[passage.id, language] = read
                    if len(self._recent) > _RECENT_MAX:
                        self._recent.popitem(last=False)
            texts.append(read)
        return texts

    def _known(self, passage: Passage, language: Language) -> ReadPassage | None:
        if self._kept and (kept := self._kept.find(passage, language)) is not None:
            return kept
        with self._lock:
            if (passage.id, language) in self._recent:
                self._recent.move_to_end((passage.id, language))
            return self._recent.get((passage.id, language))


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

"""Keyword search: BM25 over stemmed words, one index per language.

Robertson & Zaragoza 2009, as computed by bm25s (Lù 2024, "BM25S: Orders of magnitude faster
lexical search via eager sparse scoring"). A word of a question that no text holds counts as the
one that is a typing error away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from corpus import Language
from corpus.words import tokens

if TYPE_CHECKING:
    import bm25s

# A shorter word has other words beside it that are no error.
_CORRECTED_LENGTH_MIN: Final = 5


class KeywordIndex:
    """BM25 scores of every text of one language for a question."""

    def __init__(self, index: bm25s.BM25, language: Language, size: int) -> None:
        self._index = index
        self._language = language
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str], language: Language) -> KeywordIndex:
        """Index ``texts``; positions in the scores are positions in this list."""
        import bm25s

        index = bm25s.BM25(k1=1.2, b=0.75)
        corpus = [tokens(text, language) or [""] for text in texts]
        if corpus:
            index.index(corpus, show_progress=False)
        return cls(index, language, len(texts))

    @classmethod
    def load(cls, folder: Path, language: Language, size: int) -> KeywordIndex:
        """Open a saved index; its arrays are mapped, not read."""
        import bm25s

        index = bm25s.BM25.load(folder, mmap=True) if size else bm25s.BM25()
        return cls(index, language, size)

    def save(self, folder: Path) -> None:
        """Write the index to ``folder``."""
        if self._size:
            self._index.save(folder, show_progress=False)

    def scores(self, question: str) -> NDArray[np.float32]:
        """Return one score per text, shape ``(size,)``; 0 where no word of the question occurs."""
        if not self._size:
            return np.zeros(0, dtype=np.float32)
        known = [word for word in self._words(question) if word in self._vocabulary]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        found: NDArray[np.float32] = self._index.get_scores(known)
        return found

    def word_weights(self, question: str) -> dict[str, float]:
        """Return the inverse document frequency of each stemmed word of a question.

        ``ln(1 + (N - n + 0.5) / (n + 0.5))`` with ``n`` of ``N`` texts holding the word; a word
        that no text holds weighs most (``n = 0``): see :meth:`known_words`.
        """
        weights = {}
        for word in set(self._words(question)):
            found = self._document_frequency(word)
            weights[word] = math.log(1 + (self._size - found + 0.5) / (found + 0.5))
        return weights

    def known_words(self, question: str) -> frozenset[str]:
        """Return the stemmed words of a question that some text holds."""
        return frozenset(word for word in self._words(question) if self._document_frequency(word))

    def vocabulary(self) -> list[str]:
        """Return every stemmed word of the texts."""
        return list(self._vocabulary) if self._size else []

    def _words(self, question: str) -> list[str]:
        """Return the stemmed words of a question, typing errors corrected."""
        return [self._corrected(word) for word in tokens(question, self._language)]

    def _corrected(self, word: str) -> str:
        if not self._size or word in self._vocabulary or len(word) < _CORRECTED_LENGTH_MIN:
            return word
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extractOne

        nearest = extractOne(word, self._vocabulary.keys(), scorer=OSA.distance, score_cutoff=1)
        return word if nearest is None else str(nearest[0])

    def _document_frequency(self, word: str) -> int:
        number = self._vocabulary.get(word) if self._size else None
        if number is None:
            return 0
        pointers = self._index.scores["indptr"]
        return int(pointers[number + 1] - pointers[number])

    @property
    def _vocabulary(self) -> dict[str, int]:
        vocabulary: dict[str, int] = self._index.vocab_dict
        return vocabulary

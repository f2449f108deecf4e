"""Hybrid search over an opened index.

For a question in one language, four searches: passage vectors, sentence vectors, catalogue
questions and keywords. A passage that exists in the question's language is searched in that
language (its translation counts as its text); one that exists only in the other language is
searched there, by language-centred vectors. Keywords never cross languages, so they order only the
passages in the question's language; which group gets which place is decided by vectors.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus import Language, detect_language, other_language
from index.answerability import Answerability
from index.background import Background
from index.builds import Manifest, check_whole, read_manifest
from index.candidates import Candidate, in_order, ranked
from index.centring import Centring
from index.chroma_server import ChromaServer
from index.embedding import EmbeddingModel
from index.entries import SEARCHED_KINDS, EntryKind, collection_name, passage_and_position
from index.errors import IndexMissing
from index.fusion import Weights, merge_by_slots
from index.in_use import hold
from index.keywords import KeywordIndex
from index.known_questions import KnownQuestions
from index.ranking import RankedPassage
from index.reader.token_vectors import TokenVectors
from index.records import Records
from index.store import load_chroma, store_to_read

# Entries asked of each collection. A library of a hundred passages has a thousand sentences and
# questions; beyond 256 none of them changes the first ten results.
_NEIGHBOURS: Final = 256
_KEYWORD_CANDIDATES: Final = 200

# For a library with a catalogue, by the grid in eval/choices.md; and for bare documents, and where
# passages in both languages compete: on a mixed FAQ and on the shipped library without its
# translations, and it held for pages of others in one language.
CATALOGUED: Final = Weights(passages=1.0, sentences=1.0, keywords=2.0, questions=0.5)
PLAIN: Final = Weights(passages=1.0, sentences=0.2, keywords=0.3, questions=0.5)
# Where documents in two languages compete for the same places, each further passage of a document
# ranks as if it scored this much less (in standard deviations): the next document may hold the
# answer in the other language. Beyond the window nobody reads.
_REPEATED_DOCUMENT: Final = 0.4
_SPREAD_WINDOW: Final = 100


@dataclass(frozen=True, slots=True)
class _Keywords:
    """The keywords of one language; ``there``: the numbers of the passages that exist in it."""

    index: KeywordIndex
    passages: NDArray[np.int64]
    there: frozenset[int]


class SearchIndex:
    """One opened build: its records, and search in it."""

    def __init__(
        self,
        build: Path,
        model: EmbeddingModel,
        server: ChromaServer | None = None,
    ) -> None:
        """Open a build.

        :param server: which holds its vectors; default: its own folder does.
        :raises IndexMissing: it was made with another model, or its vectors are elsewhere.
        :raises IndexDamaged: a part of it is not as it was written.
        :raises StoreUnusable: Chroma cannot be used.
        """
        self.build = build
        self.manifest: Manifest = read_manifest(build)
        if self.manifest.model_fingerprint != model.fingerprint:
            raise IndexMissing(
                f"The index was made with the embedding model {self.manifest.model}, not with "
                f"{model.name}; run `assistant index` to make it again."
            )
        self._weights = CATALOGUED if self.manifest.library == "catalogued" else PLAIN
        self._held = hold(build)
        with ThreadPoolExecutor(1) as beside:
            whole = beside.submit(check_whole, build, self.manifest)
            load_chroma()  # takes longer, and opens nothing
            whole.result()
        self.records = Records(build / "records.sqlite")
        self.token_vectors = TokenVectors(build)
        self.model = model
        self._centring = Centring.load(build / "centring.npz")
        self._store = store_to_read(build, server)
        answerability = Answerability.load(build / "answerability.npz")
        self.known_questions = KnownQuestions(self._store, self.records, answerability)
        self._store.check_sizes(self.manifest.entries)
        self._keywords = {language: _load_keywords(build, language) for language in ("nl", "en")}

    def search(
        self,
        question: str,
        count: int,
        language: Language | None = None,
        also: str = "",
        vector: NDArray[np.float32] | None = None,
        within: frozenset[str] = frozenset(),
    ) -> list[RankedPassage]:
        """Return the ``count`` best passages for a question, best first.

        :param also: further words to look for as keywords, such as other names of what is asked.
        :param vector: of the question (:meth:`query_vector`), where it is known already.
        :param within: the ids of the documents to search in; none: all of them.
        """
        language = language or detect_language(question, is_question=True)
        vector = self.query_vector(question, language) if vector is None else vector
        ranking = self._rank(f"{question} {also}", vector, language, within)[:count]
        passages = self.records.passages([number for number, _, _ in ranking])
        return [
            candidate.as_ranked(passage, score)
            for passage, (_, candidate, score) in zip(passages, ranking, strict=True)
        ]

    def background(self, kind: EntryKind, language: Language) -> Background:
        """Return how near questions about anything else come to entries of a kind.

        :param language: of the question.
        """
        return self.manifest.background.get(collection_name(kind, language), Background())

    def query_vector(self, question: str, language: Language) -> NDArray[np.float32]:
        """Return the vector of a question, centred for its language; shape ``(dimensions,)``."""
        found: NDArray[np.float32] = self._centring(
            self.model.embed_queries([question]), "query", language
        )[0]
        return found

    def word_weights(self, question: str, language: Language) -> dict[str, float]:
        """Return how rare each stemmed word of a question is in the library's texts."""
        return self._keywords[language].index.word_weights(question)

    def vocabulary(self) -> list[str]:
        """Return every stemmed word of the library, both languages."""
        return [
            word for keywords in self._keywords.values() for word in keywords.index.vocabulary()
        ]

    def known_words(self, question: str, language: Language) -> frozenset[str]:
        """Return the stemmed words of a question that the library's texts hold."""
        return self._keywords[language].index.known_words(question)

    def _rank(
        self,
        words: str,
        vector: NDArray[np.float32],
        language: Language,
        within: frozenset[str],
    ) -> list[tuple[int, Candidate, float]]:
        """Return every candidate as (passage number, what is known of it, score), best first."""
        own = self._candidates(words, vector, language, within)
        in_own = self._keywords[language].there
        if len(in_own) == self.manifest.passages:
            # Every passage exists in the question's language: nothing to look for in the other.
            return in_order(own, self._weights)
        far = {
            number: candidate
            for number, candidate in self._candidates(
                words, vector, other_language(language), within, asked_in=language
            ).items()
            if number not in in_own
        }
        if far:
            return self._merged(own, far)
        return in_order(own, self._weights)

    def _merged(
        self, own: dict[int, Candidate], far: dict[int, Candidate]
    ) -> list[tuple[int, Candidate, float]]:
        """Rank passages in the question's language and in the other by what both can have.

        BM25 of a question in another language counts the few words that mean something else there
        ("me", "van"), so in the other language keywords have no say at all.
        """
        everyone = {**own, **far}
        by_vectors = replace(PLAIN, keywords=0.0)
        order, scores = ranked(everyone, by_vectors)
        merged = merge_by_slots(
            order,
            {number: int(number in far) for number in everyone},
            {0: ranked(own, PLAIN)[0], 1: ranked(far, by_vectors)[0]},
        )
        return [(number, everyone[number], score) for number, score in self._spread(merged, scores)]

    def _spread(self, ranking: Sequence[int], scores: Sequence[float]) -> list[tuple[int, float]]:
        """Rank further passages of the same document lower; scores still descend."""
        window = self.records.passages(ranking[:_SPREAD_WINDOW])
        seen: Counter[str] = Counter()
        lowered: list[tuple[int, float]] = []
        for passage, number, score in zip(window, ranking, scores, strict=False):
            lowered.append((number, score - _REPEATED_DOCUMENT * seen[passage.document]))
            seen[passage.document] += 1
        lowered.sort(key=lambda pair: -pair[1])
        lowest = lowered[-1][1] if lowered else 0.0
        rest = zip(ranking[_SPREAD_WINDOW:], scores[_SPREAD_WINDOW:], strict=True)
        return [*lowered, *((number, min(score, lowest)) for number, score in rest)]

    def _candidates(
        self,
        words: str,
        vector: NDArray[np.float32],
        language: Language,
        within: frozenset[str],
        asked_in: Language | None = None,
    ) -> dict[int, Candidate]:
        """Return what the four searches find among the passages of one language, by their number.

        :param asked_in: the question's language, where it is another: what a passage answers is
            known in both.
        """
        keywords = self._keywords[language]
        searched = [(kind, language) for kind in SEARCHED_KINDS]
        if asked_in is not None:
            searched.append(("questions", asked_in))
        found: defaultdict[int, Candidate] = defaultdict(Candidate)
        for kind, spoken in searched:
            near = self._store.nearest(collection_name(kind, spoken), vector, _NEIGHBOURS, within)
            for identifier, similarity in zip(near.ids, near.similarities, strict=True):
                number, position = passage_and_position(identifier)
                if number in keywords.there:
                    found[number].note(kind, position, float(similarity))
        scores = keywords.index.scores(words)
        if within:
            scores = np.where(
                np.isin(keywords.passages, self.records.numbers_of(within)), scores, 0
            )
        if scores.size:
            count = min(_KEYWORD_CANDIDATES, scores.size)
            for place in np.argpartition(-scores, count - 1)[:count]:
                if scores[place] > 0:
                    found[int(keywords.passages[place])].keywords = float(scores[place])
            for number, candidate in found.items():
                place = int(np.searchsorted(keywords.passages, number))
                candidate.keywords = float(scores[place])
        return dict(found)

    def close(self) -> None:
        """Close the index's files."""
        self._store.close()
        self.records.close()
        self._held.close()


def _load_keywords(build: Path, language: Language) -> _Keywords:
    folder = build / f"keywords_{language}"
    passages = np.load(folder / "passages.npy")
    index = KeywordIndex.load(folder, language, len(passages))
    return _Keywords(index, passages, frozenset(passages.tolist()))

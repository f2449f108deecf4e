"""The questions that are known of a library: those that it answers, and those that it leaves open."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus import LANGUAGES, Language
from index.answerability import Answerability
from index.entries import EntryKind, collection_name, passage_and_position, question_of
from index.passages import Passage
from index.records import Records
from index.store import VectorStore

# How near a question is to those that the library leaves open: the mean of so many.
_OPEN_NEIGHBOURS: Final = 3
# Votes of known questions: so many of each kind and language, weighted by exp(cosine / width).
_VOTES: Final = 30
_VOTE_WIDTH: Final = 0.05
_VOTES_MIN: Final = 1e-12
# Of so many known questions three can be shown and lead to different sections.
_NEAREST: Final = 100


@dataclass(frozen=True, slots=True)
class OpenNearness:
    """How near a question comes to known questions that the library leaves open.

    ``similarity``: mean cosine of the nearest three; ``odds``: logarithm of their votes over those
    of the known questions that it answers (Nadaraya 1964 and Watson 1964, with weights
    ``exp(cosine / 0.05)``); ``learnt``: the log-odds of :mod:`index.answerability` that it is open.
    """

    similarity: float
    odds: float
    learnt: float


class KnownQuestions:
    """Search among the known questions of a build."""

    def __init__(self, store: VectorStore, records: Records, answerability: Answerability) -> None:
        self._store = store
        self._records = records
        self._answerability = answerability

    def open_nearness(
        self, vector: NDArray[np.float32], within: frozenset[str] = frozenset()
    ) -> OpenNearness | None:
        """Return how near a question comes to those that the library is known to leave open.

        :param vector: of the question (``SearchIndex.query_vector``).
        :param within: the ids of the documents to answer from; none: all of them. What others
            answer, these leave open: counted for neither, questions of other documents were
            answered from a wrong document 40 times in 60, so once.
        :return: ``None`` if these documents name no such questions.
        """
        answered = self._asked("questions", vector, within)
        left_open = self._asked("open_questions", vector)
        if within and answered.size:
            others = self._asked("questions", vector, within, beyond=True)
            left_open = np.concatenate([left_open, others])
        if not left_open.size or (within and not answered.size):
            return None
        votes = [float(np.exp((one - 1) / _VOTE_WIDTH).sum()) for one in (left_open, answered)]
        nearest = np.sort(left_open)[-_OPEN_NEIGHBOURS:]
        return OpenNearness(
            similarity=float(nearest.mean()),
            odds=math.log(votes[0]) - math.log(max(votes[1], _VOTES_MIN)),
            # It knows of no chosen documents.
            learnt=0.0 if within else -self._answerability.log_odds(vector),
        )

    def nearest(
        self,
        vector: NDArray[np.float32],
        language: Language,
        within: frozenset[str] = frozenset(),
    ) -> Iterator[tuple[Passage, str]]:
        """Yield the known questions in a language that come nearest and can be shown.

        :param vector: of the question (``SearchIndex.query_vector``).
        :return: each after a passage that it is known of, nearest first.
        """
        name = collection_name("questions", language)
        near = self._store.nearest(name, vector, _NEAREST, within)
        numbers = [passage_and_position(one)[0] for one in near.ids]
        for entry_id, passage in zip(near.ids, self._records.passages(numbers), strict=True):
            entry, question = question_of(
                entry_id, passage, self._records[passage.document], language
            )
            if question in entry.shown_questions(language):
                yield passage, question

    def _asked(
        self,
        kind: EntryKind,
        vector: NDArray[np.float32],
        within: frozenset[str] = frozenset(),
        *,
        beyond: bool = False,
    ) -> NDArray[np.float32]:
        """Return the cosines of the nearest known questions of a kind, in both languages."""
        return np.concatenate(
            [
                self._store.nearest(name, vector, _VOTES, within, beyond=beyond).similarities
                for name in (collection_name(kind, asked_in) for asked_in in LANGUAGES)
            ]
        )

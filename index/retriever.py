"""The search as a LangChain retriever: the only module of the index that knows LangChain."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict, Field

from corpus import Language
from index.known_questions import OpenNearness
from index.passages import Passage
from index.ranking import RankedPassage
from index.search import SearchIndex


class HybridRetriever(BaseRetriever):
    """Hybrid search over both languages as a LangChain ``BaseRetriever``.

    Use it in any LangChain chain with ``invoke(question)``; the documents it returns carry the
    passage's id, document, section and score as metadata, best first.

    ``within``: the ids of the documents that are searched in; none: all of them.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: SearchIndex
    count: int = Field(10, gt=0)
    within: frozenset[str] = frozenset()

    def limited_to(self, documents: frozenset[str]) -> HybridRetriever:
        """Return the same search within some documents; within all of them if none is given."""
        return HybridRetriever(index=self.index, count=self.count, within=documents)

    def search(
        self,
        question: str,
        count: int | None = None,
        language: Language | None = None,
        also: str = "",
        vector: NDArray[np.float32] | None = None,
    ) -> list[RankedPassage]:
        """Return the best passages as plain values, best first.

        :param language: the question's language; detected when not given.
        :param also: further words to look for as keywords only.
        :param vector: of the question, where it is known already.
        """
        return self.index.search(question, count or self.count, language, also, vector, self.within)

    def nearest_questions(
        self, question: str, asked_in: Language, language: Language
    ) -> Iterator[tuple[Passage, str]]:
        """Yield the known questions in ``language`` that come nearest, each after its passage."""
        vector = self.index.query_vector(question, asked_in)
        return self.index.known_questions.nearest(vector, language, self.within)

    def open_nearness(self, vector: NDArray[np.float32]) -> OpenNearness | None:
        """Return how near a question comes to those that these documents leave open."""
        return self.index.known_questions.open_nearness(vector, self.within)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  # LangChain passes it by name
    ) -> list[LangChainDocument]:
        return [
            LangChainDocument(
                id=ranked.passage.id,
                page_content=ranked.passage.text,
                metadata={
                    "document": ranked.passage.document,
                    "title": ranked.passage.title,
                    "language": ranked.passage.language,
                    "section": list(ranked.passage.section),
                    "start": ranked.passage.start,
                    "end": ranked.passage.end,
                    "score": ranked.score,
                },
            )
            for ranked in self.search(query)
        ]

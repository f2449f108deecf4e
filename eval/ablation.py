"""What each part of the search adds: the same questions, one part more in every row.

The rows are built from the parts themselves (vectors, keywords, catalogue), outside the index, so
that a row needs no index of its own; the last row is the search as it is. Follow-ups are asked as
standalone questions in every row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from assistant import Assistant
from assistant.understanding.query_rewriting import standalone_question
from assistant.understanding.turns import follows_up
from corpus import LANGUAGES, Document, Language
from eval.evidence import held_evidence
from eval.questions import Question
from eval.run import direction
from index.centring import Centring
from index.embedding import EmbeddingModel
from index.entries import catalogue_of, keyword_text, passage_entries
from index.fusion import z_scores
from index.keywords import KeywordIndex
from index.passages import Passage

_RANK_CONSTANT: Final = 60  # of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009)
_Scores = NDArray[np.float64]
_Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class AblationRow:
    """Shares of questions with evidence among the first passages.

    ``hit_at_5_by_direction`` is by language direction, such as ``nl→en``.
    """

    name: str
    questions: int
    hit_at_1: float
    hit_at_5: float
    hit_at_5_by_direction: Mapping[str, float]


def ablation(assistant: Assistant, questions: Sequence[Question]) -> tuple[AblationRow, ...]:
    """Return a row per stage of the search, from plain vectors to the search as it is."""
    index = assistant.retriever.index
    documents = assistant.documents
    passages = index.records.passages(range(index.manifest.passages))
    parts = _Parts(passages, documents, index.model, Centring.load(index.build / "centring.npz"))
    asked = [question for question in questions if question.is_answerable]
    standalone = [
        standalone_question(
            question.text,
            question.history,
            follows_up=follows_up(question.text, assistant.reader.vector(question.text)),
        )
        for question in asked
    ]
    vectors = index.model.embed_queries(standalone)
    rows = []
    for name, stage in _STAGES.items():
        ranks = [
            _rank(question, passages, stage(parts, _Asked(text, vector, question.language)))
            for question, text, vector in zip(asked, standalone, vectors, strict=True)
        ]
        rows.append(_row(name, asked, ranks, documents))
    shipped = [_shipped_rank(assistant, question) for question in asked]
    return (*rows, _row(_SHIPPED, asked, shipped, documents))


def ablation_table(rows: Sequence[AblationRow]) -> Table:
    """Return the rows as a table."""
    names = list(rows[-1].hit_at_5_by_direction)
    table = Table(title="What each part of the search adds", title_justify="left")
    table.add_column("", justify="left")
    for head in ("n", "Hit@1", "Hit@5", *(f"Hit@5 {name}" for name in names)):
        table.add_column(head, justify="right")
    for row in rows:
        shares = (row.hit_at_1, row.hit_at_5, *(row.hit_at_5_by_direction[name] for name in names))
        table.add_row(row.name, str(row.questions), *(f"{share:.2f}" for share in shares))
    return table


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that stands on its own, with the model's vector of it."""

    text: str
    vector: _Vectors
    language: Language


class _Parts:
    """The scores that every part of the search gives to all passages, each made when needed."""

    def __init__(
        self,
        passages: Sequence[Passage],
        documents: Mapping[str, Document],
        model: EmbeddingModel,
        centring: Centring,
    ) -> None:
        self._passages = passages
        self._documents = documents
        self._model = model
        self._centring = centring

    def raw(self, asked: _Asked) -> _Scores:
        """Return cosines with the passages in their own language."""
        return np.asarray(self._originals @ asked.vector, dtype=np.float64)

    def centred(self, asked: _Asked) -> _Scores:
        """Return the same with each language's mean taken out."""
        scores = np.zeros(len(self._passages))
        query = self._centred(asked)
        for own in LANGUAGES:
            places = [n for n, passage in enumerate(self._passages) if passage.language == own]
            scores[places] = self._centring(self._originals[places], "passage", own) @ query
        return scores

    def fused_ranks(self, asked: _Asked) -> _Scores:
        """Return vectors and keywords of the originals by reciprocal rank fusion.

        Keywords are stemmed as Dutch and as English, and the higher of both counts.
        """
        dutch, english = (index.scores(asked.text) for index in self._original_keywords)
        total = np.zeros(len(self._passages))
        for scores in (self.raw(asked), np.maximum(dutch, english).astype(np.float64)):
            ranks = np.argsort(np.argsort(-scores, kind="stable"), kind="stable")
            total += 1.0 / (_RANK_CONSTANT + 1 + ranks)
        return total

    def both_languages(self, asked: _Asked) -> _Scores:
        """Return passages, sentences and keywords in the language of the question."""
        return self._vectors(asked) + self._words(asked, with_catalogue=False)

    def with_catalogue(self, asked: _Asked) -> _Scores:
        """Return the same with catalogue and names among the keywords."""
        return self._vectors(asked) + 2 * self._words(asked, with_catalogue=True)

    def with_questions(self, asked: _Asked) -> _Scores:
        """Return the same with the questions of the catalogue."""
        return self.with_catalogue(asked) + 0.5 * self._near("questions", asked)

    def _vectors(self, asked: _Asked) -> _Scores:
        return self._near("passages", asked) + self._near("sentences", asked)

    def _near(self, kind: str, asked: _Asked) -> _Scores:
        """Return the best cosine with a passage's entries of one kind, as z-scores."""
        matrix, owners = self._entries[kind, asked.language]
        scores = np.full(len(self._passages), -1.0)
        np.maximum.at(scores, owners, matrix @ self._centred(asked))
        return z_scores(scores)

    def _words(self, asked: _Asked, *, with_catalogue: bool) -> _Scores:
        """Return BM25 over the texts in the language of the question, as z-scores."""
        index = self._keywords[asked.language, with_catalogue]
        return z_scores(index.scores(asked.text).astype(np.float64))

    def _centred(self, asked: _Asked) -> _Vectors:
        query: _Vectors = self._centring(asked.vector[np.newaxis, :], "query", asked.language)[0]
        return query

    @cached_property
    def _originals(self) -> _Vectors:
        return self._model.embed_passages([passage.text for passage in self._passages])

    @cached_property
    def _original_keywords(self) -> list[KeywordIndex]:
        texts = [passage.text for passage in self._passages]
        return [KeywordIndex.build(texts, language) for language in LANGUAGES]

    @cached_property
    def _keywords(self) -> dict[tuple[Language, bool], KeywordIndex]:
        return {
            (language, with_catalogue): KeywordIndex.build(
                [self._keyword_text(one, language, with_catalogue) for one in self._passages],
                language,
            )
            for language in LANGUAGES
            for with_catalogue in (False, True)
        }

    def _keyword_text(self, passage: Passage, language: Language, with_catalogue: bool) -> str:
        document = self._documents[passage.document]
        if not with_catalogue:
            return "\n".join((*passage.headings_in(language), passage.text_in(language) or ""))
        return keyword_text(passage, document, catalogue_of(passage, document), language)

    @cached_property
    def _entries(self) -> dict[tuple[str, Language], tuple[_Vectors, NDArray[np.int64]]]:
        found = {}
        for language in LANGUAGES:
            entries = [
                entry
                for number, passage in enumerate(self._passages)
                for entry in passage_entries(
                    number,
                    passage,
                    self._documents[passage.document],
                    catalogue_of(passage, self._documents[passage.document]),
                    language,
                    with_sentences=True,
                )
            ]
            for kind in ("passages", "sentences", "questions"):
                chosen = [entry for entry in entries if entry.kind == kind]
                texts = [entry.text for entry in chosen]
                embed = (
                    self._model.embed_queries if kind == "questions" else self._model.embed_passages
                )
                role = chosen[0].role
                found[kind, language] = (
                    self._centring(embed(texts), role, language),
                    np.array([entry.passage for entry in chosen]),
                )
        return found


_STAGES: Final[dict[str, Callable[[_Parts, _Asked], _Scores]]] = {
    "vectors of the originals": _Parts.raw,
    "the same, languages centred": _Parts.centred,
    "vectors and keywords of the originals, rank fusion": _Parts.fused_ranks,
    "both languages: passages + sentences + keywords": _Parts.both_languages,
    "+ catalogue and names in the keywords": _Parts.with_catalogue,
    "+ catalogue questions": _Parts.with_questions,
}
_SHIPPED: Final = "+ glossary, named sources, parts of a question (as shipped)"


def _rank(question: Question, passages: Sequence[Passage], scores: _Scores) -> int | None:
    order = np.argsort(-scores, kind="stable")[:10]
    return _first_with_evidence(question, [passages[place] for place in order])


def _shipped_rank(assistant: Assistant, question: Question) -> int | None:
    reply = assistant.ask(question.text, question.history)
    return _first_with_evidence(question, [ranked.passage for ranked in reply.passages])


def _first_with_evidence(question: Question, found: Sequence[Passage]) -> int | None:
    for place, passage in enumerate(found, start=1):
        if held_evidence(passage, question.evidence):
            return place
    return None


def _row(
    name: str,
    questions: Sequence[Question],
    ranks: Sequence[int | None],
    documents: Mapping[str, Document],
) -> AblationRow:
    directions = [direction(question, documents) or "" for question in questions]

    def share(count: int, of: str | None = None) -> float:
        chosen = [rank for rank, own in zip(ranks, directions, strict=True) if of in (None, own)]
        return sum(rank is not None and rank <= count for rank in chosen) / len(chosen)

    return AblationRow(
        name,
        len(questions),
        share(1),
        share(5),
        {own: share(5, own) for own in sorted(set(directions))},
    )

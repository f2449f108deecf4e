"""From a written statement to a checked one: is its quote real, and does it carry the statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import CheckedStatement, Citation
from assistant.chat_model.facts import names
from assistant.chat_model.quotation_search import FoundQuote, find_quote
from assistant.chat_model.statements import WrittenStatement
from assistant.chat_model.support import Comparison, objection
from assistant.writing.statement import statement_of
from corpus import LANGUAGES, Document, Language
from corpus.words import tokens
from index.passages import Passage


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks statements against the sources that a chat model was given.

    ``sources``: passages by the id that the model cites them by; ``others``: further passages that
    were found, in which a quote may stand as well.
    """

    sources: Mapping[str, Passage]
    others: Sequence[Passage]
    documents: Mapping[str, Document]
    language: Language
    question: str
    comparison: Comparison

    def check(self, written: WrittenStatement) -> CheckedStatement:
        """Return a statement with the quotation that was found for it, and what is against it.

        The citation's number is 0: it gets one when the answer is put together.
        """
        named = self.sources.get(written.source)
        found = find_quote(written.quote, named) if named is not None else None
        is_elsewhere = found is None
        if found is None:
            found = self._find_elsewhere(written.quote)
        if found is None:
            return CheckedStatement(written.text, is_cited=written.is_cited)
        return CheckedStatement(
            written.text,
            is_cited=True,
            citation=_citation(found, self.documents, self.language),
            objection=objection(written.text, found, self.language, self.question, self.comparison),
            is_reattributed=is_elsewhere,
        )

    def _find_elsewhere(self, quote: str) -> FoundQuote | None:
        for passage in (*self.sources.values(), *self.others):
            found = find_quote(quote, passage)
            if found is not None:
                return found
        return None


def compare_by(
    word_weights: Callable[[str, Language], Mapping[str, float]],
    known_words: Callable[[str, Language], frozenset[str]],
    log_odds: Callable[[str, str], float],
    passages: Sequence[Passage],
) -> Comparison:
    """Return how statements are compared with quotations of these passages.

    The first three are as in :class:`assistant.chat_model.support.Comparison`.
    """
    known = {
        name
        for passage in passages
        for text in (passage.text, passage.translation or "", *passage.headings_in("nl"))
        for name in names(text)
    }
    subjects = {
        language: frozenset(
            word
            for passage in passages
            for heading in passage.headings_in(language)
            for word in tokens(heading, language)
        )
        for language in LANGUAGES
    }
    return Comparison(word_weights, known_words, log_odds, frozenset(known), subjects)


def _citation(found: FoundQuote, documents: Mapping[str, Document], language: Language) -> Citation:
    document = documents[found.passage.document]
    return statement_of(document, found.sentences, language).quotation.cited(0)

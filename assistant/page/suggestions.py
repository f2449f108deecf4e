"""What to ask next: questions of the catalogue that the library is known to answer.

Each was written for a passage that answers it. Taken are those of the passages near the answer
whose text was not shown yet, nearest first, one of each passage. The catalogue is written for
finding: in everyday words, so that a third of its questions shares too little with its passage to
be answered with a quotation (92 of 250 drawn at random). So each is asked first, of the writer of
quotations, which takes 100 ms.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from assistant.answer import Citation, Outcome, Reply
from assistant.page.conversation import Assistant
from assistant.service import Assistant as OpenedAssistant
from assistant.understanding.turns import follows_up
from corpus import Document, Language, detect_language
from corpus.catalogue import CatalogueEntry
from corpus.words import tokens
from index.passages import Passage

SUGGESTIONS_MAX: Final = 3
_NOTHING_FURTHER: Final[frozenset[Outcome]] = frozenset({"outside_subject", "courtesy", "unclear"})
# As many words in common as make two questions ask the same.
_SAME_SHARE: Final = 0.6
# Three lines of a button where three stand side by side; 0.92 of the entries have one so short.
_CHARACTERS_MAX: Final = 60
# The answer is on the page already; who reads it does not wait for these.
_TIME_S: Final = 2.0
_PATIENCE_S: Final = 1.5


class _Stretch(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Suggestions:
    """Finds what to ask next; safe to use from several threads.

    :param ask: answers a question with quotations; ``None``: every question is taken as answered.
    :param leans: tells whether a question would be read as following on; it is not offered then.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        ask: Callable[[str], Reply] | None = None,
        time_s: float = _TIME_S,
        leans: Callable[[str], bool] | None = None,
    ) -> None:
        self._documents = documents
        self.ask = ask
        self.leans = leans
        self._time_s = time_s
        self._is_answered: dict[str, bool] = {}
        # One at a time: those who wait for an answer go first.
        self._busy = threading.Lock()

    @classmethod
    def of(cls, assistant: Assistant) -> Suggestions:
        """Return what finds questions that an assistant answers.

        They are tried with quotations, whatever writes its answers: a chat model would take
        seconds, and is asked nothing that quotations do not answer.
        """
        if not isinstance(assistant, OpenedAssistant):
            return cls(assistant.documents)

        def leans(question: str) -> bool:
            return follows_up(question, assistant.reader.vector(question))

        return cls(assistant.documents, assistant.quoting.ask, leans=leans)

    def warm_up(self) -> None:
        """Answer one question of the catalogue, if there is one, so that the next takes less."""
        # Without grammar words, statistics tell the language: 70 MB that take 0.8 s to load.
        detect_language("x")
        entries = (entry for document in self._documents.values() for entry in document.catalogue)
        question = next((one for entry in entries for one in entry.questions_nl), None)
        if question is not None and self.ask is not None:
            self.ask(question)

    def after(self, replies: Sequence[Reply], count: int = SUGGESTIONS_MAX) -> tuple[str, ...]:
        """Return questions to ask after the last of ``replies``, in the language of its answer.

        Fewer, when no more are found in the time there is. None after a question that has nothing
        to do with the library, or that was asked back.
        """
        if not replies or replies[-1].answer.outcome in _NOTHING_FURTHER:
            return ()
        if not self._busy.acquire(timeout=_PATIENCE_S):
            return ()
        try:
            return self._find(replies, count)
        finally:
            self._busy.release()

    def _find(self, replies: Sequence[Reply], count: int) -> tuple[str, ...]:
        ends = time.monotonic() + self._time_s
        language = replies[-1].answer.language
        known = [_words(text, language) for one in replies for text in _asked(one)]
        chosen: list[str] = []
        for ranked in replies[-1].passages:
            for question, entry in _candidates(ranked.passage, replies, self._documents, language):
                if len(chosen) == count or time.monotonic() > ends:
                    return tuple(chosen)
                words = _words(question, language)
                if not any(_is_same(words, other) for other in known) and self._answers(
                    question, entry, ranked.passage.document
                ):
                    chosen.append(question)
                    known.append(words)
                    break
        return tuple(chosen)

    def _answers(self, question: str, entry: CatalogueEntry, document: str) -> bool:
        """Tell whether a question is answered, and from the passage that it was written for."""
        if self.ask is None:
            return True
        if question not in self._is_answered:
            self._is_answered[question] = not self._leans(question) and any(
                citation.document == document and _overlaps(citation, entry)
                for citation in self._quoted(question)
            )
        return self._is_answered[question]

    def _leans(self, question: str) -> bool:
        return self.leans is not None and self.leans(question)

    def _quoted(self, question: str) -> Sequence[Citation]:
        assert self.ask is not None
        answer = self.ask(question).answer
        return answer.citations if answer.outcome == "answered" else ()


def _candidates(
    passage: Passage,
    replies: Sequence[Reply],
    documents: Mapping[str, Document],
    language: Language,
) -> Iterator[tuple[str, CatalogueEntry]]:
    """Yield questions for a passage, those that share most words with it first.

    None of a stretch that was quoted already.
    """
    quoted = [
        citation
        for reply in replies
        for citation in reply.answer.citations
        if citation.document == passage.document
    ]
    said = _words(passage.text_in(language) or passage.text, language)
    # After an answer from a build before this one, its document may be gone.
    document = documents.get(passage.document)
    for entry in document.catalogue if document is not None else ():
        if entry.is_outline or entry.is_stale or not _overlaps(passage, entry):
            continue
        if any(_overlaps(citation, entry) for citation in quoted):
            continue
        questions = [one for one in entry.shown_questions(language) if len(one) <= _CHARACTERS_MAX]
        for question in sorted(questions, key=lambda one: -_share(one, said, language))[:2]:
            yield question, entry


def _overlaps(one: _Stretch, other: _Stretch) -> bool:
    return one.start < other.end and other.start < one.end


def _asked(reply: Reply) -> set[str]:
    return {reply.question, reply.standalone_question}


def _share(question: str, said: set[str], language: Language) -> float:
    words = _words(question, language)
    return len(words & said) / len(words) if words else 0.0


def _is_same(words: set[str], other: set[str]) -> bool:
    return len(words & other) >= _SAME_SHARE * min(len(words), len(other)) > 0


def _words(text: str, language: Language) -> set[str]:
    return set(tokens(text, language))

"""Questions that readers would ask, with what the assistant's own chain answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from assistant.answer import Citation
from assistant.course.drawing import alternated, shuffled
from assistant.course.excerpt import Excerpt, excerpts_of
from assistant.course.sources import Sources
from assistant.understanding.numbered_elements import asks_for_number
from corpus import Document, Language
from corpus.catalogue import CatalogueEntry
from corpus.numbering import asked_numbers

# Questions that want more than yes, no, a name or a number.
_OPEN: Final[Mapping[Language, re.Pattern[str]]] = {
    "nl": re.compile(
        r"^(?:hoe(?! (?:vaak|lang|veel|groot))|waarom|wat|waarmee|waarvoor|waardoor|waaruit|waarop|waaraan)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"^(?:how(?! (?:often|long|many|much|big))|why|what|in what way|by what means)\b",
        re.IGNORECASE,
    ),
}
# Long enough for every item of the longest list.
_CITATIONS_MAX: Final = 8


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of the catalogue and the sentences of its own passage that answer it."""

    question: str
    document: Document
    entry: CatalogueEntry
    excerpts: tuple[Excerpt, ...]


def answered_questions(sources: Sources) -> Iterator[Answered]:
    """Yield open questions on the subject, one of each passage in turn.

    One counts only if the assistant answers it, first of all from the very passage that it was
    written for. The number of an element is never asked for: the sources differ on it.
    """
    entries = [
        (document, entry)
        for document in sources.subject.documents
        for entry in document.catalogue
        if not entry.is_outline and not entry.is_stale and _is_within(document, entry, sources)
    ]
    groups = [
        [(question, document, entry) for question in entry.questions(sources.language)]
        for document, entry in shuffled(sources.request, "answered", entries)
    ]
    for question, document, entry in alternated(*groups):
        if (
            not _OPEN[sources.language].match(question)
            or not question.endswith("?")
            or asks_for_number(question)
            or asked_numbers(question, [document])
        ):
            continue
        excerpts = _answer(question, document, entry, sources)
        if excerpts:
            yield Answered(question, document, entry, excerpts)


def _is_within(document: Document, entry: CatalogueEntry, sources: Sources) -> bool:
    return any(
        one.document.id == document.id
        and entry.start <= one.sentence.start
        and one.sentence.end <= entry.end
        for one in sources.subject.excerpts
    )


def _answer(
    question: str, document: Document, entry: CatalogueEntry, sources: Sources
) -> tuple[Excerpt, ...]:
    answer = sources.ask(question).answer
    if answer.outcome != "answered" or not answer.citations:
        return ()
    home = _home(document, entry, sources)
    within = [
        one
        for one in answer.citations
        if one.document == document.id
        and any(start <= one.start and one.end <= end for start, end in home)
    ]
    # The first citation is what the assistant found most to the point.
    if answer.citations[0] not in within:
        return ()
    return _whole_sentences(document, within[:_CITATIONS_MAX])


def _home(document: Document, entry: CatalogueEntry, sources: Sources) -> list[tuple[int, int]]:
    """Return where the answer may stand: in the entry's passage, or elsewhere in its element."""
    return [
        (entry.start, entry.end),
        *(
            (one.sentence.start, one.sentence.end)
            for element in sources.elements
            if element.heading.document.id == document.id
            and any(entry.start <= said.sentence.start < entry.end for said in element.excerpts)
            for one in element.excerpts
        ),
    ]


def _whole_sentences(document: Document, citations: list[Citation]) -> tuple[Excerpt, ...]:
    return tuple(
        one
        for one in excerpts_of(document)
        if any(cited.start <= one.sentence.start < cited.end for cited in citations)
    )

"""What is embedded of a passage: itself, its sentences, and the questions it answers.

Each exists per language. An entry's id begins with its passage's number, so that a search over
any collection leads back to passages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from corpus import LANGUAGES, Document, Language
from corpus.catalogue import CatalogueEntry
from index.centring import Role
from index.passages import Passage

EntryKind = Literal["passages", "sentences", "questions", "open_questions"]

# What leads to passages; the questions that a document leaves open lead to none.
SEARCHED_KINDS: Final[tuple[EntryKind, ...]] = ("passages", "sentences", "questions")
ENTRY_KINDS: Final[tuple[EntryKind, ...]] = (*SEARCHED_KINDS, "open_questions")
_ROLES: Final[dict[EntryKind, Role]] = {
    "passages": "passage",
    "sentences": "passage",
    "questions": "query",
    "open_questions": "query",
}
# A heading or a name alone is near every question about its subject; the passage vector has it.
_SENTENCE_WORDS_MIN: Final = 4
WHOLE_PASSAGE: Final = 999


@dataclass(frozen=True, slots=True)
class Entry:
    """A text to embed, and the passage (by number) that it stands for.

    ``position``: the sentence of the passage that it is, or that it is a question to;
    ``WHOLE_PASSAGE`` for what speaks of all of it. ``ordinal`` tells apart the questions to one
    sentence. What a document leaves open stands with its first passage.
    """

    kind: EntryKind
    language: Language
    passage: int
    position: int
    text: str
    ordinal: int = 0

    @property
    def id(self) -> str:
        """Identifier within its collection."""
        return f"{self.passage:07d}.{self.position:03d}.{self.ordinal:04d}"

    @property
    def role(self) -> Role:
        """How the text is embedded: a question as a query, all else as a passage."""
        return _ROLES[self.kind]


def collection_name(kind: EntryKind, language: Language) -> str:
    """Return the name of the collection that holds entries of a kind in a language."""
    return f"{kind}_{language}"


COLLECTIONS: Final = tuple(
    collection_name(kind, language) for kind in ENTRY_KINDS for language in LANGUAGES
)


def passage_and_position(entry_id: str) -> tuple[int, int]:
    """Return the number of the passage that an entry belongs to, and its position in it."""
    number, position, _ = entry_id.split(".")
    return int(number), int(position)


def passage_entries(
    number: int,
    passage: Passage,
    document: Document,
    catalogue: Sequence[CatalogueEntry],
    language: Language,
    *,
    with_sentences: bool,
) -> Iterator[Entry]:
    """Yield the entries of a passage in one language; its text only if it exists in that.

    Text is embedded with the name of its document before it, so that a question that names its
    source is near all of it, not only the sentence that mentions the name.
    """
    yield from _text_entries(number, passage, document, language, with_sentences)
    for ordinal, (entry, question) in enumerate(_known_questions(catalogue, language)):
        position = _position(entry, passage)
        yield Entry("questions", language, number, position, question, ordinal)


def question_of(
    entry_id: str, passage: Passage, document: Document, language: Language
) -> tuple[CatalogueEntry, str]:
    """Return the known question of a passage that an entry stands for, and where it is known."""
    known = list(_known_questions(catalogue_of(passage, document), language))
    return known[int(entry_id.split(".")[2])]


def _known_questions(
    catalogue: Sequence[CatalogueEntry], language: Language
) -> Iterator[tuple[CatalogueEntry, str]]:
    return ((entry, question) for entry in catalogue for question in entry.questions(language))


def _text_entries(
    number: int, passage: Passage, document: Document, language: Language, with_sentences: bool
) -> Iterator[Entry]:
    text = passage.text_in(language)
    if text is None:
        return
    name = next(iter(document.names_in(language)), document.title_in(language))
    place = " – ".join((name, *passage.headings_in(language)[1:]))
    yield Entry("passages", language, number, WHOLE_PASSAGE, f"{place}: {text}")
    if with_sentences:
        for position, sentence in enumerate(passage.sentences):
            words = sentence.text if language == passage.language else sentence.translation or ""
            if len(words.split()) >= _SENTENCE_WORDS_MIN:
                yield Entry("sentences", language, number, position, f"{name}: {words}")


def open_entries(number: int, document: Document, language: Language) -> Iterator[Entry]:
    """Yield the questions that a document leaves open.

    :param number: of its first passage.
    """
    for ordinal, question in enumerate(document.open_questions.questions(language)):
        yield Entry("open_questions", language, number, WHOLE_PASSAGE, question, ordinal)


def keyword_text(
    passage: Passage,
    document: Document,
    catalogue: Sequence[CatalogueEntry],
    language: Language,
) -> str:
    """Return what keywords are looked for in: headings, text, and the catalogue's words.

    The document's names are part of every passage's text, so that a question that names its
    source is led to the document and not to the one passage that happens to name it.
    """
    parts = [
        *document.names_in(language),
        *document.subjects_in(language),
        *passage.headings_in(language),
        passage.text_in(language) or "",
    ]
    for entry in catalogue:
        parts.extend(entry.terms(language))
        parts.extend(entry.questions(language))
    return "\n".join(parts)


def catalogue_of(passage: Passage, document: Document) -> tuple[CatalogueEntry, ...]:
    """Return the catalogue entries written for (most of) a passage; stale ones are left out."""
    return tuple(
        entry
        for entry in document.catalogue
        if not entry.is_stale
        and entry.is_outline == (passage.kind == "outline")
        and _is_written_for(entry, passage)
    )


def _position(entry: CatalogueEntry, passage: Passage) -> int:
    """Return the sentence that an entry was written for, if it is only one."""
    covered = [
        position
        for position, sentence in enumerate(passage.sentences)
        if sentence.start < entry.end and entry.start < sentence.end
    ]
    return covered[0] if len(covered) == 1 else WHOLE_PASSAGE


def _is_written_for(entry: CatalogueEntry, passage: Passage) -> bool:
    if entry.is_outline:
        return (entry.start, entry.end) == (passage.start, passage.end)
    shared = min(entry.end, passage.end) - max(entry.start, passage.start)
    return shared >= (entry.end - entry.start) / 2

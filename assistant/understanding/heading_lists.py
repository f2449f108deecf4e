"""Lists that a document gives by its headings, and what its headings are called.

"Wat zijn de vier dimensies?" is answered by four headings that stand pages apart. What such
headings are is said in the text itself ("twaalf elementen verbijzonderd naar vier dimensies"):
a number and a noun, where there are just that many headings of one level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.understanding.question_kind import (
    asked_plurals,
    asks_for_list,
    counts_in,
    is_number,
)
from corpus import Block, Document, Language, other_language
from corpus.language import content_words
from corpus.numbering import NUMBERED
from corpus.words import tokens

_PARENT_SHARE: Final = 0.6
# "Which elements belong to leadership?" has one ("belong").
_OTHER_WORDS_MAX: Final = 1


@dataclass(frozen=True, slots=True)
class HeadingList:
    """Headings of one level; ``parent`` is the heading they stand under, if it is one only.

    ``nouns``: what the text calls them, stemmed per language.
    """

    document: Document
    headings: tuple[Block, ...]
    parent: Block | None
    nouns: Mapping[Language, frozenset[str]]


def heading_lists(document: Document) -> Iterator[HeadingList]:
    """Yield the lists that a document's numbered headings make: parts, all of them, per part."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    numbered = [block for block in headings if NUMBERED.match(block.text)]
    parents = {block.text: block for block in headings if not block.section}
    parts = [
        parents[text]
        for text in dict.fromkeys(block.section[0] for block in numbered if block.section)
        if text in parents
    ]
    groups: list[tuple[Sequence[Block], Block | None]] = [(numbered, None), (parts, None)]
    counts = _counts(document)
    for members, parent in groups:
        if len(members) >= 2:
            yield HeadingList(document, tuple(members), parent, counts.get(len(members), _NO_NOUNS))
    of_all = counts.get(len(numbered), _NO_NOUNS)
    for part in parts:
        below = [block for block in numbered if block.section[:1] == (part.text,)]
        if len(below) >= 2:
            yield HeadingList(document, tuple(below), part, of_all)


def find_heading_list(
    question: str, language: Language, documents: Sequence[Document]
) -> HeadingList | None:
    """Return the list of headings that a question asks for, if it asks for one."""
    if not asks_for_list(question) and not counts_in(question):
        return None
    asked = set(tokens(question, language))
    # "Which elements", not "which element": one of them is no list.
    several = set(tokens(asked_plurals(question), language))
    numbers = {count.number for count in counts_in(question)}
    best: tuple[float, HeadingList] | None = None
    for document in documents:
        for one in heading_lists(document):
            score = _fit(one, asked, several, numbers, language)
            if score > 0 and (best is None or score > best[0]):
                best = (score, one)
    return best[1] if best else None


_NO_NOUNS: Final[Mapping[Language, frozenset[str]]] = {"nl": frozenset(), "en": frozenset()}


def _counts(document: Document) -> dict[int, Mapping[Language, frozenset[str]]]:
    """Return, by number, the nouns that the text counts with it."""
    found: dict[int, dict[Language, set[str]]] = {}
    for block in document.blocks:
        if block.kind != "paragraph":
            continue
        for sentence in block.sentences:
            for language, text in (
                (document.language, sentence.text),
                (other_language(document.language), sentence.translation or ""),
            ):
                for count in counts_in(text):
                    nouns = found.setdefault(count.number, {"nl": set(), "en": set()})
                    nouns[language].update(tokens(count.noun, language))
    return {
        number: {language: frozenset(words) for language, words in nouns.items()}
        for number, nouns in found.items()
    }


def _fit(
    one: HeadingList, asked: set[str], several: set[str], numbers: set[int], language: Language
) -> float:
    if not one.nouns[language] & several:
        return 0.0
    if one.parent is None:
        # "the elements of dimension X" also names dimensions: a number decides.
        return 1.0 if len(one.headings) in numbers else 0.4
    words = _title_words(one, language)
    share = len(words & asked) / len(words) if words else 0.0
    return 1.0 + share if share >= _PARENT_SHARE else 0.0


def _title_words(one: HeadingList, language: Language) -> set[str]:
    if one.parent is None:
        return set()
    sentence = one.parent.sentences[0]
    title = sentence.text if language == one.document.language else sentence.translation or ""
    return set(tokens(title, language))


def asks_for_no_more(question: str, language: Language, found: HeadingList) -> bool:
    """Tell whether a question says hardly a word beside what a list and its document are called."""
    document = found.document
    names = (document.title_in(language), *document.names_nl, *document.names_en)
    called = set(tokens(" ".join(names), language)) | found.nouns[language]
    words = [word for word in content_words(question.lower(), language) if not is_number(word)]
    left = set(tokens(" ".join(words), language)) - called - _title_words(found, language)
    return len(left) <= _OTHER_WORDS_MAX

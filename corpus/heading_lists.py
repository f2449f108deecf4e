"""Lists that a document gives by its headings, and what its headings are called.

What they are is said in the text itself ("twaalf elementen verbijzonderd naar vier dimensies"): a
number and a noun, where there are just that many headings of one level.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from corpus.counting import counts_in
from corpus.document import Block, Document
from corpus.language import Language, other_language
from corpus.numbering import NUMBERED
from corpus.words import tokens

_NO_NOUNS: Final[Mapping[Language, frozenset[str]]] = {"nl": frozenset(), "en": frozenset()}


@dataclass(frozen=True, slots=True)
class HeadingList:
    """Headings of one level; ``parent`` is the heading they stand under, if it is one only.

    ``nouns``: what the text calls them, stemmed per language.
    """

    document: Document
    headings: tuple[Block, ...]
    parent: Block | None
    nouns: Mapping[Language, frozenset[str]]

    def title_in(self, language: Language) -> str:
        """Return the heading that they stand under; empty where there is none."""
        if self.parent is None:
            return ""
        sentence = self.parent.sentences[0]
        return sentence.text if language == self.document.language else sentence.translation or ""


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
    counts = _counts(document)
    for members in (numbered, parts):
        if len(members) >= 2:
            yield HeadingList(document, tuple(members), None, counts.get(len(members), _NO_NOUNS))
    of_all = counts.get(len(numbered), _NO_NOUNS)
    for part in parts:
        below = [block for block in numbered if block.section[:1] == (part.text,)]
        if len(below) >= 2:
            yield HeadingList(document, tuple(below), part, of_all)


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

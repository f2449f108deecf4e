"""A document in brief: of each of its parts the first sentence that says something by itself.

Where a part begins it tells what it is about: the lead baseline of extractive summarization
(Nenkova 2005). Sentences near the mean of all were chosen worse (eval/choices.md).
"""

from __future__ import annotations

from collections.abc import Hashable
from itertools import pairwise, zip_longest
from typing import Final

from corpus.document import Document, Sentence
from corpus.language import Language
from corpus.sentences import points_back

_WORDS_OF_SENTENCE: Final = range(10, 46)
# A text with fewer sections than this is told by its paragraphs.
_PARTS_MIN: Final = 3


def in_brief(document: Document, words_max: int) -> list[Sentence]:
    """Return sentences that tell what a document says, in the order of the text.

    Of a long one those of the opening and of its longest parts; none if none can be read by itself.
    """
    blocks = [
        block
        for block, after in pairwise((*document.blocks, None))
        if block is not None
        and block.kind == "paragraph"
        # What stands above a byline is somebody's words.
        and (after is None or after.kind != "byline")
    ]
    has_sections = len({block.section for block in blocks}) >= _PARTS_MIN
    parts: dict[Hashable, list[Sentence]] = {}
    for block in blocks:
        parts.setdefault(block.section if has_sections else block.start, []).extend(block.sentences)
    opening, *others = parts.values() or ([],)
    others.sort(key=lambda one: -sum(map(_words, one)))
    readable = [
        [one for one in part if _is_readable(one, document.language)] for part in (opening, *others)
    ]
    chosen: list[Sentence] = []
    # Where the parts are few, the next sentence of each as well.
    for of_each in zip_longest(*readable):
        for one in filter(None, of_each):
            if sum(map(_words, (*chosen, one))) <= words_max:
                chosen.append(one)
        if len(chosen) >= _PARTS_MIN:
            break
    return sorted(chosen, key=lambda one: one.start)


def _is_readable(sentence: Sentence, language: Language) -> bool:
    """Tell whether a sentence says something by itself."""
    text = sentence.text
    return (
        _words(sentence) in _WORDS_OF_SENTENCE
        and text.lstrip("\"'“‘(")[:1].isupper()
        and not text.rstrip("\"'”’ ").endswith(("?", ":", ";"))
        and not points_back(text, language)
    )


def _words(sentence: Sentence) -> int:
    return len(sentence.text.split())

"""Questions that ask for a list, and the lists that a document gives by its headings.

"Wat zijn de vier dimensies?" is answered by four headings that stand pages apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus import Document, Language
from corpus.counting import counts_in, is_number
from corpus.heading_lists import HeadingList, heading_lists
from corpus.language import content_words
from corpus.words import stems_beside, tokens

_LIST: Final = re.compile(
    r"^(?:en )?(?:noem|som|geef (?:mij |me )?(?:een )?(?:lijst|overzicht|opsomming)|welke|wat zijn|uit welke|"
    r"wat voor|waaruit|list|name|which|what are|give (?:me )?(?:a |the )?(?:list|overview)|enumerate)\b"
    r"|\b(?:op een rij|opsomming|please list|list them)\b",
    re.IGNORECASE,
)
_PLURAL: Final = re.compile(r"\b\w{3,}(?:s|en)\b", re.IGNORECASE)
_PARENT_SHARE: Final = 0.6
# "Which elements belong to leadership?" has one word beside the names ("belong"), a comparison of
# two terms "verschil" or "differ".
OTHER_WORDS_MAX: Final = 1


def asks_for_list(question: str) -> bool:
    """Tell whether a question asks for several things of one kind."""
    return bool(_LIST.search(question))


def find_heading_list(
    question: str, language: Language, documents: Sequence[Document]
) -> HeadingList | None:
    """Return the list of headings that a question asks for, if it asks for one."""
    numbers = {count.number for count in counts_in(question)}
    if not numbers and not asks_for_list(question):
        return None
    asked = set(tokens(question, language))
    # "Which elements", not "which element": one of them is no list.
    several = set(tokens(" ".join(_PLURAL.findall(question)), language))

    def fit(one: HeadingList) -> float:
        if not one.nouns[language] & several:
            return 0.0
        if one.parent is None:
            # "the elements of dimension X" also names dimensions: a number decides.
            return 1.0 if len(one.headings) in numbers else 0.4
        words = set(tokens(one.title_in(language), language))
        share = len(words & asked) / len(words) if words else 0.0
        return 1.0 + share if share >= _PARENT_SHARE else 0.0

    lists = [one for document in documents for one in heading_lists(document)]
    best = max(lists, key=fit, default=None)
    return best if best is not None and fit(best) > 0 else None


def asks_for_no_more(question: str, language: Language, found: HeadingList) -> bool:
    """Tell whether a question says hardly a word beside what a list and its document are called."""
    document = found.document
    names = (document.title_in(language), *document.names_nl, *document.names_en)
    words = [word for word in content_words(question, language) if not is_number(word.lower())]
    others = stems_beside(" ".join(words), language, (*names, found.title_in(language)))
    return len(others - found.nouns[language]) <= OTHER_WORDS_MAX

"""Questions that name their source: "volgens het verslag van de Leiden Leadership Lunch".

The name says where to look, not what for. Left in, it draws the search to the sentence that
happens to mention the name; so it is taken out of what is searched for, and the search is led to
that document instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from corpus import Document, Language
from corpus.language import is_function_word
from corpus.words import tokens

_KIND_OF_TEXT: Final = (
    r"(?:stuk|tekst|artikel|verslag|rapport|boek|document|bron|samenvatting|norm|blog|piece|text|article|report|"
    r"book|document|source|summary|standard|paper)"
)
_BEFORE: Final = re.compile(
    r"(?:\b(?:volgens|in|uit|van|according to|in|from|of|by|per)\s+)?"
    rf"(?:\b(?:het|de|dit|the|this)\s+)?(?:\b{_KIND_OF_TEXT}\s+(?:over|van|of|on|about|from)\s+)?"
    r"(?:\b(?:het|de|the)\s+)?$",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(
    r"\s*(?:en|and)\s+(?P<other>(?:\w[\w'-]*\s+){1,5}?)(?=(?:over|about|on|for|voor|bij)\b)",
    re.IGNORECASE,
)
_WORDS_LEFT_MIN: Final = 2


@dataclass(frozen=True, slots=True)
class SourceMention:
    """The documents that a question names, and the question without their names.

    ``is_joined``: a name is joined by "and" to something that is not the name of a document; then
    ``question_of_source`` is the question without that something: "what do X and Y say of Z?".
    """

    documents: tuple[str, ...]
    question: str
    is_joined: bool = False
    question_of_source: str = ""


def find_source_mention(
    question: str, language: Language, documents: Iterable[Document]
) -> SourceMention:
    """Find the names of documents in a question.

    The question is unchanged when too little would be left: "Waar gaat Alle mens aan dek over?"
    asks for the document itself.
    """
    found: list[str] = []
    rest = question
    joined: re.Match[str] | None = None
    for document in documents:
        for name in sorted(_names(document), key=len, reverse=True):
            place = re.search(
                rf"(?<!\w)[‘'“\"]?{_loosely(name)}[’'”\"]?(?!\w)", rest, re.IGNORECASE
            )
            if place is None:
                continue
            found.append(document.id)
            before = _BEFORE.search(rest[: place.start()])
            begin = before.start() if before else place.start()
            joined = joined or _JOINED.match(rest[place.end() :])
            rest = f"{rest[:begin].rstrip()} {rest[place.end() :].lstrip()}".strip()
            break
    # "X and Y", both named, joins nothing else.
    if len(found) != 1:
        joined = None
    rest = re.sub(r"\s+(?:en|and)\s*(?=[?.!,]|$)|\s+(?=[,?])", "", rest).strip(" ,")
    left = [
        word
        for word in re.findall(r"\w+", re.sub(_KIND_OF_TEXT, "", rest, flags=re.IGNORECASE))
        if not is_function_word(word, language) and tokens(word, language)
    ]
    if not found or len(left) < _WORDS_LEFT_MIN:
        return SourceMention(tuple(dict.fromkeys(found)), question)
    if joined is None:
        return SourceMention(tuple(dict.fromkeys(found)), rest)
    other = joined["other"].strip()
    return SourceMention(
        tuple(found),
        rest.replace(joined[0].strip(), other, 1),
        True,
        rest.replace(joined[0].strip(), "", 1).replace("  ", " "),
    )


def _names(document: Document) -> Sequence[str]:
    titles = (document.title, document.translated_title or document.title)
    return [*document.names_nl, *document.names_en, *titles]


def _loosely(name: str) -> str:
    """Return a pattern for a name that allows an ending or an article between its words."""
    words = re.findall(r"\w+", name)
    return r"(?:\w{0,2}[\s-]+(?:(?:de|het|een|the|a)\s+)?)".join(map(re.escape, words))

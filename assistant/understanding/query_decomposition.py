"""The parts of a question that asks for several things.

"Compare X with Y", "what does X do, and what does Y do?": each part is searched and answered for
itself, because one search finds the passage that has a bit of both.
"""

from __future__ import annotations

import re
from typing import Final

_FLAGS: Final = re.IGNORECASE
_QUESTION_WORD: Final = (
    r"(?:(?:met|aan|voor|door|van|bij|onder|over|in|op|uit|with|to|for|by|of|at|on|in) )?"
    r"(?:wat|wie|waar\w*|welke?|hoe|hoeveel|wanneer|what|who|whom|where|which|how|when|why)\b"
)
# "…, en met wie moet …?" and "…, and where in …?": a second question behind a conjunction.
_SECOND_QUESTION: Final = re.compile(rf",?\s+(?:en|and|maar|but)\s+(?={_QUESTION_WORD})", _FLAGS)
_COMPARISON: Final = (
    re.compile(r"^vergelijk\s+(?P<first>.+?)\s+met\s+(?P<second>.+)$", _FLAGS),
    re.compile(r"^compare\s+(?P<first>.+?)\s+(?:with|to|and)\s+(?P<second>.+)$", _FLAGS),
    re.compile(
        r"\b(?:verschil\w*|overeenkomst\w*)\s+tussen\s+(?P<first>.+?)\s+en\s+(?P<second>.+)$",
        _FLAGS,
    ),
    re.compile(
        r"\b(?:differences?|similarit\w+)\s+between\s+(?P<first>.+?)\s+and\s+(?P<second>.+)$",
        _FLAGS,
    ),
)
# "…? Kijk naar middelen, gedrag en klachten.": one question, and the sides of it to look at.
_SIDES: Final = re.compile(
    r"^(?P<question>.+\?)\s*(?:kijk (?:daarbij )?naar|denk aan|ga in op|betrek|let op|look at|consider|think of|"
    r"cover|include|address)\s+(?P<sides>.+)$",
    _FLAGS,
)
_ENUMERATION: Final = re.compile(r"\s*,\s*(?:en\s+|and\s+)?|\s+(?:en|and)\s+", _FLAGS)
# "and where in a municipality?": a part without a verb of its own.
_ELLIPTICAL: Final = re.compile(
    r"^(?:wat|wie|waar|hoe|wanneer|what|who|where|how|when)\s+(?:in|bij|voor|van|op|onder|at|for|with|of|on|under)\b",
    _FLAGS,
)
_HEAD_WORDS: Final = 4
_POINTS_TO_HEAD: Final = re.compile(r"^(?:die|dat|deze|that|those|the one)\b\s*", _FLAGS)
_WORDS_MIN: Final = 3
# Every part is a search: a hundred of them, in a question made for it, took 17 seconds.
_PARTS_MAX: Final = 8


def split_facets(question: str) -> tuple[str, ...]:
    """Return the parts of a question, each searchable by itself; the question alone if it is one.

    >>> split_facets("Vergelijk de rol van de wethouder met die van de tribelead")
    ('de rol van de wethouder', 'de rol van de tribelead')
    """
    sides = _SIDES.match(question.strip())
    if sides:
        named = [side.strip(" .?!") for side in _ENUMERATION.split(sides["sides"])]
        return _few(tuple(f"{sides['question']} ({side})" for side in named if side), question)
    stripped = question.strip().rstrip("?!. ")
    for pattern in _COMPARISON:
        found = pattern.search(stripped)
        if found:
            compared = _compared(found["first"], found["second"])
            return compared if all(compared) else (question,)
    parts = [part.strip(" ,?") for part in _SECOND_QUESTION.split(stripped)]
    if len(parts) > 1 and all(len(part.split()) >= _WORDS_MIN for part in parts):
        head = " ".join(parts[0].split()[:_HEAD_WORDS])
        whole = tuple(
            f"{head} {part.split(maxsplit=1)[1]}" if place and _ELLIPTICAL.match(part) else part
            for place, part in enumerate(parts)
        )
        return _few(whole, question)
    return (question,)


def _few(parts: tuple[str, ...], question: str) -> tuple[str, ...]:
    return parts if 0 < len(parts) <= _PARTS_MAX else (question,)


def _compared(first: str, second: str) -> tuple[str, str]:
    """Give the second part the head of the first: "de rol van X" – "die van Y"."""
    head = _POINTS_TO_HEAD.match(second)
    if head is None:
        return first, second
    noun = re.match(r"((?:de|het|een|the|a)\s+\w+)\s", first, _FLAGS)
    return first, f"{noun[1] if noun else ''} {second[head.end() :]}".strip()

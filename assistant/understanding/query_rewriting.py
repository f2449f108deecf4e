"""From a follow-up to a question that stands on its own, without a chat model.

"Wat houdt die laatste in?" names an item of the list in the last answer, "het volgende element" a
neighbour of the one just spoken of; they are put in. Any other follow-up gets the question
before behind it; what of that it wants, the reader tells (:mod:`assistant.evidence.follow_up`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from assistant.answer import Turn
from assistant.texts import load_texts
from assistant.understanding.question import visible_text
from assistant.understanding.turns import SPOKEN
from corpus import LANGUAGES

_ORDINALS: Final[dict[str, int]] = {
    "eerste": 0, "tweede": 1, "derde": 2, "vierde": 3, "vijfde": 4, "zesde": 5, "zevende": 6,
    "laatste": -1, "laatstgenoemde": -1, "voorlaatste": -2,
    "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "seventh": 6,
    "last": -1, "latter": -1, "former": 0,
}  # fmt: skip
# "die laatste", "de derde", "the last one", "the second": an ordinal that stands for a noun.
_ORDINAL: Final = re.compile(
    r"\b(?:de|het|die|dat|deze|the|that)\s+(?P<ordinal>"
    + "|".join(sorted(_ORDINALS, key=len, reverse=True))
    + r")(?:\s+(?:one|punt|item)|\s+\w{5,}(?=[?.!]*$))?(?=\s*(?:[?.!,]|$)|\s+\w+(?:\s+\w+)?[?.!]*$)",
    re.IGNORECASE,
)
# "element 4", "article 12", and the one after it.
_NUMBERED: Final = r"\b({noun})(?:\s+(?:nummer|number))?\s+(\d{{1,2}})\b"
_NEIGHBOUR: Final = (
    r"\b(?:het|the|de(?=\s+\w+\s+{noun}\b))\s+(?:volgende|next|(?P<before>vorige|previous))"
    r"(?:\s+(?:{noun}|one))?\b|\b(?:daarna|the one after(?: that)?)\b"
)
_LIST_SEPARATOR: Final = re.compile(r"\s*(?:,|;|\ben\b|\band\b)\s*", re.IGNORECASE)
_LIST_LINE: Final = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+(.*)$", re.MULTILINE)
_AND: Final = re.compile(r"^(?:en|and)\s+", re.IGNORECASE)
_MARKUP: Final = re.compile(
    r"\[\d+\]|\\(?=[^\w\s])|[*_>#`]|\(werkvertaling\)|\(working translation\)"
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]?")
_TOPIC_WORDS_MAX: Final = 45
_TURNS_MAX: Final = 12
# A client may send anything as what was said before.
_TURN_CHARACTERS_MAX: Final = 4000


def standalone_question(
    question: str,
    history: Sequence[Turn],
    *,
    follows_up: bool,
    numbered_as: Sequence[str] = (),
) -> str:
    """Return the question as it must be read by somebody who has not seen the conversation.

    :param follows_up: it leans on the conversation (:func:`assistant.understanding.turns.follows_up`);
        without a conversation nothing does.
    :param numbered_as: what the library calls its numbered headings.
    """
    exchanges = _exchanges(history, numbered_as)
    if not exchanges:
        return question
    return (
        _with_reference(question, exchanges, numbered_as)
        or (_with_topic(question, exchanges[-1]) if follows_up else None)
        or question
    )


@dataclass(frozen=True, slots=True)
class _Exchange:
    """An earlier question with its answer; ``is_ordinal``: it asked for an item of a list."""

    asked: str
    answered: str
    is_ordinal: bool


def _exchanges(history: Sequence[Turn], numbered_as: Sequence[str]) -> list[_Exchange]:
    """Return the last questions and answers, references in a question resolved.

    Greetings and the like are left out: nothing follows up on them.
    """
    exchanges: list[_Exchange] = []
    for turn in history[-_TURNS_MAX:]:
        text = visible_text(turn.content[:_TURN_CHARACTERS_MAX])
        if turn.role == "user":
            asked = " ".join(text.split())
            whole = _with_reference(asked, exchanges, numbered_as) or asked
            exchanges.append(_Exchange(whole, "", bool(_ORDINAL.search(asked))))
        elif exchanges:
            if text in _spoken_texts():
                exchanges.pop()
            else:
                exchanges[-1] = replace(exchanges[-1], answered=text)
    return [one for one in exchanges if one.asked]


@cache
def _spoken_texts() -> frozenset[str]:
    """Return every answer that is given without the sources."""
    return frozenset(
        load_texts(language)[f"answer.{kind}"] for language in LANGUAGES for kind in SPOKEN
    )


def _with_reference(
    question: str, exchanges: Sequence[_Exchange], numbered_as: Sequence[str]
) -> str | None:
    if not exchanges:
        return None
    resolved = (_with_number(question, exchanges[-1], noun) for noun in numbered_as)
    return next(filter(None, resolved), None) or _with_list_item(question, exchanges)


def _with_number(question: str, last: _Exchange, noun: str) -> str | None:
    """Resolve "the next element", or "element 9" alone, against what was last spoken of."""
    numbered, neighbour = _patterns(noun)
    asked = numbered.search(last.asked)
    current = asked or numbered.search(last.answered)
    if current is None:
        return None
    if wanted := neighbour.search(question):
        subject = f"{current[1]} {int(current[2]) + (-1 if wanted['before'] else 1)}"
    elif named := numbered.search(question):
        subject = named[0]
    else:
        return None
    if asked and len(question.split()) <= 5:
        return last.asked[: asked.start()] + subject + last.asked[asked.end() :]
    return question[: wanted.start()] + subject + question[wanted.end() :] if wanted else None


@cache
def _patterns(noun: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a noun with a number, and its neighbour."""
    noun = re.escape(noun)
    numbered, neighbour = _NUMBERED.format(noun=noun), _NEIGHBOUR.format(noun=noun)
    return re.compile(numbered, re.IGNORECASE), re.compile(neighbour, re.IGNORECASE)


def _with_list_item(question: str, exchanges: Sequence[_Exchange]) -> str | None:
    found = _ORDINAL.search(question)
    if found is None:
        return None
    # "And the last one?" after "And the second one?" means the list that both come from.
    while len(exchanges) > 1 and exchanges[-1].is_ordinal:
        exchanges = exchanges[:-1]
    items = _list_items(exchanges[-1].answered)
    place = _ORDINALS[found["ordinal"].lower()]
    if not items or not -len(items) <= place < len(items):
        return None
    return f"{question[: found.start()]}“{items[place]}”{question[found.end() :]}"


def _list_items(answered: str) -> list[str]:
    lines = [_plain(line) for line in _LIST_LINE.findall(answered)]
    if len(lines) >= 2:
        return [_AND.sub("", re.split(r"[;:–]", line)[0].strip(" “”\"'.")) for line in lines]
    best: list[str] = []
    for sentence in _SENTENCE.findall(_plain(answered)):
        enumeration = re.sub(r"^.*?\b(?:zijn|are)\b:?\s+|^[^:]{3,80}:\s+", "", sentence)
        items = [item.strip(" .“”\"'") for item in _LIST_SEPARATOR.split(enumeration)]
        items = [item for item in items if item]
        if len(items) > max(2, len(best)) and all(len(item.split()) <= 8 for item in items):
            best = items
    return best


def _with_topic(question: str, last: _Exchange) -> str:
    return f"{question} ({' '.join(last.asked.split()[:_TOPIC_WORDS_MAX])})"


def _plain(text: str) -> str:
    return _MARKUP.sub("", text).strip()

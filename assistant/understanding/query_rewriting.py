"""From a follow-up to a question that stands on its own, without a chat model.

"Wat houdt die laatste in?" names an item of the list in the last answer, which is put in. Any other
follow-up gets the question before behind it; what of that it wants, the reader tells
(:mod:`assistant.evidence.follow_up`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from assistant.answer import Turn
from assistant.texts import load_texts
from assistant.understanding.turns import SPOKEN
from corpus import LANGUAGES
from corpus.words import visible_text

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
_LIST_LINE: Final = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+(.*)$", re.MULTILINE)
_MARKUP: Final = re.compile(r"\[\d+\]|\\(?=[^\w\s])|[*_>#`]")
_TOPIC_WORDS_MAX: Final = 45
# A client may send anything as what was said before.
_TURN_CHARACTERS_MAX: Final = 4000


def standalone_question(question: str, history: Sequence[Turn], *, follows_up: bool) -> str:
    """Return the question as it must be read by somebody who has not seen the conversation.

    :param follows_up: it leans on the conversation (:func:`assistant.understanding.turns.follows_up`);
        without a conversation nothing does.
    """
    asked, items = _so_far(history)
    if not asked:
        return question
    topic = " ".join(asked.split()[:_TOPIC_WORDS_MAX])
    return _with_item(question, items) or (f"{question} ({topic})" if follows_up else question)


def _so_far(history: Sequence[Turn]) -> tuple[str, list[str]]:
    """Return the last question, as it stands on its own, and the items of the last list.

    Greetings and the like are left out: nothing follows up on them.
    """
    asked, items = "", list[str]()
    before, is_of_list = (asked, items), False
    for turn in history:
        text = visible_text(turn.content[:_TURN_CHARACTERS_MAX])
        if turn.role == "user":
            before, said = (asked, items), " ".join(text.split())
            asked = _with_item(said, items) or said
            is_of_list = asked != said
        elif text in _spoken_texts():
            asked, items = before
        elif not is_of_list:
            # "And the last one?" after "And the second one?" means the list that both come from.
            items = _list_items(text)
    return asked, items


@cache
def _spoken_texts() -> frozenset[str]:
    """Return every answer that is given without the sources."""
    return frozenset(
        load_texts(language)[f"answer.{kind}"] for language in LANGUAGES for kind in SPOKEN
    )


def _with_item(question: str, items: Sequence[str]) -> str | None:
    """Return a question with the item that its ordinal stands for, if there is one."""
    found = _ORDINAL.search(question)
    place = _ORDINALS[found["ordinal"].lower()] if found else 0
    if found is None or not -len(items) <= place < len(items):
        return None
    return f"{question[: found.start()]}“{items[place]}”{question[found.end() :]}"


def _list_items(answered: str) -> list[str]:
    """Return what the items of the list in an answer are about, in short."""
    items = [
        re.split(r"[;:–]", _MARKUP.sub("", one))[0].strip(" “”\"'.")
        for one in _LIST_LINE.findall(answered)
    ]
    return items if len(items) > 1 else []

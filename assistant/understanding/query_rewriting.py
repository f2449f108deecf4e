"""From a follow-up to a question that stands on its own, without a chat model.

Three kinds, tried in this order:

ordinal   "Wat houdt die laatste in?", "the third one" – the item of the list in the last answer
ellipsis  "En element 9?", "And Michael Rave?"         – the last question with the new subject
pronoun   "So is he responsible?", "en waarom?"        – the question, with what it is about

A question that names its own subject is left as it is.
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
from corpus import LANGUAGES, Language

_ORDINALS: Final[dict[str, int]] = {
    "eerste": 0, "tweede": 1, "derde": 2, "vierde": 3, "vijfde": 4, "zesde": 5, "zevende": 6,
    "laatste": -1, "laatstgenoemde": -1, "voorlaatste": -2,
    "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "seventh": 6,
    "last": -1, "latter": -1, "former": 0,
}  # fmt: skip
# "die laatste", "de derde", "the last one", "the second": an ordinal that stands for a noun.
_ORDINAL: Final = re.compile(
    r"\b(?:(?:de|het|die|dat|deze|the|that)\s+)(?P<ordinal>"
    + "|".join(sorted(_ORDINALS, key=len, reverse=True))
    + r")(?:\s+(?:one|genoemde|hefboom|punt|item|daarvan))?(?=\s*(?:[?.!,]|$)|\s+(?:in|uit|over|"
    r"precies|mean|means|about|is|zijn|was|do|does|houdt|betekent|entail|involve|say|zegt)\b)",
    re.IGNORECASE,
)
_NEIGHBOUR_ELEMENT: Final = re.compile(
    r"\b(?:het|the)\s+(?:(?P<after>volgende|next)|(?P<before>vorige|previous))(?:\s+(?:element|one))?\b"
    r"|\b(?P<thereafter>(?:het element )?daarna|the one after(?: that)?)\b",
    re.IGNORECASE,
)
_ELEMENT: Final = re.compile(r"\belement(?:\s+nummer|\s+number)?\s+(\d{1,2})\b", re.IGNORECASE)
_ELLIPSIS: Final = re.compile(
    r"^(?:en|maar|and|but|ook|what about|how about|hoe zit het met|hoe zit dat met|en hoe zit het met)"
    r"\s+(?:(?:voor|bij|met|van|in|for|at|with|of)\s+)?(?P<subject>[^?]{2,60})\??$",
    re.IGNORECASE,
)
_POINTS_BACK: Final[dict[Language, re.Pattern[str]]] = {
    "nl": re.compile(
        r"\b(?:hij|zij|ze|hem|haar|hen|hun|die|dat|deze|dit|daar|daarvan|daarover|daarmee|daarvoor|"
        r"daarin|daarbij|daaraan|daarom|er|ervan|ermee|erover|erbij|dus|diens)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|that|this|these|those|there|so)\b",
        re.IGNORECASE,
    ),
}
_BARE: Final = re.compile(
    r"^(?:en |and |maar |but )?(?:waarom|why|hoezo|hoe dan|how so|how|hoe|wie|who|wanneer|when|"
    r"(?:heeft u |heb je |is er |kun je |kunt u |geef )?een voorbeeld(?: geven| daarvan)?|"
    r"(?:can you give |give )?(?:me )?an example|meer|more|vertel meer|tell me more|leg uit|explain)"
    r"(?: niet| not)?\s*[?.!]*$",
    re.IGNORECASE,
)
_NAME: Final = re.compile(
    r"\b[A-ZÀ-Þ][\w'’-]+(?:\s+(?:van|de|den|der|ten|ter))*(?:\s+[A-ZÀ-Þ][\w'’-]+)+"
)
_LIST_SEPARATOR: Final = re.compile(
    r"\s*(?:,|;|\ben\b|\band\b|\balsook\b|\bplus\b)\s*", re.IGNORECASE
)
_LIST_LINE: Final = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+(.*)$", re.MULTILINE)
_AND: Final = re.compile(r"^(?:en|and)\s+", re.IGNORECASE)
# "In *Alle mens aan dek* staat:" says where an answer comes from, not what it is about.
_SOURCE_LINE: Final = re.compile(r"^(?:In )?\*[^\n]+\*[^\n]*:[ ]*$", re.MULTILINE)
_MARKUP: Final = re.compile(
    r"\[\d+\]|\\(?=[^\w\s])|[*_>#`]|\(werkvertaling\)|\(working translation\)"
)
_SENTENCE: Final = re.compile(r"[^.!?\n]+[.!?]?")
_TOPIC_WORDS_MAX: Final = 45
# "En de wethouder?" after a question on the tribelead: who is asked about, for another.
_ROLE: Final = re.compile(
    r"(?:\b(?:de|het|een|the|an?)\s+)?\b(?:(?:gemeente|city |municipal )?(?:raad|council)|raadslid|raadsleden|"
    r"council members?|wethouders?|alderm[ae]n|burgemeester|mayor|tribeleads?|afdelingsmanager|"
    r"department manager|purpose[ -]?owners?|opgave-?eigena(?:ar|ren)|(?:purpose |opgave)teams?|"
    r"partnerorganisaties?|partner organi[sz]ations?|inwoners?|inhabitants?)\b",
    re.IGNORECASE,
)
_TURNS_MAX: Final = 12
# A client may send anything as what was said before.
_TURN_CHARACTERS_MAX: Final = 4000
# "Wat is cocreatie?", "What is scrum?": short, and yet complete.
_COMPLETE: Final = re.compile(
    r"^(?:wat|what)\s+(?:is|zijn|are|betekent)\s+(?!(?:nodig|belangrijk|anders|mogelijk|needed|"
    r"important|different|required|missing|possible|next)\b)[^\W\d_][\w'’-]{3,}\s*\?*$",
    re.IGNORECASE,
)
# "that the team …" and "dat de raad …" join sentences; "is there a budget holder in …" and
# "hoeveel elementen zijn er" point nowhere.
_NOT_POINTING: Final = re.compile(
    r"\b(?:dat|that)\s+(?=(?:de|het|een|the|an?)\b)|\b(?:is|are|was|were)\s+there\s+(?:an?|any)\b(?=(?:\s+\S+){4})|"
    r"\b(?:hoeveel|how many)\s+\w{5,}\s+(?:zijn er|are there)\b",
    re.IGNORECASE,
)


def standalone_question(question: str, history: Sequence[Turn], language: Language) -> str:
    """Return the question as it must be read by somebody who has not seen the conversation.

    Unchanged without a conversation, and when it does not lean on the last turns.
    """
    exchanges = _exchanges(history)
    if not exchanges:
        return question
    return (
        _short_form(question, exchanges) or _with_topic(question, exchanges, language) or question
    )


@dataclass(frozen=True, slots=True)
class _Exchange:
    """An earlier question with its answer; ``is_ordinal``: it asked for an item of a list."""

    asked: str
    answered: str
    is_ordinal: bool


def _exchanges(history: Sequence[Turn]) -> list[_Exchange]:
    """Return the last questions and answers, each question made to stand on its own.

    Greetings and the like are left out: nothing follows up on them.
    """
    exchanges: list[_Exchange] = []
    for turn in history[-_TURNS_MAX:]:
        text = visible_text(turn.content[:_TURN_CHARACTERS_MAX])
        if turn.role == "user":
            asked = " ".join(text.split())
            whole = _short_form(asked, exchanges) or asked
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


def _short_form(question: str, exchanges: Sequence[_Exchange]) -> str | None:
    if not exchanges:
        return None
    last = exchanges[-1]
    return (
        _with_element(question, last.asked, last.answered)
        or _with_list_item(question, exchanges)
        or _with_new_subject(question, last.asked)
    )


def _with_element(question: str, asked: str, answered: str) -> str | None:
    """Resolve "the next element" against the element that was last spoken of."""
    wanted = _NEIGHBOUR_ELEMENT.search(question)
    current = _ELEMENT.search(asked) or _ELEMENT.search(answered)
    if wanted is None or current is None:
        return None
    number = int(current[1]) + (-1 if wanted["before"] else 1)
    subject = f"element {number}"
    if len(question.split()) <= 5 and _ELEMENT.search(asked):
        return _ELEMENT.sub(subject, asked, count=1)
    return question[: wanted.start()] + subject + question[wanted.end() :]


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
        enumeration = re.sub(
            r"^.*?\b(?:zijn|namelijk|heten|are|namely|were|waren)\b:?\s+|^[^:]{3,80}:\s+",
            "",
            sentence,
        )
        items = [item.strip(" .“”\"'") for item in _LIST_SEPARATOR.split(enumeration)]
        items = [item for item in items if item]
        if len(items) > max(2, len(best)) and all(len(item.split()) <= 8 for item in items):
            best = items
    return best


def _with_new_subject(question: str, asked: str) -> str | None:
    found = _ELLIPSIS.match(question)
    if found is None or _BARE.match(question):
        return None
    subject = found["subject"].strip(" ?")
    if re.match(r"(?:wat|wie|waar|wanneer|waarom|hoe|welke?|hoeveel|what|who|where|when|why|how|which)\b",
                subject, re.IGNORECASE):  # fmt: skip
        return None
    if _ELEMENT.search(subject) and _ELEMENT.search(asked):
        return _ELEMENT.sub(subject, asked, count=1)
    name = _NAME.search(asked)
    if _NAME.search(subject) and name:
        return asked[: name.start()] + subject + asked[name.end() :]
    role = _ROLE.search(asked)
    if role and _ROLE.fullmatch(subject):
        return asked[: role.start()] + subject + asked[role.end() :]
    return f"{asked.rstrip(' ?')} – {subject}?"


def _with_topic(question: str, exchanges: Sequence[_Exchange], language: Language) -> str | None:
    words = len(question.split())
    pointers = _NOT_POINTING.sub(" ", question)
    leans = bool(_POINTS_BACK[language].search(pointers)) or bool(_BARE.match(question))
    starts_on = bool(re.match(r"(?:en|maar|dus|and|but|so)\b", question, re.IGNORECASE))
    is_short = words <= 3 and not _COMPLETE.match(question)
    if words > 14 or not (leans or starts_on or is_short) or _NAME.search(question):
        return None
    answered = _plain(_SOURCE_LINE.sub("", exchanges[-1].answered))
    topic = " ".join(f"{exchanges[-1].asked} {answered}".split()[:_TOPIC_WORDS_MAX])
    return f"{question} ({topic})"


def _plain(text: str) -> str:
    return _MARKUP.sub("", text).strip()

"""What kind of answer a question asks for, from its question words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

AnswerType = Literal[
    "person", "name", "number", "amount", "year", "date", "place", "reason", "frequency", "any"
]

_FLAGS: Final = re.IGNORECASE
# Whose name may be asked for: the answer must then hold a name.
_ROLE: Final = (
    r"(?:auteur|schrijver|schrijfster|maker|burgemeester|wethouder|directeur|voorzitter|spreker|onderzoeker|"
    r"hoogleraar|professor|adviseur|manager|minister|ambtenaar|medewerker|author|writer|mayor|alderman|"
    r"director|chair(?:man|person)?|speaker|researcher|adviser|advisor|civil servant|employee|official)"
)

_PATTERNS: Final[tuple[tuple[AnswerType, re.Pattern[str]], ...]] = (
    (
        "amount",
        re.compile(
            r"\b(?:hoeveel (?:geld|euro|kost\w*)|wat (?:kost|kosten|zijn de kosten|is de prijs)|prijs van|"
            r"how much (?:money|does .* cost|did .* (?:cost|save|spend))|what (?:does|did|do|would) .* cost|"
            r"what is the price|price of|cost of)\b",
            _FLAGS,
        ),
    ),
    ("frequency", re.compile(r"\b(?:hoe vaak|hoeveel keer|how often|how many times)\b", _FLAGS)),
    ("year", re.compile(r"\b(?:(?:in |sinds |uit )?welk jaar|(?:in |since )?(?:what|which) year)\b", _FLAGS)),
    ("date", re.compile(r"\b(?:wanneer|op welke (?:dag|datum)|welke datum|when|what date|which date|on what day)\b", _FLAGS)),
    (
        "number",
        re.compile(
            r"\b(?:hoeveel|welk (?:percentage|nummer|aantal)|how many|how much|what (?:percentage|number|share)|"
            r"which (?:percentage|number))\b",
            _FLAGS,
        ),
    ),
    (
        "name",
        re.compile(
            rf"\b(?:de naam van (?:de|het|een) {_ROLE}|hoe heet(?:te)? (?:(?:de|het) {_ROLE}|degene|hij|zij)|"
            rf"name of the {_ROLE}|{_ROLE}'s name)\b",
            _FLAGS,
        ),
    ),
    (
        "person",
        re.compile(
            r"\b(?:wie (?:zei|zegt|stelt|vertelt|schreef|is de|was de|heeft|gaf|sloot|leidde|bedacht|merkt|vindt)|"
            r"van wie (?:is|komt|zijn)|de auteur)\b|"
            r"who (?:said|says|wrote|is the|was the|told|explained|suggested|gave|closed|led|founded|made)\b|"
            r"\bwhose\b",
            _FLAGS,
        ),
    ),
    ("reason", re.compile(r"\b(?:waarom|waardoor|hoe komt het|om welke reden|why|how come|for what reason)\b", _FLAGS)),
)  # fmt: skip

_LIST: Final = re.compile(
    r"^(?:en )?(?:noem|som|geef (?:mij |me )?(?:een )?(?:lijst|overzicht|opsomming)|welke|wat zijn|uit welke|"
    r"wat voor|waaruit|list|name|which|what are|give (?:me )?(?:a |the )?(?:list|overview)|enumerate)\b"
    r"|\b(?:op een rij|opsomming|please list|list them)\b",
    _FLAGS,
)
_NUMBER_WORDS: Final[dict[str, int]] = {
    "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "elf": 11, "twaalf": 12,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
# Time, money and shares are not counted by their noun: "hoeveel tijd" is answered by "40%".
_COUNTED: Final = re.compile(
    r"\b(?:hoeveel|how many)\s+(?!procent|percent|tijd|geld|keer|times|van |of )((?:[^\W\d_]+\s*){1,2})",
    _FLAGS,
)
_PLURAL: Final = re.compile(r"\b\w{3,}(?:s|en)\b", _FLAGS)
_IDENTITY: Final = re.compile(
    r"^(?:[Ee]n )?(?:[Ww]ie (?:is|zijn|was|waren)|[Ww]ho(?:'s| is| are| was| were)|(?:[Ww]at is )?[Dd]e naam van|"
    r"[Ww]hat is the name of|[Hh]oe heet(?:te)?)\b.*\b(?:van|of|in|bij|at) "
    r"(?:de |het |the )?[A-Z][a-z]"
)
_SAYING: Final = re.compile(
    r"\b(?:zei|zegt|zeggen|gezegd|schrijft|schreef|vertelt|vertelde|vindt|vond|denkt|meent|stelt|noemt|adviseert|waarschuwt|"
    r"said|says?|tells?|told|thinks?|thought|argues?|advises?|recommends?|mentions?)\b",
    _FLAGS,
)
_MAKING: Final = re.compile(
    r"\b(?:schrijf|maak|verzin|bedenk|zing|teken|vertel|write|make up|compose|sing|draw|tell)\b.{0,30}"
    r"\b(?:gedicht|rijm|liedje?|lied|grap|mop|verhaaltje|sprookje|raadsel|rap|poem|rhyme|song|joke|story|"
    r"fairy tale|riddle|limerick)\b",
    _FLAGS,
)
_QUOTED: Final = re.compile(r"[‘“\"]([^’”\"]{3,})[’”\"]|(?<!\w)'([^']{3,})'(?!\w)")
# Not "element 9 about": there the number is a name.
_COUNT: Final = re.compile(
    rf"(?<!\belement\s)(?<!\bnummer\s)(?<!\bnumber\s)(?<!\btip\s)"
    rf"\b(\d{{1,2}}|{'|'.join(_NUMBER_WORDS)})\s+(\w{{4,}})",
    _FLAGS,
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things: "vier dimensies" is ``Count(4, "dimensies")``."""

    number: int
    noun: str


def answer_type(question: str) -> AnswerType:
    """Return what the answer must hold, ``any`` when the question words do not tell."""
    return next((kind for kind, pattern in _PATTERNS if pattern.search(question)), "any")


def asks_for_list(question: str) -> bool:
    """Tell whether a question asks for several things of one kind."""
    return bool(_LIST.search(question))


def counts_in(text: str) -> tuple[Count, ...]:
    """Return the numbers of things that a text names."""
    return tuple(
        Count(_NUMBER_WORDS.get(number.lower()) or int(number), noun.lower())
        for number, noun in _COUNT.findall(text)
    )


def stressed_words(question: str) -> str:
    """Return the words that a question stresses: quoted ones, and the last of several sentences."""
    quoted = [" ".join(groups) for groups in _QUOTED.findall(question)]
    sentences = [one for one in re.split(r"(?<=[.?!])\s+", question.strip()) if one]
    last = [sentences[-1]] if len(sentences) > 1 and sentences[-1].endswith("?") else []
    return " ".join(quoted + last)


def counted_words(question: str) -> str:
    """Return the words behind "hoeveel" and "how many": what the answer must count."""
    found = _COUNTED.search(question)
    return found[1] if found else ""


def asked_plurals(question: str) -> str:
    """Return the words of a question that may be plurals: what a list must be a list of."""
    return " ".join(_PLURAL.findall(question))


def asks_for_identity(question: str) -> bool:
    """Tell whether a question asks who is what of whom: "Wie is de burgemeester van Rotterdam?"."""
    return bool(_IDENTITY.match(question))


def asks_for_words(question: str) -> bool:
    """Tell whether a question asks what somebody says or thinks."""
    return bool(_SAYING.search(question))


def asks_for_making(question: str) -> bool:
    """Tell whether something is to be made up, which sources cannot do: a poem, a joke."""
    return bool(_MAKING.search(question))

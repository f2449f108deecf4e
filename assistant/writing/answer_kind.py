"""Whether a text holds the kind of thing that a question asks for."""

from __future__ import annotations

import re
from typing import Final

from assistant.question_kind import AnswerType

_NUMBER_WORD: Final = (
    r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|honderd|duizend|miljoen|"
    r"half|halve|driekwart|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|"
    r"thousand|million|third|quarter)"
)
_MONTH: Final = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"january|february|march|may|june|july|august|october)"
)
_DATE_OR_RANK: Final = re.compile(
    rf"\b\d{{1,2}} {_MONTH}\b|\b{_MONTH} \d{{1,2}}\b|\b(?:1[89]|20)\d\d\b|\b\d+(?:e|de|ste|st|nd|rd|th)\b|"
    r"^\s*\d{1,2}[.)]?\s",
    re.IGNORECASE,
)
_NO_NAME: Final = frozenset(
    "De Het Een Die Dit Deze Dat Bij In Op Voor Van Met Als Ook En Maar The A An This That These In On At For Of With "
    "And But When If Where Who What Which How As Municipality Gemeente".split()
)
_PATTERNS: Final[dict[AnswerType, re.Pattern[str]]] = {
    "amount": re.compile(
        r"(?:€|\$|£|\beuro\b|\beur\b|\bprijs\b|\bprice\b|\bkost(?:en)? \d|\d+ ?(?:miljoen|million)|"
        r"\b(?:kost(?:en)?|costs?)\b.{0,60}\b(?:tijd|time|uren|uur|hours?|dagen|days|moeite|effort)\b)",
        re.IGNORECASE,
    ),
    "year": re.compile(r"\b(?:1[89]|20)\d\d\b"),
    "date": re.compile(
        rf"\b\d{{1,2}} {_MONTH}\b|\b{_MONTH} \d{{1,2}}\b|\b(?:1[89]|20)\d\d\b|"
        r"\b(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|monday|tuesday|wednesday|"
        r"thursday|friday|saturday|sunday|jaar geleden|years? ago|wanneer|als|zodra|once|when|if|after|"
        r"every|elk|iedere?|jaarlijks|halfjaarlijks)\b",
        re.IGNORECASE,
    ),
    "number": re.compile(rf"\d|\b{_NUMBER_WORD}\b", re.IGNORECASE),
    # Two capitalised words in a row, not at the start of a sentence alone.
    "person": re.compile(
        r"\b[A-ZÀ-Þ][a-zà-ÿ'’-]+(?: (?:van|de|den|der|ten|ter))* (?:[A-ZÀ-Þ]\. ?)*[A-ZÀ-Þ][a-zà-ÿ'’-]+"
    ),
    "frequency": re.compile(
        r"\b(?:elke?|ieder[e]?|per|om de|keer|maal|eens|maandelijks|jaarlijks|wekelijks|halfjaarlijks|regelmatig|"
        r"every|each|once|twice|times|monthly|annual(?:ly)?|yearly|weekly|half-yearly|six-monthly|regularly)\b",
        re.IGNORECASE,
    ),
    # As for a person, but not "in Amsterdam Oost": what stands behind such a word is a place.
    "name": re.compile(
        r"(?<!\bin )(?<!\bte )(?<!\bbij )(?<!\bat )(?<!meente )(?<!pality of )"
        r"\b[A-ZÀ-Þ][a-zà-ÿ'’-]+(?: (?:van|de|den|der|ten|ter))* [A-ZÀ-Þ][a-zà-ÿ'’-]+"
    ),
    "reason": re.compile(
        r"\b(?:omdat|doordat|want|daarom|zodat|waardoor|daardoor|vanwege|dankzij|reden|geeft|betekent|"
        r"because|since|therefore|so that|as a result|due to|reason|which means|this means|after all)\b",
        re.IGNORECASE,
    ),
}  # fmt: skip


def holds(text: str, kind: AnswerType) -> bool:
    """Tell whether a text holds a name, number, amount, date or reason, as ``kind`` says.

    Always true for a kind that cannot be told from the form of a text.
    """
    if kind == "number":
        # A date, a year or a rank counts nothing.
        text = _DATE_OR_RANK.sub(" ", text)
    pattern = _PATTERNS.get(kind)
    if kind == "name" and pattern is not None:
        return any(found[0].split()[0] not in _NO_NAME for found in pattern.finditer(text))
    return pattern is None or bool(pattern.search(text))

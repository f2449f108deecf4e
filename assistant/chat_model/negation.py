"""Whether a statement denies what its quotation says, or says what it denies.

A sentence is read clause by clause: in "the team is responsible, not the alderman" only the second
is denied. A statement that denies must share a word with a denied clause; one that does not must
share none that stands in denied clauses only.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from corpus import Language
from corpus.words import tokens

_NEGATIONS: Final[dict[Language, re.Pattern[str]]] = {
    "nl": re.compile(
        r"\b(?:niet|geen|nooit|niemand|niets|nergens|zonder|noch|evenmin|nee|neen|"
        r"in plaats van|anders dan|weinig)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:not|no|never|nobody|nothing|nowhere|none|without|neither|nor|cannot|"
        r"instead of|rather than|unlike|hardly|few|little)\b|n[’']t\b",
        re.IGNORECASE,
    ),
}
# "Niet alleen … maar ook" and "not only … but also" deny nothing.
_NOT_ONLY: Final = re.compile(
    r"\b(?:niet alleen|niet slechts|niet voor niets|not only|not just|not for nothing|no doubt)\b",
    re.IGNORECASE,
)
_CLAUSES: Final = re.compile(
    r"[.,;:!?()\n]|\s[–—-]\s|\b(?:maar|but|terwijl|while|omdat|because|en dat|and that|in plaats van(?=\s)|"
    r"instead of(?=\s)|rather than(?=\s)|without(?=\s)|zonder(?=\s))\b",
    re.IGNORECASE,
)
# A question neither says nor denies.
_QUESTION: Final = re.compile(r"[^.!?:;]*\?")
_OPENS_DENIED: Final = re.compile(
    r"^(?:in plaats van|instead of|rather than|without|zonder)$", re.IGNORECASE
)


# Verbs that stand in any clause, so that sharing one means nothing.
_LIGHT_VERBS: Final[dict[Language, str]] = {
    "nl": "gaan gaat ging komen komt kwam doen doet deed maken maakt geven geeft hebben krijgen krijgt "
    "blijven blijft worden wordt staan staat zitten zit moeten moet kunnen kan willen wil mogen mag",
    "en": "go goes went come comes do does did make makes give gives have get gets stay stays become "
    "becomes stand stands must can could want wants should may need needs",
}
_NEGATORS: Final[dict[Language, str]] = {
    "nl": "niet geen nooit niemand niets nergens zonder noch evenmin nee neen plaats anders weinig",
    "en": "not no never nobody nothing nowhere none without neither nor cannot instead rather unlike "
    "hardly few little",
}


@cache
def _meaningless(language: Language) -> frozenset[str]:
    return frozenset(tokens(f"{_LIGHT_VERBS[language]} {_NEGATORS[language]}", language))


def agrees_in_negation(statement: str, quote: str, language: Language) -> bool:
    """Tell whether statement and quote, both in ``language``, deny the same things."""
    said, denied = _words(quote, language)
    claimed, refused = _words(statement, language)
    if refused & (said | denied) and not refused & denied:
        return False
    return not (claimed - refused) & (denied - said)


def _words(text: str, language: Language) -> tuple[set[str], set[str]]:
    """Return the stemmed words of the clauses that say, and of those that deny."""
    said: set[str] = set()
    denied: set[str] = set()
    start = 0
    opens_denied = False
    text = _QUESTION.sub(" ", _NOT_ONLY.sub(" ", text))
    for cut in [*_CLAUSES.finditer(text), None]:
        clause = text[start : cut.start() if cut else len(text)]
        words = set(tokens(clause, language)) - _meaningless(language)
        is_denied = opens_denied or bool(_NEGATIONS[language].search(clause))
        (denied if is_denied else said).update(words)
        if cut is not None:
            opens_denied = bool(_OPENS_DENIED.match(cut[0].strip()))
            start = cut.end()
    return said, denied

"""Whether a statement has things change places: who reports to whom, who said what of whom.

Nobody can tell that by rule for every sentence. Three signs are taken for it: names in another
order, two words that trade the same preposition, and words that stand mostly in reverse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.chat_model.facts import names
from corpus import Language
from corpus.words import tokens

# Three shared words in the reverse order have a longest common run of one.
_WORDS_MIN: Final = 3
_IN_ORDER: Final = 0.75
# A passive, and an adverbial that comes first, put half the words elsewhere.
_IN_ORDER_TURNED: Final = 0.5
_CLAUSE_END: Final = re.compile(r"[.;:!?]\s")
_DETERMINERS: Final = (
    "de|het|een|die|dit|dat|deze|zijn|haar|hun|onze|uw|elke|iedere|alle|"
    "the|a|an|this|that|these|those|his|her|its|their|our|your|each|every|all"
)
_GOVERNED: Final[dict[Language, re.Pattern[str]]] = {
    "nl": re.compile(
        r"\b(aan|door|naar|tegen|tegenover|boven|onder|van|voor|met|namens)\s+"
        rf"(?:(?:{_DETERMINERS})\s+)?([\w-]+)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(to|by|towards|against|above|under|over|of|for|from|with)\s+"
        rf"(?:(?:{_DETERMINERS})\s+)?([\w-]+)",
        re.IGNORECASE,
    ),
}
_PASSIVE: Final[dict[Language, re.Pattern[str]]] = {
    "nl": re.compile(r"\b(?:word|wordt|worden|werd|werden|geworden)\b", re.IGNORECASE),
    "en": re.compile(
        r"\b(?:is|are|be|been|was|were|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|ne)\b", re.IGNORECASE
    ),
}


def changes_places(
    statement: str, quote: str, language: Language, known_names: frozenset[str]
) -> bool:
    """Tell whether what a statement shares with a quote has changed places in it.

    :param known_names: names in lower case, also recognised at the start of a sentence.
    """
    return (
        _names_change_order(statement, quote, known_names)
        or _trade_prepositions(statement, quote, language)
        or _is_reversed(
            tokens(statement, language),
            [tokens(clause, language) for clause in _CLAUSE_END.split(quote)],
            _IN_ORDER_TURNED if _is_turned(statement, quote, language) else _IN_ORDER,
        )
    )


def _names_change_order(statement: str, quote: str, known_names: frozenset[str]) -> bool:
    quoted = list(dict.fromkeys(names(quote, known_names)))
    shared = dict.fromkeys(name for name in names(statement, known_names) if name in quoted)
    return _longest_rising([quoted.index(name) for name in shared]) < len(shared)


def _trade_prepositions(statement: str, quote: str, language: Language) -> bool:
    """Tell whether "to A" in the quote is "to B" in the statement, and both speak of A and B."""
    said, quoted = _governed(statement, language), _governed(quote, language)
    in_statement, in_quote = set(tokens(statement, language)), set(tokens(quote, language))
    return any(
        (now - then) & in_quote and (then - now) & in_statement
        for preposition, now in said.items()
        if (then := quoted.get(preposition)) is not None and not now & then
    )


def _governed(text: str, language: Language) -> dict[str, set[str]]:
    """Return the stemmed words behind each preposition."""
    found: dict[str, set[str]] = {}
    for match in _GOVERNED[language].finditer(text):
        found.setdefault(match[1].lower(), set()).update(tokens(match[2], language))
    return found


def _is_turned(statement: str, quote: str, language: Language) -> bool:
    """Tell whether grammar explains another order: a passive, or an adverbial in front."""
    passives = [bool(_PASSIVE[language].search(text)) for text in (statement, quote)]
    return passives[0] != passives[1] or bool(_GOVERNED[language].match(statement))


def _is_reversed(stems: Sequence[str], clauses: Sequence[Sequence[str]], in_order: float) -> bool:
    """Tell whether words stand in another order than in the clauses that hold most of them.

    :param in_order: the share that must be exceeded by those in the same order.
    """
    shared = [list(dict.fromkeys(one for one in stems if one in clause)) for clause in clauses]
    most = max(map(len, shared), default=0)
    if most < _WORDS_MIN:
        return False
    return all(
        _longest_rising([clause.index(one) for one in found]) <= in_order * most
        for clause, found in zip(clauses, shared, strict=True)
        if len(found) == most
    )


def _longest_rising(places: Sequence[int]) -> int:
    """Return the length of the longest rising subsequence."""
    best: list[int] = []
    for end, place in enumerate(places):
        before = [best[start] for start in range(end) if places[start] < place]
        best.append(1 + max(before, default=0))
    return max(best, default=0)

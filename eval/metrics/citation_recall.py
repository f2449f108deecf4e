"""Citation recall: is everything that an answer says carried by what it cites?

ALCE (Gao et al. 2023) asks a language model whether the citations of a statement entail it. A
statement of quotations can be held to more: its words must stand in the quotation that it cites,
or in the working translation of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.answer import Citation

# A statement ends in its markers; several may stand in one paragraph. What is left has none.
_STATEMENT: Final = re.compile(r"(?P<said>.+?)(?P<markers>(?:\s*\[\d+\])+|$)", re.DOTALL)
_NUMBER: Final = re.compile(r"\[(\d+)\]")
# What the assistant says of itself: where something stands and whose words they are, and what kind
# of answer it is.
_OWN_WORDS: Final = re.compile(
    r"^(?:Bron|Source): \*.+$|^— [^\[]+$|^\*[^*]+\*$|^[^“\"*\[\]][^\"*\[\]]*\.$"
)
_LABEL: Final = re.compile(r"^(?:nummer|number) \d+: ")
_ADDED: Final = re.compile(r"\s*\\?\[[^\]\d]+\\?\]")
_MARKUP: Final = re.compile(r"\\(?=[^\w\s])|^- |^— |[“”\"„]")


@dataclass(frozen=True, slots=True)
class AnswerStatement:
    """One statement of an answer, and the numbers of the citations that it gives for it."""

    said: str
    numbers: frozenset[int]


def answer_statements(text: str) -> tuple[AnswerStatement, ...]:
    """Return the statements of an answer.

    A statement is what stands before its markers, in a paragraph or list item that is not an
    introduction or a line about the answer.
    """
    lines = (line.strip() for line in text.split("\n"))
    return tuple(
        AnswerStatement(
            found["said"].strip(), frozenset(int(one) for one in _NUMBER.findall(found["markers"]))
        )
        for line in lines
        if line and not _OWN_WORDS.match(line)
        for found in _STATEMENT.finditer(line)
        if found["said"].strip()
    )


def citation_recall(text: str, citations: Sequence[Citation]) -> float | None:
    """Share of an answer's statements whose words stand in a quotation that they cite.

    Editors' additions in square brackets, quotation marks and line breaks do not count.

    :return: ``None`` for an answer without citations.
    """
    if not citations:
        return None
    statements = answer_statements(text)
    if not statements:
        return 0.0
    return sum(_is_carried(one, citations) for one in statements) / len(statements)


def _is_carried(statement: AnswerStatement, citations: Sequence[Citation]) -> bool:
    said = _plain(_LABEL.sub("", _MARKUP.sub("", statement.said)))
    carriers = (
        _plain(source)
        for citation in citations
        if citation.number in statement.numbers
        for source in (citation.quote, citation.translation)
        if source
    )
    return any(said in carrier for carrier in carriers)


def _plain(text: str) -> str:
    """Return only the words and figures, so that layout and punctuation marks do not decide."""
    return " ".join(re.findall(r"\w+", _ADDED.sub("", _MARKUP.sub("", text)).lower()))
